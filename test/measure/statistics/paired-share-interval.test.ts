import { describe, expect, it } from 'vitest';
import { binomialProbabilities } from '../../../src/measure/statistics/binomial.js';
import { pairedShareInterval } from '../../../src/measure/statistics/paired-share-interval.js';

const z = 1.959963984540054;

describe('pairedShareInterval', () => {
  it('agrees with the published interval of a before-and-after study', () => {
    // Cavo et al. 2012 in Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables, chapter 8: 6 and 16 of 161.
    const interval = pairedShareInterval(6, 16, 161);
    expect(interval.low).toBeCloseTo(-0.124, 4);
    expect(interval.high).toBeCloseTo(-0.0054, 4);
  });

  it('turns round with its sides', () => {
    const interval = pairedShareInterval(6, 16, 161);
    const turned = pairedShareInterval(16, 6, 161);
    expect(turned.low).toBeCloseTo(-interval.high, 14);
    expect(turned.high).toBeCloseTo(-interval.low, 14);
  });

  it('is not a point when no run differs: z^2 / (n + z^2) on either side', () => {
    const interval = pairedShareInterval(0, 0, 2000);
    expect(interval.high).toBeCloseTo((z * z) / (2000 + z * z), 12);
    expect(interval.low).toBeCloseTo(-(z * z) / (2000 + z * z), 12);
  });

  it('excludes 0 exactly when the McNemar test does', () => {
    for (let onlySecond = 0; onlySecond <= 25; onlySecond++) {
      for (let onlyFirst = 0; onlyFirst <= 25; onlyFirst++) {
        const { low, high } = pairedShareInterval(onlySecond, onlyFirst, 100);
        const rejects = (onlySecond - onlyFirst) ** 2 > z * z * (onlySecond + onlyFirst);
        expect([onlySecond, onlyFirst, low > 0 || high < 0]).toEqual([onlySecond, onlyFirst, rejects]);
      }
    }
  });

  it('stays within -1 and 1 when every run differs', () => {
    const interval = pairedShareInterval(10, 0, 10);
    expect(interval.high).toBe(1);
    expect(interval.low).toBeGreaterThan(0);
    expect(interval.low).toBeLessThan(1);
  });

  it('claims a difference where there is none in about 5 % of samples, for few differing runs too', () => {
    for (const share of [0.005, 0.01, 0.05, 0.1]) {
      const differing = binomialProbabilities(100, 2 * share);
      let wrong = 0;
      for (let m = 1; m <= 60; m++) {
        const sides = binomialProbabilities(m, 0.5);
        for (let k = 0; k <= m; k++) {
          const { low, high } = pairedShareInterval(k, m - k, 100);
          if (low > 0 || high < 0) wrong += (differing[m] ?? 0) * (sides[k] ?? 0);
        }
      }
      expect(wrong).toBeLessThan(0.06);
    }
  });
});
