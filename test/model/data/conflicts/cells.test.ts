import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, ln, lnGamma, Streams } from '../../../../src/kernel/index.js';
import { drawCells } from '../../../../src/model/data/conflicts/cells.js';
import { KeyLaw, type Popularity } from '../../../../src/model/data/conflicts/keys.js';

const streams = new Streams('cells');

/** One statistic of a draw: a sum over the cells. */
type Statistic = (counts: readonly number[]) => number;

/** The statistics of many draws, one row a draw. */
function draws(
  law: KeyLaw,
  masses: readonly number[],
  runs: number,
  statistics: readonly Statistic[],
): number[][] {
  return Array.from({ length: runs }, (_, run) => {
    const sums = statistics.map(() => 0);
    drawCells(law, masses, streams.at(run).open('draw'), (keys, counts) => {
      statistics.forEach((of, i) => {
        sums[i]! += keys * of(counts);
      });
    });
    return sums;
  });
}

function expectMoments(values: readonly number[], mean: number, variance: number, z = 4.5): void {
  const n = values.length;
  const average = values.reduce((sum, x) => sum + x, 0) / n;
  const spread = values.reduce((sum, x) => sum + (x - average) ** 2, 0) / (n - 1);
  expect(Math.abs(average - mean)).toBeLessThan(z * Math.sqrt(variance / n));
  // Standard error of a variance by the fourth moment.
  const fourth = values.reduce((sum, x) => sum + (x - average) ** 4, 0) / n;
  expect(Math.abs(spread - variance)).toBeLessThan(z * Math.sqrt((fourth - spread * spread) / n));
}

const both: Statistic = ([a, b]) => (a! > 0 && b! > 0 ? 1 : 0);
const pairs: Statistic = ([a, b]) => a! * b!;
const first: Statistic = ([a]) => a!;
const written: Statistic = () => 1;

const laws: Record<string, Popularity> = {
  'uniform, 1,000 keys': { count: 1000 },
  'Zipf, 1,000 keys': { count: 1000, zipf: 1 },
  'Zipf of 0.6, 20,000 keys': { count: 20_000, zipf: 0.6 },
  'hot keys over Zipf': {
    count: 5000,
    zipf: 1.1,
    hot: [
      { keys: 3, share: 0.2 },
      { keys: 40, share: 0.3 },
    ],
  },
};

describe('the writes of two sides of a partition', () => {
  for (const [name, popularity] of Object.entries(laws)) {
    for (const [a, b] of [
      [1500, 600],
      [60, 9000],
    ] as const) {
      it(`have their means and variances: ${name}, ${a} and ${b} writes`, () => {
        const law = new KeyLaw(popularity);
        const rows = draws(law, [a, b], 400, [both, pairs, first, written]);
        const column = (i: number) => rows.map((row) => row[i]!);
        const conflict = (p: number) => (1 - exp(-a * p)) * (1 - exp(-b * p));
        expectMoments(
          column(0),
          law.sum(conflict),
          law.sum((p) => conflict(p) * (1 - conflict(p))),
        );
        // Var of n m, both Poisson: ab (1 + a + b).
        const product = (p: number) => a * b * p * p;
        expectMoments(
          column(1),
          law.sum(product),
          law.sum((p) => product(p) * (1 + (a + b) * p)),
        );
        expectMoments(column(2), a, a);
        const any = (p: number) => 1 - exp(-(a + b) * p);
        expectMoments(
          column(3),
          law.sum(any),
          law.sum((p) => any(p) * (1 - any(p))),
        );
      });
    }
  }

  it('have the published means of C1 and C1z', () => {
    for (const [zipf, keys, crossed] of [
      [0, 350.515, 900],
      [1, 152.352, 26405.2],
    ] as const) {
      const law = new KeyLaw({ count: 1000, zipf });
      const conflict = (p: number) => (1 - exp(-1500 * p)) * (1 - exp(-600 * p));
      expect(law.sum(conflict)).toBeCloseTo(keys, 3);
      expect(1500 * 600 * law.sumOfSquares).toBeCloseTo(crossed, 1);
      const rows = draws(law, [1500, 600], 400, [both]);
      expectMoments(
        rows.map(([x]) => x!),
        keys,
        law.sum((p) => conflict(p) * (1 - conflict(p))),
      );
    }
  });
});

describe('the counts of a key', () => {
  /** Each write thrown on its own. */
  function thrown(law: KeyLaw, masses: readonly number[], run: number): Map<string, number> {
    const chances = law
      .groups(1)
      .flatMap(({ keys, chance }) => Array.from({ length: keys }, (_, i) => chance(i)));
    const stream = streams.at(run).open('one by one');
    const counts = chances.map(() => masses.map(() => 0));
    masses.forEach((mass, source) => {
      let time = 0;
      for (;;) {
        time -= Math.log(1 - stream.next());
        if (time > mass) break;
        let u = stream.next();
        const key = chances.findIndex((chance) => {
          u -= chance;
          return u < 0;
        });
        counts[key < 0 ? 0 : key]![source]! += 1;
      }
    });
    const found = new Map<string, number>();
    for (const one of counts) found.set(one.join(), (found.get(one.join()) ?? 0) + 1);
    return found;
  }

  it.each([
    ['three sources on a Zipf law', { count: 60, zipf: 1 }, [25, 10, 5]],
    ['one source', { count: 40, zipf: 0.8 }, [70]],
    ['a source without writes', { count: 30, hot: [{ keys: 4, share: 0.5 }] }, [20, 0, 20]],
    ['many sources', { count: 50, zipf: 1.5 }, [9, 8, 7, 6, 5, 4]],
  ])('are together as if each write was thrown: %s', (_, popularity, masses) => {
    const law = new KeyLaw(popularity);
    const runs = 2000;
    const ours = new Map<string, number>();
    const theirs = new Map<string, number>();
    for (let run = 0; run < runs; run += 1) {
      drawCells(law, masses, streams.at(run).open('ours'), (keys, counts) => {
        ours.set(counts.join(), (ours.get(counts.join()) ?? 0) + keys);
      });
      for (const [counts, keys] of thrown(law, masses, run))
        theirs.set(counts, (theirs.get(counts) ?? 0) + keys);
    }
    theirs.delete(masses.map(() => 0).join());
    // Two samples of the same law: (x - y)^2 / (x + y) is about chi-square with one degree a cell; keys of a run are
    // independent, so that a cell's number is at most Poisson.
    let chiSquare = 0;
    let cells = 0;
    let [restOurs, restTheirs] = [0, 0];
    for (const counts of new Set([...ours.keys(), ...theirs.keys()])) {
      const [x, y] = [ours.get(counts) ?? 0, theirs.get(counts) ?? 0];
      if (x + y < 40) [restOurs, restTheirs] = [restOurs + x, restTheirs + y];
      else [chiSquare, cells] = [chiSquare + (x - y) ** 2 / (x + y), cells + 1];
    }
    chiSquare += (restOurs - restTheirs) ** 2 / Math.max(1, restOurs + restTheirs);
    cells += 1;
    expect(cells).toBeGreaterThan(10);
    expect(chiSquare).toBeLessThan(cells + 4 * Math.sqrt(2 * cells));
    // A bug would not make it too small either, but draws that depend on each other would.
    expect(chiSquare).toBeGreaterThan(cells * 0.4 - 4 * Math.sqrt(2 * cells));
  });

  it('are Poisson, for the most popular key and for the least', () => {
    // Keys of a group are told apart by their number: two of chance 0.3 each, one of 0.4 in parts of 0.1.
    const law = new KeyLaw({ count: 3, hot: [{ keys: 1, share: 0.9 }] });
    const runs = 4000;
    const seen: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      let most = 0;
      drawCells(law, [300], streams.at(run).open('poisson'), (_, [count]) => {
        most = Math.max(most, count!);
      });
      seen.push(most);
    }
    for (const k of [250, 262, 270, 281]) {
      const below = Array.from({ length: k + 1 }, (_, i) => exp(i * ln(270) - 270 - lnGamma(i + 1))).reduce(
        (sum, p) => sum + p,
        0,
      );
      const share = seen.filter((count) => count <= k).length / runs;
      expect(Math.abs(share - below)).toBeLessThan(4 * Math.sqrt((below * (1 - below)) / runs));
    }
  });
});

describe('cells', () => {
  it('hold whole numbers of keys, never more than there are, none of them unwritten', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1e6 }),
        fc.record({
          count: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 1e6 })),
          zipf: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0.01, max: 3, noNaN: true })),
        }),
        fc.array(
          fc.oneof(
            fc.constant(0),
            fc.double({ min: 0, max: 5, noNaN: true }),
            fc.integer({ min: 1, max: 20_000 }),
          ),
          {
            minLength: 1,
            maxLength: 7,
          },
        ),
        (run, popularity, masses) => {
          const law = new KeyLaw(popularity);
          let keys = 0;
          const visited: string[] = [];
          drawCells(law, masses, streams.at(run).open('property'), (some, counts) => {
            keys += some;
            expect(Number.isSafeInteger(some) && some > 0).toBe(true);
            expect(counts).toHaveLength(masses.length);
            expect(counts.every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true);
            expect(counts.some((count) => count > 0)).toBe(true);
            counts.forEach((count, j) => {
              if (masses[j] === 0) expect(count).toBe(0);
            });
            visited.push(`${some} ${counts}`);
          });
          expect(keys).toBeLessThanOrEqual(popularity.count);
          const again: string[] = [];
          drawCells(
            new KeyLaw(popularity),
            masses,
            new Streams('cells').at(run).open('property'),
            (some, counts) => {
              again.push(`${some} ${counts}`);
            },
          );
          expect(again).toEqual(visited);
        },
      ),
      { seed: 311, numRuns: 200 },
    );
  });

  it('are few, however many the writes and keys', () => {
    const law = new KeyLaw({ count: 1e6, zipf: 1 });
    let cells = 0;
    let steps = 0;
    const stream = streams.at(0).open('steps');
    const counted = new Proxy(stream, {
      get: (target, name) => () => {
        steps += 1;
        return name === 'next' ? target.next() : undefined;
      },
    });
    drawCells(law, [600_000, 600_000], counted, () => {
      cells += 1;
    });
    expect(cells).toBeLessThan(4000);
    expect(steps).toBeLessThan(150_000);
  });
});
