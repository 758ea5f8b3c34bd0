import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, ln } from '../../../../src/kernel/index.js';
import { KeyLaw } from '../../../../src/model/data/conflicts/keys.js';
import { sumOverRanks } from '../../../../src/model/data/conflicts/rank-sum.js';

/** One term after the other, from the smallest. */
function plainSum(first: number, last: number, term: (rank: number) => number): number {
  let sum = 0;
  for (let rank = last; rank >= first; rank -= 1) sum += term(rank);
  return sum;
}

describe('a sum over ranks', () => {
  it.each([0, 0.01, 0.5, 0.99, 1, 1.3, 2, 4])('is that of the powers, exponent -%f', (s) => {
    for (const [first, last] of [
      [1, 1],
      [1, 128],
      [1, 129],
      [1, 161],
      [1, 1000],
      [1, 200_000],
      [777, 778],
      [130, 100_000],
      [5000, 5060],
    ] as const) {
      const term = (rank: number) => exp(-s * ln(rank));
      const sum = plainSum(first, last, term);
      expect(Math.abs(sumOverRanks(first, last, term) / sum - 1)).toBeLessThan(1e-12);
    }
  });

  it('is known for ten million: the harmonic number', () => {
    const n = 1e7;
    const harmonic = ln(n) + 0.5772156649015329 + 1 / (2 * n) - 1 / (12 * n * n);
    expect(sumOverRanks(1, n, (rank) => 1 / rank)).toBeCloseTo(harmonic, 11);
  });
});

const shape = fc.record({
  count: fc.integer({ min: 20, max: 3000 }),
  zipf: fc.oneof(fc.constant(0), fc.double({ min: 0.05, max: 2.5, noNaN: true })),
  hot: fc.array(
    fc.record({
      keys: fc.integer({ min: 1, max: 5 }),
      share: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
    }),
    {
      maxLength: 3,
    },
  ),
});

describe('a key law', () => {
  it('spreads all writes over the keys', () => {
    fc.assert(
      fc.property(shape, (popularity) => {
        const law = new KeyLaw(popularity);
        expect(law.sum((p) => p)).toBeCloseTo(1, 12);
        expect(law.sum(() => 1)).toBeCloseTo(popularity.count, 8);
      }),
      { seed: 301, numRuns: 200 },
    );
  });

  it('is what it says: hot keys first, the others by rank', () => {
    const law = new KeyLaw({ count: 1000, zipf: 1, hot: [{ keys: 10, share: 0.3 }] });
    const harmonic = plainSum(1, 990, (rank) => 1 / rank);
    const chances = law
      .groups(1)
      .flatMap(({ keys, chance }) => Array.from({ length: keys }, (_, i) => chance(i)));
    expect(chances).toHaveLength(1000);
    for (const place of [0, 9]) expect(chances[place]).toBeCloseTo(0.03, 12);
    for (const rank of [1, 2, 500, 990]) expect(chances[9 + rank]).toBeCloseTo(0.7 / harmonic / rank, 12);
    expect(law.sumOfSquares).toBeCloseTo(
      chances.reduce((sum, p) => sum + p * p, 0),
      13,
    );
  });

  it.each([1.001, 1.05, 2])('groups keys that differ by at most %f, each in one group', (ratio) => {
    fc.assert(
      fc.property(shape, (popularity) => {
        const law = new KeyLaw(popularity);
        let keys = 0;
        let mass = 0;
        for (const group of law.groups(ratio)) {
          keys += group.keys;
          mass += group.mass;
          expect(group.most / group.least).toBeLessThanOrEqual(ratio * (1 + 1e-12));
          expect(group.chance(0)).toBe(group.most);
          expect(group.chance(group.keys - 1)).toBe(group.least);
          const sum = Array.from({ length: group.keys }, (_, i) => group.chance(i)).reduce(
            (a, b) => a + b,
            0,
          );
          expect(Math.abs(group.mass / sum - 1)).toBeLessThan(1e-12);
        }
        expect(keys).toBe(popularity.count);
        expect(mass).toBeCloseTo(1, 12);
      }),
      { seed: 302, numRuns: 100 },
    );
  });

  it('sums what follows from the chances, for a million keys', () => {
    const law = new KeyLaw({ count: 1e6, zipf: 0.9 });
    const weight = plainSum(1, 1e6, (rank) => exp(-0.9 * ln(rank)));
    for (const mass of [100, 1e5, 1e8]) {
      const term = (p: number) => 1 - exp(-mass * p);
      const plain = plainSum(1, 1e6, (rank) => term(exp(-0.9 * ln(rank)) / weight));
      expect(Math.abs(law.sum(term) / plain - 1)).toBeLessThan(1e-11);
    }
  });

  it('leaves out keys that are never written', () => {
    const law = new KeyLaw({ count: 100, hot: [{ keys: 4, share: 1 }] });
    expect(law.groups(1.1).map(({ keys, least }) => [keys, least])).toEqual([[4, 0.25]]);
  });

  it.each([
    [{ count: 0 }, 'whole and at least 1'],
    [{ count: 10, zipf: -1 }, '0 or more'],
    [{ count: 10, hot: [{ keys: 11, share: 0.5 }] }, '11 keys are hot, of only 10'],
    [{ count: 10, hot: [{ keys: 0, share: 0.5 }] }, 'hot keys must be whole'],
    [{ count: 10, hot: [{ keys: 1, share: 1.5 }] }, 'must lie in (0, 1]'],
    [
      {
        count: 10,
        hot: [
          { keys: 1, share: 0.7 },
          { keys: 1, share: 0.7 },
        ],
      },
      'more than all',
    ],
    [{ count: 10, hot: [{ keys: 10, share: 0.5 }] }, 'every key is hot'],
  ])('refuses %j', (popularity, why) => {
    expect(() => new KeyLaw(popularity)).toThrow(why);
  });
});
