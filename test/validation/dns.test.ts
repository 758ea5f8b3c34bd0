import { expect, test } from 'vitest';
import { build } from '../../src/index.js';
import { builders } from './builders.js';
import { specOf } from './specification.js';

/** Requests of one population that failed after the record had changed, over its rate: seconds of old answers. */
function secondsOfOldAnswers(id: string, params: Record<string, number>): number {
  const source = builders.get(id)!(params)['cutover']!;
  if (!('from' in source && 'scenario' in source.from)) throw new Error('cutover is sampled');
  const { scenario } = source.from;
  const batch = build(specOf(scenario), '1');
  const { values } = batch.simulate(0);
  const figure = (name: string) => values[batch.columns.findIndex((column) => column.name === name)]!;
  return figure('failedRequests of users1') / 100 - figure('detect');
}

test.each([
  ['a cache that is always asked', 'I.D1', { TTL: 60, t: 0 }, 30],
  ['a cache on demand, its hit rate times half its TTL', 'I.D2', { TTL: 60, r: 1 / 30, t1: 0, t2: 0 }, 20],
  ['stretched answers', 'I.D3', { TTL: 60, floor: 300, q: 0.1, t1: 0, t2: 0 }, 42],
  ['two layers of caches', 'I.D5', { TTLr: 60, TTLc: 30, t: 0 }, 45],
])('failed requests are the exact integral of the curve: %s', (_, id, params, expected) => {
  expect(secondsOfOldAnswers(id, params)).toBeCloseTo(expected, 6);
});
