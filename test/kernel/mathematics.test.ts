import { describe, expect, test } from 'vitest';
import { lnBeta, regularisedBeta, regularisedGamma } from '../../src/kernel/incomplete.js';
import { binomialMass, poissonMass } from '../../src/kernel/mass.js';
import {
  exp,
  expMinusOne,
  ln,
  lnGamma,
  lnOnePlus,
  normalCdf,
  normalQuantile,
  pow,
} from '../../src/kernel/mathematics.js';

/** Within so many units in the last place, or close to it. */
function near(actual: number, expected: number, relative = 1e-14): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe('elementary functions', () => {
  test('give these very bits, in every engine', () => {
    expect([ln(0.3), ln(3e14), exp(-0.7), exp(20.3), pow(1.7, -3.3)]).toEqual([
      -1.2039728043259361, 33.33480359058475, 0.4965853037914095, 654904512.1532385, 0.1735875443431888,
    ]);
  });

  test('keep their digits near 0', () => {
    near(lnOnePlus(1e-10), 1e-10 - 0.5e-20, 1e-15);
    near(lnOnePlus(-1e-10), -1e-10 - 0.5e-20, 1e-15);
    near(expMinusOne(1e-10), 1e-10 + 0.5e-20, 1e-15);
    expect([lnOnePlus(0), lnOnePlus(1e-300), expMinusOne(-1e-300)]).toEqual([0, 1e-300, -1e-300]);
    expect([lnOnePlus(-1), expMinusOne(-800), expMinusOne(800)]).toEqual([-Infinity, -1, Infinity]);
    near(lnOnePlus(1), Math.LN2);
    near(expMinusOne(1), 1.718281828459045);
  });

  test('of the normal law are those of the tables, and inverse to one another', () => {
    // Abramowitz and Stegun, tables 26.1 and 26.5.
    near(normalCdf(1), 0.841344746068543);
    near(normalCdf(-3), 0.001349898031630095);
    near(normalQuantile(0.975), 1.959963984540054);
    expect([normalQuantile(0), normalQuantile(0.5) + 0, normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
    for (const p of [1e-12, 0.003, 0.2, 0.8, 0.999]) near(normalCdf(normalQuantile(p)), p, 1e-13);
  });
});

describe('masses', () => {
  test('are the textbook terms where those can be computed', () => {
    for (const mean of [0.3, 4, 15, 16.5, 40]) {
      for (const k of range(0, 80)) {
        near(poissonMass(k, mean), exp(k * ln(mean) - mean - lnGamma(k + 1)), 1e-12);
      }
    }
    for (const [n, p] of [
      [1, 0.3],
      [12, 0.5],
      [60, 0.02],
      [60, 0.9],
    ] as const) {
      for (const k of range(0, n)) {
        const choose = exp(lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1));
        near(binomialMass(k, n, p), choose * pow(p, k) * pow(1 - p, n - k), 1e-11);
      }
    }
  });

  test('add up to 1', () => {
    near(sum(range(0, 1400).map((k) => poissonMass(k, 1000))), 1, 1e-12);
    near(sum(range(0, 5000).map((k) => binomialMass(k, 5000, 0.3))), 1, 1e-12);
    expect([poissonMass(-1, 3), binomialMass(-1, 3, 0.5), binomialMass(4, 3, 0.5)]).toEqual([0, 0, 0]);
  });

  test('keep their digits at any size: there the peak is that of the normal law', () => {
    const mean = 3e14;
    const peak = 1 / Math.sqrt(2 * Math.PI * mean);
    near(poissonMass(mean, mean), peak, 1e-13);
    near(poissonMass(mean + 2 * Math.round(Math.sqrt(mean)), mean), peak * exp(-2), 1e-7);
    near(binomialMass(2.5e14, 1e15, 0.25), 1 / Math.sqrt(2 * Math.PI * 1e15 * 0.1875), 1e-13);
  });
});

describe('regularised incomplete functions', () => {
  test('of gamma are sums of Poisson masses', () => {
    for (const x of [0.1, 2, 9, 30]) {
      for (const a of [1, 2, 7, 29, 50]) {
        const below = sum(range(0, a - 1).map((k) => poissonMass(k, x)));
        expect(regularisedGamma(a, x)).toBeCloseTo(1 - below, 13);
      }
    }
  });

  test('of gamma at a half are error functions; far out they are 0 and 1', () => {
    for (const x of [1e-6, 0.3, 1, 4])
      near(regularisedGamma(0.5, x), 2 * normalCdf(Math.sqrt(2 * x)) - 1, 1e-9);
    expect([regularisedGamma(3, 0), regularisedGamma(3, 1e4), regularisedGamma(3, Infinity)]).toEqual([
      0, 1, 1,
    ]);
    // The median of a gamma law lies about 1/3 below its shape.
    expect(regularisedGamma(1e6, 1e6 - 1 / 3)).toBeCloseTo(0.5, 7);
  });

  test('of beta are sums of binomial masses', () => {
    for (const p of [0.03, 0.5, 0.8]) {
      for (const [k, n] of [
        [1, 1],
        [1, 6],
        [3, 6],
        [6, 6],
        [40, 100],
      ] as const) {
        const atLeast = sum(range(k, n).map((j) => binomialMass(j, n, p)));
        expect(regularisedBeta(p, k, n - k + 1)).toBeCloseTo(atLeast, 12);
      }
    }
  });

  test('of beta at a half are arcsines, and mirror', () => {
    for (const x of [0.01, 0.3, 0.9]) {
      expect(regularisedBeta(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 13);
      expect(regularisedBeta(x, 2.2, 3.8)).toBeCloseTo(1 - regularisedBeta(1 - x, 3.8, 2.2), 14);
    }
    expect([regularisedBeta(0, 2, 3), regularisedBeta(1, 2, 3), regularisedBeta(-1, 2, 3)]).toEqual([
      0, 1, 0,
    ]);
    near(exp(lnBeta(3, 4)), 1 / 60);
  });
});
