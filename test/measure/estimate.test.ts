import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundQuantile,
  estimateMean,
  estimateQuantile,
  estimateShareAboveZero,
  largest,
  sortSample,
} from '../../src/measure/estimate.js';
import { column, storeOf, type Value } from './batch-of.js';

const sampleOf = (values: readonly Value[]) => storeOf(column('rto', 's'), values).sample(0);
const upTo = (n: number) => Array.from({ length: n }, (_value, k) => k + 1);

describe('estimateQuantile', () => {
  it('takes the order statistics of the ranks', () => {
    const sorted = sortSample(sampleOf(upTo(200).reverse()));
    expect(estimateQuantile(sorted, 0.95)).toEqual({ value: 190, low: 184, high: 197 });
  });

  it('has no upper end where the sample is too small', () => {
    const sorted = sortSample(sampleOf(upTo(200)));
    expect(estimateQuantile(sorted, 0.99)).toEqual({ value: 198, low: 195, high: null });
  });

  it('has no upper end where that falls among censored runs', () => {
    const sorted = sortSample(sampleOf([...upTo(195), ...upTo(5).map(() => ({ atLeast: 1000 }))]));
    expect(estimateQuantile(sorted, 0.95)).toEqual({ value: 190, low: 184, high: null });
  });

  it('is only a bound where it falls among censored runs itself', () => {
    const sorted = sortSample(sampleOf([...upTo(180), ...upTo(20).map((k) => ({ atLeast: 1000 + k }))]));
    expect(estimateQuantile(sorted, 0.95)).toEqual({ value: null, atLeast: 1010 });
  });

  it('ranks a censored run above every observed one even when its bound is small', () => {
    const sorted = sortSample(sampleOf([{ atLeast: 1 }, 10, 20, 30]));
    expect(estimateQuantile(sorted, 0.75)).toMatchObject({ value: 30 });
    expect(estimateQuantile(sorted, 1 - 1e-9)).toEqual({ value: null, atLeast: 30 });
  });

  it('bounds whatever the censored runs become', () => {
    const values = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 99 }), fc.boolean(), fc.integer({ min: 0, max: 99 })),
      {
        minLength: 20,
        maxLength: 80,
      },
    );
    fc.assert(
      fc.property(values, (runs) => {
        const seen = sortSample(sampleOf(runs.map(([value, cut]) => (cut ? { atLeast: value } : value))));
        const ended = sortSample(sampleOf(runs.map(([value, cut, more]) => (cut ? value + more : value))));
        const before = boundQuantile(seen, 0.5);
        const after = boundQuantile(ended, 0.5);
        expect(before.low!).toBeLessThanOrEqual(after.low!);
        if (before.high !== null) expect(before.high).toBeGreaterThanOrEqual(after.high!);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

const time = { figure: 'rto', unit: 's' } as const;

describe('estimateMean', () => {
  it('of a share ends at all', () => {
    const estimate = estimateMean(sampleOf([0.8, 0.6]), { figure: 'yearsWithLoss', unit: 'share' });
    expect(estimate).toMatchObject({ low: 0, high: 1 });
  });

  it('of what a run has or has not is a share of the runs, and never certain', () => {
    const column = { figure: 'noGoodBackup', unit: 'share' } as const;
    const estimate = estimateMean(sampleOf(new Array(100).fill(0)), column);
    expect(estimate).toMatchObject({ value: 0, low: 0 });
    // Wilson: z^2 / (n + z^2).
    expect(estimate.high).toBeCloseTo(3.8414588 / 103.8414588, 8);
  });

  it('has a t interval', () => {
    const estimate = estimateMean(sampleOf([0, 2]), time);
    expect(estimate.value).toBe(1);
    expect(estimate.high).toBeCloseTo(13.706204736, 8);
  });

  it('is a lower bound with any censored run', () => {
    const estimate = estimateMean(sampleOf([1, 2, 3, { atLeast: 10 }]), time);
    expect(estimate).toMatchObject({ value: 4, high: null, lowerBound: true });
    expect(estimate.low).toBeLessThan(4);
  });

  it('has no ends from a single run', () => {
    expect(estimateMean(sampleOf([7]), time)).toEqual({ value: 7, low: null, high: null });
  });
});

describe('largest and shares', () => {
  it('counts a censored run as what was observed of it', () => {
    expect(largest(sampleOf([3, { atLeast: 9 }, 5]))).toBe(9);
    expect(largest(sampleOf([3, { atLeast: 1 }, 5]))).toBe(5);
  });

  it('counts censored runs that are certainly above 0, and leaves open those that may be', () => {
    const certain = estimateShareAboveZero(sampleOf([0, 1, { atLeast: 5 }, 0]));
    expect(certain.value).toBe(0.5);
    expect(certain).not.toHaveProperty('lowerBound');
    const open = estimateShareAboveZero(sampleOf([0, 1, { atLeast: 0 }, 0]));
    expect(open).toMatchObject({ value: 0.25, lowerBound: true });
    expect(open).toHaveProperty('high', (certain as { high: number }).high);
  });
});
