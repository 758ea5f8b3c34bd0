import { describe, expect, test } from 'vitest';
import {
  constant,
  type Distribution,
  empirical,
  exponential,
  lognormal,
  lognormalThrough,
  pareto,
  pert,
  shiftedExponential,
  triangular,
  uniform,
} from '../../src/kernel/distributions.js';

const laws: [string, Distribution][] = [
  ['uniform', uniform(10, 20)],
  ['uniform from 0', uniform(0, 3e6)],
  ['exponential', exponential(2.6e12)],
  ['shifted exponential', shiftedExponential(5, 12)],
  ['lognormal', lognormal(2, 0.7)],
  ['lognormal, wide', lognormalThrough([0.5, 90e3], [0.99, 2e6])],
  ['PERT', pert(5, 10, 40)],
  ['PERT, likeliest at its end', pert(5, 40, 40)],
  ['PERT, likeliest at its beginning', pert(0, 0, 3)],
  ['PERT, symmetric', pert(2, 4, 6)],
  ['Pareto', pareto(3, 3.35)],
  ['triangular', triangular(5, 15, 60)],
  ['triangular, likeliest at its end', triangular(5, 40, 40)],
  ['triangular, likeliest at its beginning', triangular(0, 0, 3)],
];

/** Midpoints of n equal parts of (0, 1). */
const shares = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n);
const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(laws)('%s', (_, law) => {
  test('has a quantile that inverts its cdf', () => {
    for (const u of [...shares(200), 1e-9, 1 - 1e-9]) {
      expect(law.cdf(law.quantile(u))).toBeCloseTo(u, 12);
    }
  });

  test('has a quantile that ascends, from a finite value that is not negative', () => {
    const quantiles = [0, 1e-15, ...shares(1000), 1 - 2 ** -53].map((u) => law.quantile(u));
    expect(quantiles[0]).toBeGreaterThanOrEqual(0);
    expect(quantiles.at(-1)).toBeLessThan(Number.POSITIVE_INFINITY);
    for (let i = 1; i < quantiles.length; i += 1)
      expect(quantiles[i]!).toBeGreaterThanOrEqual(quantiles[i - 1]!);
  });

  test('has the mean of its quantiles', () => {
    // The midpoint rule leaves out a bit of a long upper tail.
    expect(average(shares(50_000).map((u) => law.quantile(u))) / law.mean).toBeCloseTo(1, 3);
  });

  test('has the excess that is the mean of what exceeds, and whose slope is the upper tail', () => {
    const quantiles = shares(20_000).map((u) => law.quantile(u));
    for (const u of [0.001, 0.1, 0.5, 0.9, 0.99]) {
      const x = law.quantile(u);
      const mean = average(quantiles.map((quantile) => Math.max(quantile - x, 0)));
      expect(Math.abs(law.excess(x) - mean) / law.mean).toBeLessThan(0.001);
      const step = x * 1e-5;
      const slope = (law.excess(x + step) - law.excess(x - step)) / (2 * step);
      expect(slope).toBeCloseTo(law.cdf(x) - 1, 5);
    }
  });

  test('has the excess mean - x below its support, and none above it', () => {
    expect(law.excess(0)).toBeCloseTo(law.mean, 12);
    expect(law.excess(-3)).toBe(law.mean + 3);
    expect(law.excess(law.mean * 1e6) / law.mean).toBeCloseTo(0, 12);
    expect(law.excess(law.mean * 1e6)).toBeGreaterThanOrEqual(0);
    expect([law.cdf(-1), law.cdf(law.mean * 1e9)]).toEqual([0, 1]);
  });
});

describe('closed forms', () => {
  test('exponential: median and excess', () => {
    expect(exponential(30).quantile(0.5)).toBeCloseTo(30 * Math.LN2, 12);
    expect(exponential(30).excess(60)).toBeCloseTo(30 * Math.exp(-2), 12);
    // The last uniform number but one still gives a finite time.
    expect(exponential(1).quantile(1 - 2 ** -53)).toBeCloseTo(53 * Math.LN2, 12);
  });

  test('shifted exponential: its mean is the mean of all of it', () => {
    const law = shiftedExponential(5, 12);
    expect([law.mean, law.quantile(0), law.cdf(5), law.excess(5)]).toEqual([12, 5, 0, 7]);
    expect(law.cdf(12)).toBeCloseTo(1 - Math.exp(-1), 14);
  });

  test('lognormal: median, mean and mode of the Black-Scholes integral', () => {
    const law = lognormal(Math.log(100), 0.2);
    expect(law.quantile(0.5)).toBeCloseTo(100, 11);
    expect(law.mean).toBeCloseTo(100 * Math.exp(0.02), 11);
    // Hull, Options, Futures and Other Derivatives, example 15.6: S 42, K 40, r 10 %, volatility 20 %, half a year: 4.76.
    const drift = 0.1 * 0.5;
    const [sigma, today] = [0.2 * Math.sqrt(0.5), 42];
    const share = lognormal(Math.log(today) + drift - (sigma * sigma) / 2, sigma);
    expect(Math.exp(-drift) * share.excess(40)).toBeCloseTo(4.76, 2);
  });

  test('lognormal through two quantiles passes through them, whichever comes first', () => {
    for (const law of [
      lognormalThrough([0.5, 90], [0.99, 2000]),
      lognormalThrough([0.99, 2000], [0.5, 90]),
    ]) {
      expect(law.quantile(0.5)).toBeCloseTo(90, 10);
      expect(law.quantile(0.99)).toBeCloseTo(2000, 9);
      expect(law.cdf(90)).toBeCloseTo(0.5, 14);
    }
    expect(lognormalThrough([0.1, 7], [0.9, 7]).quantile(0.3)).toBe(7);
  });

  test('Pareto: median, mean, and none for a tail that is too heavy', () => {
    const law = pareto(3, 4);
    expect(law.quantile(1 - 1 / 16)).toBeCloseTo(6, 13);
    expect([law.mean, law.quantile(0), law.cdf(3), law.cdf(6)]).toEqual([4, 3, 0, 15 / 16]);
    expect(law.excess(6)).toBeCloseTo(6 / 16 / 3, 14);
    expect([pareto(3, 1).mean, pareto(3, 0.5).excess(9)]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect(pareto(3, 1).quantile(0.5)).toBe(6);
  });

  test('PERT: mean and variance of the beta law of four thirds', () => {
    const law = pert(5, 10, 40);
    expect(law.mean).toBeCloseTo((5 + 4 * 10 + 40) / 6, 13);
    // Variance of PERT: (mean - min)(max - mean) / 7.
    const variance = average(shares(20_000).map((u) => (law.quantile(u) - law.mean) ** 2));
    expect(variance).toBeCloseTo(((law.mean - 5) * (40 - law.mean)) / 7, 3);
    // With the likeliest value at an end the law is a power: cdf 1 - (1 - z)^5.
    expect(pert(0, 0, 1).quantile(1 - 0.5 ** 5)).toBeCloseTo(0.5, 13);
    // Symmetric: Beta(3, 3), cdf z^3 (10 - 15 z + 6 z^2).
    expect(pert(0, 2, 4).cdf(1)).toBeCloseTo(0.25 ** 3 * (10 - 15 * 0.25 + 6 * 0.25 ** 2), 14);
  });

  test('an empirical law is its sample, to the last value', () => {
    const law = empirical([9, 2, 4, 4]);
    expect([0, 0.24, 0.25, 0.5, 0.74, 0.75, 1 - 2 ** -53].map(law.quantile)).toEqual([2, 2, 4, 4, 4, 9, 9]);
    expect([1, 2, 3, 4, 8.9, 9].map(law.cdf)).toEqual([0, 0.25, 0.25, 0.75, 0.75, 1]);
    expect([-1, 0, 2, 3, 4, 8, 9, 10].map(law.excess)).toEqual([5.75, 4.75, 2.75, 2, 1.25, 0.25, 0, 0]);
    expect(law.mean).toBe(4.75);
    const sample = [3, 1];
    empirical(sample);
    expect(sample).toEqual([3, 1]);
  });

  test('a constant is where the others end when they have no width', () => {
    for (const law of [constant(7), uniform(7, 7), pert(7, 7, 7), shiftedExponential(7, 7), empirical([7])]) {
      expect([law.mean, law.quantile(0), law.quantile(0.999), law.cdf(6.9), law.cdf(7)]).toEqual([
        7, 7, 7, 0, 1,
      ]);
      expect([law.excess(-1), law.excess(5), law.excess(7), law.excess(8)]).toEqual([8, 2, 0, 0]);
    }
    expect(exponential(0).quantile(0.9)).toBe(0);
    expect(lognormal(0, 0).quantile(0.9)).toBe(1);
  });

  test('draws are these very bits, in every engine', () => {
    const drawn = [exponential(30), lognormal(2, 0.7), pert(5, 10, 40)].map((law) => law.quantile(0.3));
    expect(drawn).toEqual([10.700248318161972, 5.118797975633079, 10.263079804070053]);
  });
});

describe('impossible parameters are refused with a reason', () => {
  test.each([
    [() => constant(-1), 'value must be finite and not negative, not -1'],
    [() => constant(Number.NaN), 'not NaN'],
    [() => uniform(20, 10), 'low (20) must not exceed high (10)'],
    [() => uniform(-1, 10), 'low must be finite and not negative, not -1'],
    [() => exponential(Number.POSITIVE_INFINITY), 'mean must be finite'],
    [() => shiftedExponential(5, 4), 'min (5) must not exceed mean (4)'],
    [() => pert(5, 4, 10), 'min (5) must not exceed likely (4)'],
    [() => pert(5, 14, 10), 'likely (14) must not exceed max (10)'],
    [() => lognormal(0, -1), 'sigma must be finite and not negative, not -1'],
    [() => lognormal(Number.NaN, 1), 'mu must be finite'],
    [() => lognormal(0, 40), 'no mean that a number can hold'],
    [() => lognormalThrough([0, 1], [0.5, 2]), 'the order of a quantile must lie between 0 and 1, not 0'],
    [() => lognormalThrough([0.5, 1], [99, 2]), 'not 99'],
    [() => lognormalThrough([0.5, 0], [0.9, 2]), 'must be above 0'],
    [() => lognormalThrough([0.5, 1], [0.5, 2]), 'two different quantiles are needed'],
    [() => lognormalThrough([0.5, 2], [0.9, 1]), 'do not ascend'],
    [() => pareto(0, 2), 'min must be above 0 and finite, not 0'],
    [() => pareto(1, -1), 'shape must be above 0 and finite, not -1'],
    [() => empirical([]), 'at least one value'],
    [() => empirical([1, Number.NaN]), 'a value of a sample must be finite and not negative, not NaN'],
  ])('%s', (make, reason) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(reason);
  });
});
