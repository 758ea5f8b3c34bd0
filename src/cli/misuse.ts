/** What yargs says of words that fit no command, in our words and with a guess at what was meant. */
import { alternatives, nearest } from '../index.js';
import { type Command, nameOf } from './command.js';
import { commands } from './commands.js';

export function explainMisuse(message: string, words: readonly string[]): string {
  const command = commands.find((one) => nameOf(one) === words.find((word) => !word.startsWith('-')));
  const [, listed] = /^Unknown (?:argument|command)s?: (.+)$/.exec(message) ?? [];
  if (listed !== undefined) return explainUnknown(listed.split(', '), words, command);
  const [, option] = /^Not enough arguments following: (.+)$/.exec(message) ?? [];
  if (option !== undefined) return `--${option} has no value`;
  if (/^Not enough non-option arguments/.test(message)) return `a file is missing${usage(command)}`;
  return `${message}; commands are ${alternatives(commands.map(nameOf))}`;
}

function explainUnknown(
  names: readonly string[],
  words: readonly string[],
  command: Command | undefined,
): string {
  const option = names.find((name) => words.some((word) => isOption(word, name)));
  if (option !== undefined) {
    const known = [...Object.keys(command?.options ?? {}), 'help', 'version'];
    return `there is no option ${dashed(option)}${guess(option, known, dashed)}${usage(command)}`;
  }
  if (command !== undefined) return `"${names[0]}" is one file too many${usage(command)}`;
  const known = commands.map(nameOf);
  const expected = guess(names[0]!, known, String) || `: expected ${alternatives(known)}`;
  return `there is no command "${names[0]}"${expected}`;
}

function isOption(word: string, name: string): boolean {
  return (
    word === `--${name}` ||
    word.startsWith(`--${name}=`) ||
    (name.length === 1 && /^-[^-]/.test(word) && word.includes(name))
  );
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function guess(name: string, known: readonly string[], show: (name: string) => string): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `; did you mean ${show(meant)}?`;
}

function usage(command: Command | undefined): string {
  return command === undefined ? '' : `; usage: regionfall ${command.words} [OPTIONS]`;
}
