import type { Progress } from './collection.js';
import type { MergeFunctions } from './merges.js';

/** How to make a batch of runs. */
export interface BatchOptions {
  /** How many runs, 1 or more; 2,000 by default. */
  readonly runs?: number | undefined;
  /** Any text; `1` by default. */
  readonly seed?: string | undefined;
  /** Worker threads: by default one a core, in a browser 0, which runs in the calling thread. The result is the same. */
  readonly workers?: number | undefined;
  /**
   * Functions that decide conflicts, by name of a store with policy `merge`, instead of what its module exports. They cannot be
   * sent to worker threads: with them `workers` is 0, and may be nothing else.
   */
  readonly merges?: MergeFunctions | undefined;
  /** Stops the batch at once; the result is then that of the runs 0..n-1 that were made. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Whether a result carries every value of every run; true by default. */
  readonly columns?: boolean | undefined;
}

export const defaultRuns = 2000;
export const defaultSeed = '1';

/** How many worker threads; by default as many as `startExecutor` chooses. Throws RangeError for an impossible number. */
export function workersFor({ workers, merges }: BatchOptions): number | undefined {
  checkWhole('workers', workers, 0);
  if (merges === undefined || Object.keys(merges).length === 0) return workers;
  if (workers !== undefined && workers > 0)
    throw new RangeError(
      `workers must be 0, not ${workers}: the functions in merges cannot be sent to other threads; ` +
        'state a module in the scenario, which each worker loads',
    );
  return 0;
}

/** Throws RangeError when a number among the options is not a whole number of at least `least`. */
export function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  throw new RangeError(`${name} must be a whole number of at least ${least}, not ${value}`);
}
