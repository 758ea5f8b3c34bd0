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
      const cells = lagCells(law, floor, 180);
      const mean = law.excess(floor) + floor;
      expect(cells.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(cells.reduce((sum, { share, lag }) => sum + share * lag, 0) / mean).toBeCloseTo(1, 6);
      expect(Math.min(...cells.map(({ lag }) => lag))).toBeGreaterThanOrEqual(floor);
    }
  });
});

test('a fixed lag is one cell, and so is one that never leaves its floor', () => {
  expect(lagCells(constant(3), 0, 180)).toEqual([{ share: 1, lag: 3 }]);
  expect(lagCells(constant(3), 5, 180)).toEqual([{ share: 1, lag: 5 }]);
  expect(lagCells(empirical([1, 2]), 7, 12)).toEqual([{ share: 1, lag: 7 }]);
  expect(lagCells(empirical([1, 2]), 0, 12).length).toBeGreaterThan(12);
});

test('the cells of a law are worked out once', () => {
  const one = new Consistency(new KeyLaw({ count: 1 }));
  const lag = exponential(3);
  const follows = { kind: 'follows' as const, lag, floor: 1 };
  expect(one.cells({ ...follows })).toBe(one.cells(follows));
  expect(one.cells({ ...follows, floor: 2 })).not.toBe(one.cells(follows));
  expect(one.coarseCells(follows).length).toBeLessThan(one.cells(follows).length / 4);
});
