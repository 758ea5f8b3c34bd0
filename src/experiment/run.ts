import type { Comparison, Result } from '../measure/result.js';
import type { BatchOptions } from './batch-options.js';
import { compareMany } from './compare.js';
import { type OpenOptions, openScenario, type ScenarioSource } from './open.js';
import { type RunOptions, runMany } from './runs.js';
import { ScenarioError } from './scenario-error.js';
import type { Spec } from './simulate.js';

/**
 * Runs a scenario many times: the file, the object that says the same and its Spec give the same result. Throws ScenarioError
 * for a scenario with mistakes, and as `runMany` does.
 */
export async function run(source: ScenarioSource, options: RunOptions & OpenOptions = {}): Promise<Result> {
  return runMany(await openScenario(source, options), options);
}

/** Runs two designs, and others, under common random numbers; what is `set` is set in all. Throws as `run` does, and
 * ScenarioError when their horizons differ. */
export async function compare(
  first: ScenarioSource,
  second: ScenarioSource,
  {
    others = [],
    ...options
  }: BatchOptions & OpenOptions & { readonly others?: readonly ScenarioSource[] } = {},
): Promise<Comparison> {
  const [a, b] = [await openScenario(first, options), await openScenario(second, options)];
  const more: Spec[] = [];
  for (const other of others) more.push(await openScenario(other, options));
  for (const one of [b, ...more]) checkHorizon(a, one);
  return compareMany(a, b, { ...options, others: more });
}

function checkHorizon(a: Spec, b: Spec): void {
  if (a.horizon === b.horizon) return;
  const message = `"${a.title}" and "${b.title}" have different horizons, so their runs cannot be paired`;
  const expected = 'the same horizon in all, which --set horizon=... gives them';
  throw new ScenarioError([{ path: 'horizon', message, expected }]);
}
