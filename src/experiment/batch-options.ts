import type { Progress } from './collection.js';

/** How to make a batch of runs. */
export interface BatchOptions {
  /** How many runs, 1 or more; 2,000 by default. */
  readonly runs?: number | undefined;
  /** Any text; `1` by default. */
  readonly seed?: string | undefined;
  /** Worker threads: by default one a core, in a browser 0, which runs in the calling thread. The result is the same. */
  readonly workers?: number | undefined;
  /** Stops the batch at once; the result is then that of the runs 0..n-1 that were made. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Whether a result carries every value of every run; true by default. */
  readonly columns?: boolean | undefined;
}

export const defaultRuns = 2000;
export const defaultSeed = '1';

/** Throws RangeError when a number among the options is not a whole number of at least `least`. */
export function checkWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  throw new RangeError(`${name} must be a whole number of at least ${least}, not ${value}`);
}
