import type { Comparison, Result } from '../measure/result.js';
import type { BatchOptions } from './batch-options.js';
import { compareMany } from './compare.js';
import { type OpenOptions, openScenario, type ScenarioSource } from './open.js';
import { type RunOptions, runMany } from './runs.js';
import { ScenarioError } from './scenario-error.js';

/**
 * Runs a scenario many times: the file, the object that says the same and its Spec give the same result. Throws ScenarioError
 * for a scenario with mistakes, and as `runMany` does.
 */
export async function run(source: ScenarioSource, options: RunOptions & OpenOptions = {}): Promise<Result> {
  return runMany(await openScenario(source, options), options);
}

/** Runs two designs under common random numbers; what is `set` is set in both. Throws as `run` does, and ScenarioError
 * when their horizons differ. */
export async function compare(
  first: ScenarioSource,
  second: ScenarioSource,
  options: BatchOptions & OpenOptions = {},
): Promise<Comparison> {
  const [a, b] = [await openScenario(first, options), await openScenario(second, options)];
  if (a.horizon !== b.horizon) {
    const message = `"${a.title}" and "${b.title}" have different horizons, so their runs cannot be paired`;
    throw new ScenarioError([{ path: 'horizon', message, expected: 'the same horizon in both' }]);
  }
  return compareMany(a, b, options);
}
