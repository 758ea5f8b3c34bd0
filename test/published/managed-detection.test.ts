import { describe, expect, it } from 'vitest';
import { regularisedBeta } from '../../src/index.js';
import { agrees, cases, meanOf, rowOf } from './managed-detection.js';

describe('the detection times of managed checks', () => {
  it.each(cases)('come out of the preset: $preset, $failure', (one) => {
    const row = rowOf(one);
    const { fixed, interval, deciding, checkers } = row.law;
    expect(agrees(row)).toBe(true);
    expect(Math.abs(row.mean - meanOf(row.law))).toBeLessThan((4 / 2.5758) * row.half);
    expect(row.times[0]).toBeGreaterThanOrEqual(fixed - 1e-5);
    expect(row.times.at(-1)).toBeLessThanOrEqual(fixed + interval + 1e-5);
    // The whole law, by the order statistic of the checker that decides: Kolmogorov's distance at one in ten thousand.
    row.times.forEach((time, i) => {
      const below = regularisedBeta((time - fixed) / interval, deciding, checkers - deciding + 1);
      expect(Math.abs(below - (i + 0.5) / row.times.length)).toBeLessThan(2.23 / Math.sqrt(row.times.length));
    });
  });

  it('are those of the numbers, not of the name', () => {
    expect(meanOf({ fixed: 60, interval: 30, deciding: 14, checkers: 16 })).toBeCloseTo(84.7, 1);
  });
});
