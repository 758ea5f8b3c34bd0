import { describe, expect, it } from 'vitest';
import { mean, meanInterval, sampleVariance, sum } from '../../../src/measure/statistics/mean.js';

describe('sum', () => {
  it('keeps what plain addition loses', () => {
    expect(sum(Float64Array.of(1, 1e100, 1, -1e100))).toBe(2);
  });

  it('sums a million tenths to the nearest double', () => {
    expect(sum(new Float64Array(1e6).fill(0.1))).toBe(1e5);
    expect(new Float64Array(1e6).fill(0.1).reduce((a, b) => a + b)).not.toBe(1e5);
  });

  it('is 0 for nothing', () => {
    expect(sum(new Float64Array())).toBe(0);
  });
});

describe('mean and variance', () => {
  it('divides the squares by n - 1', () => {
    const values = Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9);
    expect(mean(values)).toBe(5);
    expect(sampleVariance(values, 5)).toBeCloseTo(32 / 7, 14);
  });
});

describe('meanInterval', () => {
  it("agrees with Student's own sample: hours of sleep gained by ten patients", () => {
    // "The probable error of a mean" (1908), difference of the two drugs; R's t.test(sleep, paired) prints 0.7001142 2.4598858.
    const gained = Float64Array.of(1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4);
    const interval = meanInterval(gained);
    expect(interval?.low).toBeCloseTo(0.7001142, 7);
    expect(interval?.high).toBeCloseTo(2.4598858, 7);
  });

  it('uses t, not the normal law: 12.706 standard errors for two runs', () => {
    const interval = meanInterval(Float64Array.of(0, 2));
    expect(interval?.high).toBeCloseTo(1 + 12.706204736, 8);
    expect(interval?.low).toBeCloseTo(1 - 12.706204736, 8);
  });

  it('widens with the confidence', () => {
    const interval = meanInterval(Float64Array.of(0, 2), 0.9);
    expect(interval?.high).toBeCloseTo(1 + 6.313751515, 8);
  });

  it('has no interval of one run and no width when all agree', () => {
    expect(meanInterval(Float64Array.of(3))).toBeNull();
    expect(meanInterval(Float64Array.of(0.1, 0.1, 0.1))).toEqual({ low: 0.1, high: 0.1 });
  });
});
