import { compareColumns } from '../measure/comparison.js';
import type { Comparison } from '../measure/result.js';
import { defaultConfidence } from '../measure/statistics/interval.js';
import type { BatchOptions } from './batch-options.js';
import { concludeBatches, prepareBatches, withExecutor } from './batches.js';
import { makeRuns } from './runs.js';
import type { Spec } from './simulate.js';
import { version } from './version.js';

/**
 * Runs two designs or more under common random numbers: run k of all draws the same for everything that they share by name, so
 * that their difference is seen through less noise. The others are compared with the first, too. Interrupted, all have the same
 * runs 0..n-1. See `compareColumns` for the intervals, and for what many figures at once mean. Throws as `runMany` does.
 */
export async function compareMany(
  first: Spec,
  second: Spec,
  options: BatchOptions & { readonly others?: readonly Spec[] } = {},
): Promise<Comparison> {
  const batches = await prepareBatches([first, second, ...(options.others ?? [])], options);
  const stopped = await withExecutor(batches, (executor) => makeRuns(batches, executor, options));
  const [firstResult, secondResult, ...others] = concludeBatches(batches, options, stopped);
  const [firstStore, secondStore, ...otherStores] = batches.collection.stores;
  return {
    regionfall: version,
    seed: batches.seed,
    runs: batches.collection.runs,
    confidence: defaultConfidence,
    first: firstResult!,
    second: secondResult!,
    figures: compareColumns(firstStore!, secondStore!),
    ...(others.length === 0
      ? {}
      : {
          others: others.map((design, i) => ({
            design,
            figures: compareColumns(firstStore!, otherStores[i]!),
          })),
        }),
    ...(stopped === undefined ? {} : { stopped }),
  };
}
