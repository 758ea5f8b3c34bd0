import { readFileSync } from 'node:fs';
import { exitCodes } from './exit-code.js';
import { programHelp } from './help.js';
import { complain, print } from './output.js';

/** Does what the words say and sets the exit code. Rejects only when even that cannot be told. */
export async function interpret(words: readonly string[]): Promise<void> {
  const noCommand = words.every((word) => word.startsWith('-'));
  if (words.length === 0) {
    complain(programHelp());
    process.exitCode = exitCodes.usage;
  } else if (noCommand && (words.includes('--help') || words.includes('-h'))) {
    await print(programHelp());
  } else if (noCommand && words.includes('--version')) {
    await print(`${readVersion()}\n`);
  } else {
    await executeOrReport(words);
  }
}

async function executeOrReport(words: readonly string[]): Promise<void> {
  try {
    const { execute } = await import('./parser.js');
    await execute(words, readVersion());
  } catch (error) {
    const { reportFailure } = await import('./failure.js');
    process.exitCode = reportFailure(error, words);
  }
}

function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
