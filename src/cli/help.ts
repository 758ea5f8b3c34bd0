/** The help of the whole program. It is not left to yargs, which takes longer to load than Node does to start. */
import { commands } from './commands.js';
import { exitCodesInWords } from './exit-code.js';

export function programHelp(): string {
  const widest = Math.max(...commands.map(({ words }) => words.length));
  const lines = commands.map(({ words, describe }) => `  ${words.padEnd(widest)}   ${describe}`);
  return `Usage: regionfall COMMAND [OPTIONS]

How long are customers down, and how much data is gone, when a region fails?

Commands:
${lines.join('\n')}

Options:
  -h, --help     Show this, or with a command the help of that command
      --version  Show the version

${exitCodesInWords}
`;
}
