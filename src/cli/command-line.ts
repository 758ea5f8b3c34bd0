import { readFileSync } from 'node:fs';
import yargs, { type Argv } from 'yargs';
import type { Command } from './command.js';
import { commands } from './commands.js';
import { exitCodes, exitCodesInWords } from './exit-code.js';
import type { Arguments } from './options.js';
import { complain } from './output.js';
import { Misuse } from './usage-error.js';

/** Does what the words say and sets the exit code. Never rejects. */
export async function interpret(words: readonly string[]): Promise<void> {
  try {
    const parser = buildParser(withFullJson(words));
    if (words.length === 0) {
      complain(await parser.getHelp());
      process.exitCode = exitCodes.usage;
    } else {
      await parser.parseAsync();
    }
  } catch (error) {
    const { reportFailure } = await import('./failure.js');
    process.exitCode = await reportFailure(error, words);
  }
}

function buildParser(words: readonly string[]): Argv {
  const parser = yargs(words)
    .scriptName('regionfall')
    .usage(
      'Usage: $0 COMMAND\n\nHow long are customers down, and how much data is gone, when a region fails?',
    )
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
    .version(readVersion())
    .epilogue(`${exitCodesInWords}\n\nHelp of a command: regionfall COMMAND --help`)
    .exitProcess(false)
    .fail((message, error) => {
      throw message ? new Misuse(message) : error;
    });
  for (const command of commands) addCommand(parser, command);
  return parser;
}

function addCommand(parser: Argv, command: Command): void {
  const { words, describe, files, options, examples = [] } = command;
  const build = (own: Argv) => {
    own.usage(`Usage: $0 ${words} [OPTIONS]\n\n${describe}`).options({ ...options });
    for (const [name, meaning] of Object.entries(files)) {
      own.positional(name, { describe: meaning });
    }
    for (const [line, meaning] of examples) own.example(`$0 ${line}`, meaning);
    return own;
  };
  parser.command(words, describe, build, (args) => command.execute(args as Arguments));
}

/** `--json FILE` is a flag and a file: the kind of JSON is only given as `--json=KIND`. */
function withFullJson(words: readonly string[]): string[] {
  const end = words.indexOf('--');
  return words.map((word, index) => (word === '--json' && (end < 0 || index < end) ? '--json=full' : word));
}

function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
