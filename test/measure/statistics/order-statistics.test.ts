import { describe, expect, it } from 'vitest';
import {
  coverageOfRanks,
  quantileRanks,
  runsForUpperBound,
} from '../../../src/measure/statistics/order-statistics.js';

describe('quantileRanks', () => {
  it.each([
    [200, 0.95, 184, 197],
    [2000, 0.5, 956, 1045],
    [2000, 0.95, 1880, 1920],
    [2000, 0.99, 1971, 1989],
    [1_000_000, 0.99, 989_805, 990_196],
  ])('of %i runs at level %f are %i and %i', (n, p, low, high) => {
    expect(quantileRanks(n, p)).toEqual({ low, high });
  });

  it('gives p99 no upper end below 368 runs', () => {
    expect(quantileRanks(367, 0.99).high).toBeNull();
    expect(quantileRanks(368, 0.99).high).toBe(368);
  });

  it('gives the median of five runs neither end, of six the extremes', () => {
    expect(quantileRanks(5, 0.5)).toEqual({ low: null, high: null });
    expect(quantileRanks(6, 0.5)).toEqual({ low: 1, high: 6 });
  });

  it('leaves at most 2.5 % on either side, and no narrower ranks do', () => {
    for (const n of [20, 100, 367, 400, 999]) {
      for (const p of [0.5, 0.9, 0.95, 0.99]) {
        const { low, high } = quantileRanks(n, p);
        const above = (rank: number | null) => 1 - coverageOfRanks(n, p, { low: null, high: rank });
        const below = (rank: number | null) => 1 - coverageOfRanks(n, p, { low: rank, high: null });
        expect(below(low)).toBeLessThanOrEqual(0.025 + 1e-12);
        expect(above(high)).toBeLessThanOrEqual(0.025 + 1e-12);
        expect(below((low ?? 0) + 1)).toBeGreaterThan(0.025);
        if (high !== null) expect(above(high - 1)).toBeGreaterThan(0.025);
      }
    }
  });
});

describe('coverageOfRanks', () => {
  it('is P(l <= B < u): 0.96715 for p95 of 200 runs', () => {
    const coverage = coverageOfRanks(200, 0.95, { low: 184, high: 197 });
    expect(coverage / 0.9671521638567256 - 1).toBeCloseTo(0, 10);
  });

  it('is 1 without ends', () => {
    expect(coverageOfRanks(50, 0.5, { low: null, high: null })).toBeCloseTo(1, 14);
  });
});

describe('runsForUpperBound', () => {
  it.each([
    [0.99, 0.95, 299],
    [0.99, 0.975, 368],
    [0.95, 0.95, 59],
    [0.5, 0.75, 2],
  ])('p = %f at %f takes %i runs', (p, confidence, runs) => {
    expect(runsForUpperBound(p, confidence)).toBe(runs);
  });
});
