/** The history of a run as a file, for checkers. */
import { extname } from 'node:path';
import type { HistoryOptions } from '../index.js';
import { type Arguments, readCount, readText } from './options.js';
import { UsageError } from './usage-error.js';

/** What was said of the history to be written. */
interface Wanted {
  readonly path: string;
  readonly form: string | undefined;
  readonly store: string | undefined;
  readonly reads: string | undefined;
  readonly keys: number | undefined;
}

const mostKeys = 100_000;

/** The history that is wanted, if one is. Throws UsageError when something is said of one that is not. */
export function readHistory(args: Arguments): Wanted | undefined {
  const path = readText(args, 'history');
  const wanted = {
    form: readText(args, 'form'),
    store: readText(args, 'store'),
    reads: readText(args, 'reads'),
    keys: readCount(args, 'keys', 1, mostKeys),
  };
  if (path !== undefined) return { path, ...wanted };
  const [idle] = Object.entries(wanted).find(([, value]) => value !== undefined) ?? [];
  if (idle === undefined) return undefined;
  throw new UsageError(`--${idle} says something of a history; say where to write one: --history OUT.edn`);
}

/** Throws UsageError when such a history cannot be written to this path. */
export async function checkHistory(
  { path, form, keys }: Wanted,
  scenario: string,
  trace: string | undefined,
): Promise<void> {
  const ending = extname(path).toLowerCase();
  if (ending !== '.edn' && ending !== '.jsonl') {
    throw new UsageError(
      `the history "${path}" must end in .edn (as Jepsen and Elle read it) or .jsonl (JSON, one operation a line)`,
    );
  }
  const { historyForms } = await import('../index.js');
  if (form !== undefined && !isOne(form, historyForms)) {
    throw new UsageError(`--form is "${form}"; expected ${historyForms.join(', ')}`);
  }
  if (keys !== undefined && (form ?? 'set') === 'set') {
    throw new UsageError('--keys is for lists and registers; say --form list-append or --form rw-register');
  }
  const { checkWritable } = await import('./file.js');
  if (path === trace) throw new UsageError(`the trace and the history cannot both be written to "${path}"`);
  checkWritable(path, [scenario]);
}

export async function writeHistory(
  { path, form, store, reads, keys }: Wanted,
  file: string,
  run: number,
  options: HistoryOptions,
): Promise<void> {
  const { historyEdn, historyJsonLines, recordHistory } = await import('../index.js');
  const { writeWhole } = await import('./file.js');
  const asked = { ...options, form: form as HistoryOptions['form'], store, reads, keys };
  const { operations } = await recordHistory(file, run, asked);
  const say = extname(path).toLowerCase() === '.edn' ? historyEdn : historyJsonLines;
  writeWhole(path, say(operations));
}

function isOne<T extends string>(text: string, of: readonly T[]): text is T {
  return (of as readonly string[]).includes(text);
}
