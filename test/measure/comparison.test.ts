import { describe, expect, it } from 'vitest';
import { compareColumns } from '../../src/measure/comparison.js';
import { meanInterval } from '../../src/measure/statistics/mean.js';
import { pairedShareInterval } from '../../src/measure/statistics/paired-share-interval.js';
import { column, storeOf, type Value } from './batch-of.js';

const rto = column('rto', 's');
const availability = column('availability', 'share', { lessIsBetter: false });

function compareRtos(first: readonly Value[], second: readonly Value[]) {
  const [mean, share] = compareColumns(storeOf(rto, first), storeOf(rto, second));
  return { mean: mean!, share: share! };
}

describe('compareColumns', () => {
  // Differences of second minus first: -1 -2 -3 -2, though each design alone spreads over 300 s.
  const first = [10, 100, 200, 310];
  const second = [9, 98, 197, 308];

  it('takes the differences run by run, so that what both share cancels', () => {
    const { mean } = compareRtos(first, second);
    const interval = meanInterval(Float64Array.of(-1, -2, -3, -2))!;
    expect(mean.difference).toEqual({ value: -2, ...interval });
    expect(interval.high).toBeLessThan(0);
    expect(mean).toMatchObject({ figure: 'rto', statistic: 'mean', unit: 's', verdict: 'better' });
    expect(mean.first.value).toBe(155);
    expect(mean.second.value).toBe(153);
  });

  it('says worse the other way round, and not distinguishable when the interval holds 0', () => {
    expect(compareRtos(second, first).mean.verdict).toBe('worse');
    expect(compareRtos([1, 2, 3, 4], [2, 1, 4, 3]).mean.verdict).toBe('not distinguishable');
    expect(compareRtos([5], [1]).mean).toMatchObject({
      verdict: 'not distinguishable',
      difference: { low: null, high: null },
    });
    expect(compareRtos(first, first)).toMatchObject({
      mean: { verdict: 'not distinguishable', difference: { value: 0, low: 0, high: 0 } },
      share: { verdict: 'not distinguishable' },
    });
  });

  it('knows of which figures more is better, and compares no share above 0 of those', () => {
    const compared = compareColumns(
      storeOf(availability, [0.9, 0.8, 0.7]),
      storeOf(availability, [0.99, 0.9, 0.78]),
    );
    expect(compared.map(({ statistic, verdict }) => [statistic, verdict])).toEqual([['mean', 'better']]);
  });

  it('compares the shares of runs above 0 as pairs', () => {
    const without = Array.from({ length: 100 }, (_value, run) => (run < 30 ? 1 : 0));
    const withTen = without.map((value, run) => (run >= 90 ? 5 : value));
    const { share } = compareRtos(without, withTen);
    expect(share).toMatchObject({ statistic: 'share above 0', unit: 'share', verdict: 'worse' });
    expect(share.difference).toEqual({ value: 0.1, ...pairedShareInterval(10, 0, 100) });
    expect([share.first.value, share.second.value]).toEqual([0.3, 0.4]);
    expect(compareRtos(withTen, without).share.verdict).toBe('better');
  });

  it('leaves out phases and figures that only one of them has', () => {
    const europe = column('rto', 's', { group: 'population', of: 'europe' });
    const detect = column('detect', 's', { group: 'phase' });
    expect(compareColumns(storeOf(europe, [1]), storeOf(rto, [1]))).toEqual([]);
    expect(compareColumns(storeOf(detect, [1]), storeOf(detect, [1]))).toEqual([]);
    expect(compareColumns(storeOf(europe, [1]), storeOf(europe, [1]))).toHaveLength(2);
  });

  it('has a lower bound only where runs of the second are censored, and judges by it', () => {
    const { mean } = compareRtos([1, 2, 3, 4], [{ atLeast: 11 }, 13, 14, 14]);
    expect(mean).toMatchObject({
      verdict: 'worse',
      difference: { value: 10.5, high: null, lowerBound: true },
    });
    expect(mean.because).toBe(
      '1 of 4 runs of the second had not ended by the horizon: the difference is only bounded',
    );
    expect(compareRtos([11, 12, 13, 14], [{ atLeast: 1 }, 3, 4, 4]).mean.verdict).toBe('not distinguishable');
  });

  it('has an upper bound only where runs of the first are censored', () => {
    const { mean } = compareRtos([{ atLeast: 11 }, 13, 14, 14], [1, 2, 3, 4]);
    expect(mean).toMatchObject({
      verdict: 'better',
      difference: { value: -10.5, low: null, upperBound: true },
    });
    expect(compareRtos([{ atLeast: 1 }, 3, 4, 4], [11, 12, 13, 14]).mean.verdict).toBe('not distinguishable');
  });

  it('determines no difference of means where runs of both are censored', () => {
    const { mean, share } = compareRtos([{ atLeast: 500 }, 1, 2], [{ atLeast: 1 }, 0, 1]);
    expect(mean).toMatchObject({ verdict: 'not distinguishable', difference: { low: null, high: null } });
    expect(mean.because).toContain('the difference is not determined');
    expect(share.difference.value).toBeCloseTo(-1 / 3, 15);
  });

  it('takes a run that may still be above 0 at its worst for either end', () => {
    const zeros = Array.from({ length: 50 }, () => 0);
    const { share } = compareRtos(zeros, [{ atLeast: 0 }, ...zeros.slice(1)]);
    expect(share.difference).toMatchObject({
      value: 0,
      low: pairedShareInterval(0, 0, 50).low,
      high: pairedShareInterval(1, 0, 50).high,
    });
  });
});
