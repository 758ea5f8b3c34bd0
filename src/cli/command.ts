import type { Options } from 'yargs';
import type { Arguments } from './options.js';

/** One command: what the help says of it, and what it does. Whatever is heavy it imports when it is executed. */
export interface Command {
  /** Its name and its files, as `run <file>`. */
  readonly words: string;
  readonly describe: string;
  /** What each of its files is. */
  readonly files: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, Options>>;
  readonly examples?: readonly (readonly [command: string, meaning: string])[];
  /** Sets the exit code when it is not 0; throws UsageError for what the caller can mend. */
  execute(args: Arguments): Promise<void>;
}

export function nameOf({ words }: Command): string {
  return words.split(' ')[0]!;
}
