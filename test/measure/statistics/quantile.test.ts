import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile, quantileRank } from '../../../src/measure/statistics/quantile.js';

describe('quantileRank', () => {
  it.each([
    [0.5, 200, 100],
    [0.95, 200, 190],
    [0.99, 200, 198],
    [0.95, 2000, 1900],
    [0.99, 1_000_000, 990_000],
    [0.95, 21, 20],
    [0.5, 1, 1],
    [1, 7, 7],
  ])('p = %f of %i runs is rank %i', (p, n, rank) => {
    expect(quantileRank(p, n)).toBe(rank);
  });

  it.each([
    [0.07, 100, 7],
    [0.29, 100, 29],
    [0.55, 100, 55],
    [0.57, 100, 57],
  ])('is not off by one where p n is not exact in doubles (%f of %i)', (p, n, rank) => {
    expect(quantileRank(p, n)).toBe(rank);
  });

  it('is the smallest k with k / n >= p for every hundredth, in whole numbers', () => {
    const wrong: string[] = [];
    for (let hundredths = 1; hundredths <= 100; hundredths++) {
      for (let n = 1; n <= 1000; n++) {
        const exact = Math.floor((hundredths * n + 99) / 100);
        if (quantileRank(hundredths / 100, n) !== exact) wrong.push(`${hundredths}/100 of ${n}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('quantile', () => {
  it('is the smallest value with at least a share p at or below it', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sample, fc.integer({ min: 1, max: 100 }), (values, hundredths) => {
        const atOrBelow = (limit: number) => values.filter((value) => value <= limit).length;
        const candidates = values.filter((limit) => 100 * atOrBelow(limit) >= hundredths * values.length);
        const sorted = Float64Array.from(values).sort();
        expect(quantile(sorted, hundredths / 100)).toBe(Math.min(...candidates));
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it('reaches infinity when too few values are finite', () => {
    const sorted = Float64Array.of(1, 2, 3, Number.POSITIVE_INFINITY);
    expect(quantile(sorted, 0.75)).toBe(3);
    expect(quantile(sorted, 0.76)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is not a number for an empty sample', () => {
    expect(quantile(new Float64Array(), 0.5)).toBeNaN();
  });
});
