import type { Result } from '../measure/result.js';
import { type BatchOptions, checkWhole, defaultRuns } from './batch-options.js';
import { type Batches, concludeBatches, interrupted, prepareBatches, withExecutor } from './batches.js';
import { extend } from './collection.js';
import type { Executor } from './executor.js';
import { isReached, nextExamination, type PrecisionTarget, parsePrecision } from './precision.js';
import type { Spec } from './simulate.js';

export interface RunOptions extends BatchOptions {
  /**
   * Goes on until all of these are reached, as `rto.p95=5%` (half the width of the interval, of the value) or `=2s`
   * (absolute). Examined at 2,000 runs and each doubling; `runs` is then the fewest.
   */
  readonly precision?: readonly string[] | undefined;
  /** The most runs that precision may take: 200,000 by default. */
  readonly maxRuns?: number | undefined;
}

export const defaultMaxRuns = 200_000;

/**
 * Runs a scenario many times and sums the runs up in their order: the same scenario, seed and number of runs give the same
 * result, bit for bit, with any number of workers (and merge functions that know no clock and no chance). Throws RangeError for
 * impossible options, ScenarioError when a merge function cannot be loaded, PrecisionError for a precision that cannot be meant,
 * RunFailure when a run breaks and NothingRun when it is stopped before its first run is complete.
 */
export async function runMany(spec: Spec, options: RunOptions = {}): Promise<Result> {
  checkWhole('maxRuns', options.maxRuns, 1);
  const batches = await prepareBatches([spec], options);
  const columns = batches.designs[0]!.columns;
  const targets = (options.precision ?? []).map((text) => parsePrecision(text, columns));
  const stopped = await withExecutor(batches, (executor) =>
    targets.length === 0
      ? makeRuns(batches, executor, options)
      : makeRunsUntilPrecise(batches, executor, options, targets),
  );
  return concludeBatches(batches, options, stopped)[0]!;
}

/** Makes a stated number of runs; returns why they are fewer, if they are. */
export async function makeRuns(
  { collection }: Batches,
  executor: Executor,
  { runs = defaultRuns, signal, onProgress }: BatchOptions,
): Promise<string | undefined> {
  const complete = await extend(collection, executor, runs, signal, onProgress);
  return complete ? undefined : interrupted;
}

async function makeRunsUntilPrecise(
  { collection }: Batches,
  executor: Executor,
  { runs = 1, maxRuns = defaultMaxRuns, signal, onProgress }: RunOptions,
  targets: readonly PrecisionTarget[],
): Promise<string | undefined> {
  const most = Math.max(runs, maxRuns);
  for (let aim = nextExamination(runs - 1, most); ; aim = nextExamination(aim, most)) {
    if (!(await extend(collection, executor, aim, signal, onProgress))) return interrupted;
    const missed = targets.filter((target) => !isReached(target, collection.stores[0]!));
    if (missed.length === 0) return undefined;
    if (aim === most)
      return `precision ${missed.map(({ text }) => text).join(', ')} not reached in ${most} runs`;
  }
}
