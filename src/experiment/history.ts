import { Streams, second } from '../kernel/index.js';
import type { Operation } from '../measure/history/operation.js';
import { parseRate } from '../scenario/rate.js';
import type { Spec } from '../scenario/schema.js';
import { checkWhole, defaultSeed } from './batch-options.js';
import { draw } from './blueprint.js';
import { forms, type HistoryForm } from './history/forms.js';
import { HistoryError } from './history/history-error.js';
import { Reader } from './history/reader.js';
import { Recording } from './history/recording.js';
import { Teller } from './history/teller.js';
import { loadMerges } from './merges.js';
import { type OpenOptions, openScenario, type ScenarioSource } from './open.js';
import { build } from './simulate.js';

export interface HistoryOptions extends OpenOptions {
  /** Any text; `1` by default. */
  readonly seed?: string | undefined;
  /** The store whose history it is; need not be said where there is one. */
  readonly store?: string | undefined;
  /** What a write is; `set` by default. */
  readonly form?: HistoryForm | undefined;
  /** Over how many keys the writes of lists and registers are spread; one for every 20 writes by default. */
  readonly keys?: number | undefined;
  /** How often somebody reads during the run, such as `2/s`; nobody by default. */
  readonly reads?: string | undefined;
}

/** The history of one store in one run. */
export interface History {
  readonly store: string;
  readonly form: HistoryForm;
  readonly operations: readonly Operation[];
}

/**
 * Tells run number `run` of the batch that `run(source, { seed })` makes as the operations of single clients, for the checkers of
 * Jepsen and Elle. The run knows counts, classes and spans of commit time; single writes are drawn given these, with random
 * numbers of their own, so that the history has exactly the writes of each class that the figures of the run have. Reads at the
 * end, when all is quiet, find the writes that survived or were merged, and no others; reads during the run find what the copy that
 * serves them had.
 *
 * Throws ScenarioError for a scenario with mistakes, HistoryError where there is no such history or it would be too long,
 * RangeError for an impossible number, MergeError when a merge function fails.
 */
export async function recordHistory(
  source: ScenarioSource,
  run: number,
  options: HistoryOptions = {},
): Promise<History> {
  checkWhole('run', run, 0);
  checkWhole('keys', options.keys, 1);
  const spec = await openScenario(source, options);
  const store = storeOf(spec, options.store);
  const seed = options.seed ?? defaultSeed;
  const recording = new Recording(store);
  const merges = await loadMerges(spec, options.merges);
  const blueprint = draw(spec, merges);
  const streams = new Streams(seed).at(run);
  const horizon = Math.ceil(spec.horizon);
  const rate = readRate(options.reads);
  const stream = streams.open(`history of ${store}: readers`);
  const reader = rate === undefined ? undefined : new Reader(blueprint, store, rate, horizon, stream);
  build(spec, seed, merges).simulate(
    run,
    (record) => recording.note(record),
    (system) => reader?.attend(system),
  );
  const form = options.form ?? 'set';
  const teller = new Teller({ blueprint, store, horizon, recording, reader, streams });
  return { store, form, operations: teller.tell(forms[form], options.keys) };
}

/** Reads per microsecond. */
function readRate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const reading = parseRate(text);
  if ('value' in reading && reading.value > 0) return reading.value / second;
  const why = 'wrong' in reading ? reading.wrong : 'it is none';
  throw new HistoryError(`reads are asked for at "${text}": ${why}; expected a rate such as 2/s`);
}

function storeOf(spec: Spec, asked: string | undefined): string {
  const names = Object.keys(spec.data);
  if (asked !== undefined && names.includes(asked)) return asked;
  if (asked === undefined && names.length === 1) return names[0]!;
  const known = names.join(', ');
  throw new HistoryError(
    asked === undefined
      ? `a history is that of one store; say which: ${known}`
      : `no store is called "${asked}"; there are ${known}`,
  );
}
