import yargs, { type Argv } from 'yargs';
import type { Command } from './command.js';
import { commands } from './commands.js';
import type { Arguments } from './options.js';
import { Misuse } from './usage-error.js';

/** Executes the command that the words name, or shows its help. Throws Misuse when they name none, or not rightly. */
export async function execute(words: readonly string[], version: string): Promise<void> {
  const parser = yargs(withFullJson(words))
    .scriptName('regionfall')
    .locale('en')
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .strict()
    .demandCommand(1, 'no command is given')
    .wrap(Math.min(process.stdout.columns || 90, 100))
    .alias('help', 'h')
    .version(version)
    .exitProcess(false)
    .fail((message, error) => {
      throw message ? new Misuse(message) : error;
    });
  for (const command of commands) addCommand(parser, command);
  await parser.parseAsync();
}

function addCommand(parser: Argv, command: Command): void {
  const { words, describe, files, options, examples = [] } = command;
  const build = (own: Argv) => {
    own.usage(`Usage: $0 ${words} [OPTIONS]\n\n${describe}`).options({ ...options });
    for (const [name, meaning] of Object.entries(files)) own.positional(name, { describe: meaning });
    for (const [line, meaning] of examples) own.example(`$0 ${line}`, meaning);
    return own;
  };
  parser.command(words, describe, build, (args) => command.execute(args as Arguments));
}

/** `--json FILE` is a flag and a file: the kind of JSON is only given as `--json=KIND`. */
function withFullJson(words: readonly string[]): string[] {
  return words.map((word) => (word === '--json' ? '--json=full' : word));
}
