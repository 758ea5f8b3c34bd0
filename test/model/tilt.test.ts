import { describe, expect, it } from 'vitest';
import { build } from '../../src/index.js';
import { foldOf } from '../validation/fault-reading.js';
import { specOf } from '../validation/specification.js';
import { mean, names, years } from '../validation/years.js';

const day = 24;
const copies = 3;
const runs = 1000;
const horizon = 365 * day;

/** Weighed losses of all copies, a run each. */
function losses(crew: { crew?: string }): Float64Array {
  const faults = names.slice(0, copies).map((lose) => ({
    lose,
    every: mean(123 * day),
    for: mean((123 * day) / 8130),
    starts: 'up' as const,
    ...crew,
  }));
  const spec = specOf(years({ regions: copies, faults, horizon, more: { crews: { one: 1 } } }));
  const batch = build({ ...spec, rare: { depth: copies } }, '1');
  const weight = batch.columns.findIndex(({ name }) => name === 'weight');
  const fold = foldOf({ levels: 'deep', level: copies });
  return Float64Array.from({ length: runs }, (_, run) => {
    const { values } = batch.simulate(run, (record) => {
      if (fold.records.includes(record.type)) fold.see(record);
    });
    return fold.take(horizon) * values[weight]!;
  });
}

describe('a year in which three copies are lost, pressed on', () => {
  // Each of two steps has a second moment of 4 squared means, or of 5.3 where all in force are repaired at once; most cycles are plain.
  it.each([
    ['one after the other', { crew: 'one' }, 2],
    ['all at once', {}, 1],
  ])('is told by many runs, not by a few: repaired %s', (_, crew, factor) => {
    const weighed = losses(crew);
    const average = weighed.reduce((a, b) => a + b) / runs;
    const square = weighed.reduce((sum, x) => sum + (x - average) ** 2, 0) / runs;
    const error = Math.sqrt(square / runs) / average;
    expect(error).toBeLessThan(0.18);
    expect(Math.max(...weighed) / (average * runs)).toBeLessThan(0.15);
    // By the chain: 3 of them fail, then 2, then 1, each before a repair.
    const repairs = 8130 / 123;
    const exact = (365 * factor * 3) / (123 ** 3 * repairs ** 2);
    expect(Math.abs(average - exact) / exact).toBeLessThan(4 * error);
  });
});
