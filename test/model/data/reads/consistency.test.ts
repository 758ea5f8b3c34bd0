import { describe, expect, test } from 'vitest';
import { constant, empirical, exponential, lognormal, pareto } from '../../../../src/kernel/index.js';
import { KeyLaw } from '../../../../src/model/data/conflicts/keys.js';
import { Consistency } from '../../../../src/model/data/reads/consistency.js';
import { lagCells } from '../../../../src/model/data/reads/lag-cells.js';

describe('keys', () => {
  test.each([
    ['uniform', new KeyLaw({ count: 50 })],
    ['of Zipf', new KeyLaw({ count: 5000, zipf: 1.1 })],
    ['hot', new KeyLaw({ count: 100, hot: [{ keys: 3, share: 0.6 }] })],
  ])('%s: a read misses a write to its own key', (_, law) => {
    const { keys } = new Consistency(law);
    for (const mass of [1e-4, 0.3, 7, 900]) {
      const chance = law.sum((p) => p * (1 - Math.exp(-p * mass)));
      expect(keys.chance(mass) / chance).toBeCloseTo(1, 6);
      const integral = law.sum((p) => p * mass + Math.expm1(-p * mass));
      if (mass > 0.1) expect(keys.integral(mass) / integral).toBeCloseTo(1, 6);
    }
  });
});

describe('the cells of a lag', () => {
  test.each([
    ['lognormal', lognormal(1, 1.3)],
    ['Pareto', pareto(2, 1.5)],
    ['exponential', exponential(4)],
    ['measured', empirical([1, 1, 2, 9])],
    ['fixed', constant(3)],
  ])('%s: have its mean, never below the floor', (_, law) => {
    for (const floor of [0, 2.5]) {
      const cells = lagCells(law, floor);
      const mean = law.excess(floor) + floor;
      expect(cells.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(cells.reduce((sum, { share, lag }) => sum + share * lag, 0) / mean).toBeCloseTo(1, 6);
      expect(Math.min(...cells.map(({ lag }) => lag))).toBeGreaterThanOrEqual(floor);
    }
  });
});

describe('a copy that follows', () => {
  const one = new Consistency(new KeyLaw({ count: 1 }));
  const follows = (lag: ReturnType<typeof constant>, floor = 0) => ({ kind: 'follows' as const, lag, floor });

  test('with exponential lags misses what one lag for the whole log says', () => {
    const [w, mu] = [2, 4];
    const following = one.of(follows(exponential(1 / mu)));
    expect(following.staleShare(w)).toBeCloseTo(w / (w + mu), 4);
    // The oldest write within the lag L: L - (1 - e^(-wL))/w, on average 1/mu - 1/(w + mu).
    expect(following.meanAge(w)).toBeCloseTo(1 / mu - 1 / (w + mu), 4);
    expect(following.missedAfter(0.5)).toBeCloseTo(Math.exp(-mu / 2), 14);
  });

  test('is never less behind than its floor', () => {
    const following = one.of(follows(constant(1), 3));
    expect(following.staleShare(0.5)).toBeCloseTo(1 - Math.exp(-1.5), 7);
    expect(following.missedAfter(2.9)).toBe(1);
    expect(following.missedAfter(3)).toBe(0);
  });

  test('goes back in time by the difference of the lags, less the time between the reads', () => {
    const [w, gap] = [0.7, 1];
    const from = (lag: number) => follows(constant(lag));
    const chance = (length: number) => 1 - Math.exp(-w * length);
    expect(one.backwards(undefined, from(4), gap).at(w)).toBeCloseTo(chance(3), 7);
    expect(one.backwards(from(1), from(4), gap).at(w)).toBeCloseTo(chance(2), 7);
    expect(one.backwards(from(4), from(1), gap).at(w)).toBe(0);
    // After a fresh read, an exponential lag: it is longer than the gap, and then as long again.
    const random = one.backwards(undefined, follows(exponential(0.5)), gap).at(w);
    expect(random).toBeCloseTo(Math.exp(-2) * (w / (w + 2)), 4);
  });
});
