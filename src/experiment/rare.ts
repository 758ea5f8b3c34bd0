import { type RareResult, summariseRare } from '../measure/rare.js';
import { defaultConfidence } from '../measure/statistics/interval.js';
import type { RareOptions } from '../scenario/schema.js';
import type { BatchOptions } from './batch-options.js';
import { concludeBatches, prepareBatches, withExecutor } from './batches.js';
import { type OpenOptions, openScenario, type ScenarioSource } from './open.js';
import { makeRuns } from './runs.js';

/**
 * Chances that plain runs seldom meet, on the same model: faults with exponential up times are pressed on while others are in force,
 * and each run counts by its likelihood ratio. The same seed gives the same result with any number of workers. Throws as `run` does, and
 * ScenarioError where no fault can be pressed on.
 */
export async function runRare(
  source: ScenarioSource,
  { rare = {}, ...options }: BatchOptions & OpenOptions & { readonly rare?: RareOptions } = {},
): Promise<RareResult> {
  const spec = { ...(await openScenario(source, options)), rare };
  const batches = await prepareBatches([spec], options);
  const stopped = await withExecutor(batches, (executor) => makeRuns(batches, executor, options));
  const [plain] = concludeBatches(batches, { ...options, columns: false }, stopped);
  return {
    regionfall: plain!.regionfall,
    scenario: plain!.scenario,
    seed: plain!.seed,
    runs: plain!.runs,
    confidence: defaultConfidence,
    ...summariseRare(batches.collection.stores[0]!),
    ...(stopped === undefined ? {} : { stopped }),
  };
}
