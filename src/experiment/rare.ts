import { type RareResult, summariseRare } from '../measure/rare.js';
import { defaultConfidence } from '../measure/statistics/interval.js';
import type { RareOptions } from '../scenario/schema.js';
import { type BatchOptions, checkWhole } from './batch-options.js';
import { checkCollected, prepareBatches, withExecutor } from './batches.js';
import { draw } from './blueprint.js';
import { readEvents } from './events.js';
import { type OpenOptions, openRare, type ScenarioSource } from './open.js';
import { makeRuns } from './runs.js';
import { reportTilt } from './tilt-plan.js';
import { version } from './version.js';

const microsPerSecond = 1e6;

/** Events whose chance is asked, and how they are sought. */
export interface RareRunOptions extends BatchOptions, OpenOptions {
  /**
   * Events such as `writesLost > 0` or `rto of europe > 4h`; by default those of which objectives bound the share of runs, and these
   * objectives are then judged.
   */
  readonly events?: readonly string[] | undefined;
  /** Asks for the chance of having it with so many faults in force at once; what fewer do is then left out. 0 or more. */
  readonly atOnce?: number | undefined;
  /** How faults are pressed on: `chance` from 0 to below 1, `depth` 2 or more. */
  readonly rare?: RareOptions | undefined;
}

/**
 * Chances that plain runs seldom meet, on the same model: faults with exponential up times are pressed on while others are in force,
 * and each run counts by its likelihood ratio. The same seed gives the same result with any number of workers. Throws as `run` does,
 * EventError for an event that cannot be meant or when none is asked for, and ScenarioError where no fault can be pressed on.
 */
export async function runRare(
  source: ScenarioSource,
  { rare = {}, events = [], atOnce, ...options }: RareRunOptions = {},
): Promise<RareResult> {
  checkOptions(rare);
  checkWhole('atOnce', atOnce, 0);
  const spec = await openRare(source, rare, options);
  const batches = await prepareBatches([spec], options);
  const questions = readEvents(events, spec, batches.designs[0]!.columns);
  const stopped = await withExecutor(batches, (executor) => makeRuns(batches, executor, options));
  checkCollected(batches);
  const { collection, seed } = batches;
  const { title, question, horizon, defaults, notModelled, warnings } = spec;
  const { faults, tilt } = draw(spec);
  return {
    regionfall: version,
    scenario: title,
    ...(question === undefined ? {} : { question }),
    seed,
    runs: collection.runs,
    confidence: defaultConfidence,
    horizon: horizon / microsPerSecond,
    ...summariseRare(collection.stores[0]!, questions, atOnce),
    tilt: reportTilt(spec, faults, tilt!),
    defaults: [...defaults],
    notModelled: [...notModelled],
    ...(warnings.length > 0 ? { warnings: [...warnings] } : {}),
    ...(stopped === undefined ? {} : { stopped }),
  };
}

function checkOptions({ chance, depth }: RareOptions): void {
  checkWhole('depth', depth, 2);
  if (chance === undefined || (chance >= 0 && chance < 1)) return;
  throw new RangeError(`chance must be from 0 to below 1, not ${chance}`);
}
