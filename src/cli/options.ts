/** Options that commands share: their declarations, and strict readings of what was given. */
import type { Options } from 'yargs';
import { UsageError } from './usage-error.js';

/** What yargs makes of the words: a repeated option is a list. */
export type Arguments = Readonly<Record<string, unknown>>;

/** An option with a value. It stays text: yargs would make NaN of what is no number and go on; the functions below check it. */
const text = { requiresArg: true } as const;

export const seedOption: Options = { ...text, describe: 'Seed of the random numbers [default: 1]' };
export const setOption: Options = {
  ...text,
  describe: 'Vary the scenario: PATH=VALUE such as routing.ttl=5s; may be repeated',
};
export const reportOption: Options = {
  ...text,
  describe: 'Write a report: OUT.html one page, OUT.md Markdown with pictures',
};
export const jsonOption: Options = {
  describe: 'Print JSON instead of tables; --json=summary without the values of single runs',
};
export const quietOption: Options = { type: 'boolean', alias: 'q', describe: 'Show no progress' };
export const batchOptions: Record<string, Options> = {
  runs: { ...text, describe: 'How many runs [default: 2000]' },
  seed: seedOption,
  workers: { ...text, describe: 'Worker threads; the result is the same [default: one a core]' },
};
export const textOption = (describe: string): Options => ({ ...text, describe });

/** The one text given for an option; undefined when it is not given. */
export function readText(args: Arguments, name: string): string | undefined {
  const value = args[name];
  if (Array.isArray(value))
    throw new UsageError(`--${name} is given ${value.length} times; it takes one value`);
  if (value === undefined) return undefined;
  if (value === '') throw new UsageError(`--${name} has no value`);
  return String(value);
}

/** All texts given for an option that may be repeated. */
export function readTexts(args: Arguments, name: string): string[] {
  const value = args[name];
  const texts = value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];
  if (texts.includes('')) throw new UsageError(`--${name} has no value`);
  return texts;
}

/** A whole number in digits between two others. */
export function readCount(args: Arguments, name: string, least: number, most: number): number | undefined {
  const given = readText(args, name);
  if (given === undefined) return undefined;
  const number = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (number >= least && number <= most) return number;
  const meant = Number(given.replaceAll(/[_,\s]/g, ''));
  const guess =
    Number.isNaN(number) && Number.isInteger(meant) && meant >= least && meant <= most
      ? `; did you mean ${meant}?`
      : '';
  throw new UsageError(`--${name} is "${given}"; expected a whole number from ${least} to ${most}${guess}`);
}

/** What kind of JSON is wanted, if any. */
export function readJson(args: Arguments): 'full' | 'summary' | undefined {
  const given = readText(args, 'json');
  if (given === undefined || given === 'full' || given === 'summary') return given;
  throw new UsageError(`--json is "${given}"; expected --json or --json=summary`);
}

/** The most runs of a batch: beyond it the columns of its figures fill the memory of most machines. */
export const mostRuns = 10_000_000;

/** More threads than any machine has cores. */
const mostWorkers = 64;

/** What the options say about a batch of runs. */
export function readBatch(args: Arguments) {
  return {
    runs: readCount(args, 'runs', 1, mostRuns),
    seed: readText(args, 'seed'),
    workers: readCount(args, 'workers', 0, mostWorkers),
    set: readTexts(args, 'set'),
  };
}

/** The one file that a command takes under this name. */
export function readFile(args: Arguments, name: string): string {
  const file = args[name];
  if (typeof file !== 'string') throw new UsageError(noStandardInput);
  return file;
}

export const noStandardInput = '"-" is not a file: standard input is not read';

/** The files given to a command that takes a certain number of them. */
export function readFiles(args: Arguments, wanted: number, example: string): string[] {
  const files = (args['files'] as string[] | undefined) ?? [];
  if (files.some((file) => typeof file !== 'string')) throw new UsageError(noStandardInput);
  if (files.length === wanted) return files.map(String);
  const given = files.length === 0 ? 'no file is given' : `${files.length} files are given`;
  throw new UsageError(`${given}; expected ${example}`);
}
