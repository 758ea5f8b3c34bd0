import { describe, expect, it } from 'vitest';
import { binomialProbabilities } from '../../../src/measure/statistics/binomial.js';

describe('binomialProbabilities', () => {
  it('of four fair coins are 1 4 6 4 1 sixteenths', () => {
    const expected = [1, 4, 6, 4, 1].map((ways) => ways / 16);
    binomialProbabilities(4, 0.5).forEach((probability, k) => {
      expect(probability).toBeCloseTo(expected[k] ?? Number.NaN, 15);
    });
  });

  it('has (1 - p)^n for no event', () => {
    expect(binomialProbabilities(300, 0.01)[0]! / 0.04904089407128582 - 1).toBeCloseTo(0, 12);
  });

  it('neither overflows nor loses its sum for many runs', () => {
    const probabilities = binomialProbabilities(200_000, 0.99);
    expect(probabilities.reduce((total, probability) => total + probability)).toBeCloseTo(1, 12);
    // Stirling: the mode is 1 / sqrt(2 pi n p q), to a part in a thousand.
    expect(probabilities[198_000]).toBeCloseTo(1 / Math.sqrt(2 * Math.PI * 200_000 * 0.99 * 0.01), 5);
  });
});
