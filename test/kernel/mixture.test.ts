import { describe, expect, test } from 'vitest';
import {
  constant,
  type Distribution,
  empirical,
  exponential,
  pareto,
} from '../../src/kernel/distributions.js';
import { drawFrom, Mixture } from '../../src/kernel/mixture.js';

const two = new Mixture([
  { share: 0.9, law: pareto(3, 3.35) },
  { share: 0.1, law: exponential(300) },
]);

const shares = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n);
const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('has the quantile of the whole, which ascends', () => {
  let before = 0;
  for (const u of [0, 1e-12, ...shares(500), 1 - 1e-9, 1 - 2 ** -53]) {
    const x = two.quantile(u);
    expect(two.cdf(x)).toBeCloseTo(u, 14);
    expect(x).toBeGreaterThanOrEqual(before);
    before = x;
  }
  expect(before).toBeLessThan(Number.POSITIVE_INFINITY);
});

test('has a jump where a part has an atom', () => {
  const law = new Mixture([
    { share: 0.5, law: constant(8) },
    { share: 0.25, law: constant(2) },
    { share: 0.25, law: empirical([4, 16]) },
  ]);
  expect([0, 0.24, 0.25, 0.37, 0.38, 0.87, 0.88].map((u) => law.quantile(u))).toEqual([2, 2, 4, 4, 8, 8, 16]);
  expect([1, 2, 4, 8, 16].map((x) => law.cdf(x))).toEqual([0, 0.25, 0.375, 0.875, 1]);
});

describe('its mean and excess', () => {
  test('are those of the parts in their shares', () => {
    expect(two.mean).toBeCloseTo(0.9 * ((3 * 3.35) / 2.35) + 0.1 * 300, 12);
    expect(two.excess(0)).toBeCloseTo(two.mean, 12);
    expect(two.excess(100)).toBeCloseTo(0.9 * pareto(3, 3.35).excess(100) + 30 * Math.exp(-1 / 3), 12);
    const heavy = new Mixture([
      { share: 0.99, law: constant(1) },
      { share: 0.01, law: pareto(1, 1) },
    ]);
    expect(heavy.mean).toBe(Number.POSITIVE_INFINITY);
  });
});

test('draws in another order, but by the same law', () => {
  const draws = shares(100_000)
    .map((u) => two.draw(u))
    .sort((a, b) => a - b);
  for (const p of [0.01, 0.5, 0.89, 0.91, 0.99, 0.999]) {
    expect(two.cdf(draws[Math.floor(p * draws.length)]!)).toBeCloseTo(p, 4);
  }
  expect(average(draws) / two.mean).toBeCloseTo(1, 3);
  expect(two.draw(1 - 2 ** -53)).toBeLessThan(Number.POSITIVE_INFINITY);
});

test('a value of a law is drawn in the cheapest way', () => {
  expect(drawFrom(two, 0.95)).toBe(exponential(300).quantile((0.95 - 0.9) / 0.1));
  const plain: Distribution = exponential(30);
  expect(drawFrom(plain, 0.7)).toBe(plain.quantile(0.7));
});

test.each([
  [[1], [exponential(1)], undefined],
  [[0.5, 0.4], [exponential(1), exponential(2)], 'must add up to 1, not 0.9'],
  [[1, 0], [exponential(1), exponential(2)], 'must be above 0'],
  [[Number.NaN, 1], [exponential(1), exponential(2)], 'must be above 0'],
])('shares %j', (given, laws, reason) => {
  const make = () => new Mixture(given.map((share, i) => ({ share, law: laws[i]! })));
  if (reason === undefined) expect(make().quantile(0.3)).toBeCloseTo(laws[0]!.quantile(0.3), 14);
  else expect(make).toThrow(reason);
});
