import { describe, expect, it } from 'vitest';
import { exp, ln, Streams } from '../../../../src/kernel/index.js';
import { concurrencyOf, type QuietWriters } from '../../../../src/model/data/conflicts/concurrency.js';
import { KeyLaw, type Popularity } from '../../../../src/model/data/conflicts/keys.js';

const streams = new Streams('concurrency');

interface Write {
  readonly time: number;
  readonly writer: number;
  readonly on: Write | undefined;
}

/**
 * One key for a time: each copy holds the newest write that has arrived, and each write builds on what its copy holds. Counts
 * what was made between the two marks.
 */
function simulate(
  { rates, lags }: QuietWriters,
  chance: number,
  run: number,
  marks: readonly [number, number],
  end: number,
) {
  const stream = streams.at(run).open(`key of ${chance}`);
  const writes: Write[] = [];
  const next = rates.map((rate) => -ln(1 - stream.next()) / (rate * chance));
  for (;;) {
    const writer = next.indexOf(Math.min(...next));
    const time = next[writer]!;
    if (time > end) break;
    next[writer] = time - ln(1 - stream.next()) / (rates[writer]! * chance);
    let on: Write | undefined;
    for (let i = writes.length - 1; i >= 0 && !on; i -= 1) {
      const before = writes[i]!;
      const lag = before.writer === writer ? 0 : lags[before.writer]![writer]!;
      if (before.time + lag <= time) on = before;
    }
    writes.push({ time, writer, on });
  }
  const kept = new Set<Write>();
  for (let write = writes.at(-1); write; write = write.on) kept.add(write);
  const counted = writes.filter(({ time }) => time > marks[0] && time <= marks[1]);
  let pairs = 0;
  const concurrent = rates.map(() => 0);
  for (const a of counted) {
    const beside = writes.filter(
      (b) =>
        b.writer !== a.writer &&
        b.time > a.time - lags[b.writer]![a.writer]! &&
        b.time < a.time + lags[a.writer]![b.writer]!,
    );
    pairs += beside.length / 2;
    if (beside.length > 0) concurrent[a.writer]! += 1;
  }
  return [pairs, ...concurrent, counted.filter((write) => !kept.has(write)).length];
}

const second = 1e6;

const cases: Record<string, { writers: QuietWriters; popularity: Popularity }> = {
  'two writers': {
    writers: {
      rates: [20 / second, 8 / second],
      lags: [
        [0, 0.04 * second],
        [0.09 * second, 0],
      ],
    },
    popularity: { count: 12, zipf: 1 },
  },
  'two writers far apart on one key': {
    writers: {
      rates: [3 / second, 5 / second],
      lags: [
        [0, 0.7 * second],
        [1.1 * second, 0],
      ],
    },
    popularity: { count: 1 },
  },
  'three writers and a hot key': {
    writers: {
      rates: [6 / second, 3 / second, 2 / second],
      lags: [
        [0, 0.1 * second, 0.2 * second],
        [0.15 * second, 0, 0.1 * second],
        [0.3 * second, 0.25 * second, 0],
      ],
    },
    popularity: { count: 6, hot: [{ keys: 1, share: 0.5 }] },
  },
};

describe('writers in quiet time', () => {
  for (const [name, { writers, popularity }] of Object.entries(cases)) {
    it(`collide and lose as they do write by write: ${name}`, () => {
      const law = new KeyLaw(popularity);
      const chances = law
        .groups(1)
        .flatMap(({ keys, chance }) => Array.from({ length: keys }, (_, i) => chance(i)));
      const marks = [10 * second, 30 * second] as const;
      const runs = 250;
      const rows = Array.from({ length: runs }, (_, run) =>
        chances
          .map((chance, key) => simulate(writers, chance, run * 100 + key, marks, 50 * second))
          .reduce((sums, one) => sums.map((sum, i) => sum + one[i]!)),
      );
      const { pairs, concurrent, lost } = concurrencyOf(law, writers);
      [pairs, ...concurrent, lost].forEach((rate, i) => {
        const mean = rows.reduce((sum, row) => sum + row[i]!, 0) / runs;
        const variance = rows.reduce((sum, row) => sum + (row[i]! - mean) ** 2, 0) / (runs - 1);
        expect(Math.abs(mean - rate * (marks[1] - marks[0]))).toBeLessThan(4 * Math.sqrt(variance / runs));
      });
    });
  }

  it('have the published pairs and concurrent writes of C4', () => {
    const { writers } = cases['two writers']!;
    const { pairs, concurrent } = concurrencyOf(new KeyLaw({ count: 50, zipf: 1 }), writers);
    expect(pairs * second).toBeCloseTo(1.66986, 5);
    expect(concurrent[0]! * second).toBeCloseTo(1.53651, 5);
  });

  it('lose, of two alike, what the renewal argument says', () => {
    // From either writer: the step is E1 or L + E2, whichever is less; both states are alike.
    const [rate, lag] = [2, 0.3];
    const mean = (1 - exp(-rate * lag)) / rate + exp(-rate * lag) / (2 * rate);
    const lost = 2 * rate - 1 / mean;
    const { lost: ours } = concurrencyOf(new KeyLaw({ count: 1 }), {
      rates: [rate, rate],
      lags: [
        [0, lag],
        [lag, 0],
      ],
    });
    expect(ours).toBeCloseTo(lost, 12);
  });

  it('lose in proportion to lag where they seldom meet, to the last digit', () => {
    // Of each pair of concurrent writes the older is lost: rates squared times the lag of the loser's way.
    const lags = [
      [0, 1e-9],
      [3e-9, 0],
    ];
    const { lost, pairs } = concurrencyOf(new KeyLaw({ count: 1 }), { rates: [1, 2], lags });
    expect(lost / pairs).toBeCloseTo(1, 7);
  });

  it('lose nothing alone, or at once', () => {
    const law = new KeyLaw({ count: 1000, zipf: 1 });
    for (const writers of [
      { rates: [5], lags: [[0]] },
      {
        rates: [5, 0],
        lags: [
          [0, 9],
          [9, 0],
        ],
      },
      {
        rates: [5, 5],
        lags: [
          [0, 0],
          [0, 0],
        ],
      },
    ]) {
      const { pairs, concurrent, lost } = concurrencyOf(law, writers);
      expect([pairs, ...concurrent, lost].every((x) => Math.abs(x) === 0)).toBe(true);
    }
  });

  it('are summed over twenty thousand keys as over each', () => {
    const writers = {
      rates: [1e-3, 2e-3, 5e-4],
      lags: [
        [0, 1e5, 2e5],
        [1.5e5, 0, 1e5],
        [3e5, 2.5e5, 0],
      ],
    };
    const law = new KeyLaw({ count: 20_000, zipf: 1.1 });
    const whole = concurrencyOf(law, writers);
    let [lost, pairs] = [0, 0];
    for (const { keys, chance } of law.groups(1)) {
      for (let i = keys - 1; i >= 0; i -= 1) {
        const one = concurrencyOf(new KeyLaw({ count: 1 }), {
          ...writers,
          rates: writers.rates.map((rate) => rate * chance(i)),
        });
        lost += one.lost;
        pairs += one.pairs;
      }
    }
    expect(Math.abs(whole.lost / lost - 1)).toBeLessThan(1e-10);
    expect(Math.abs(whole.pairs / pairs - 1)).toBeLessThan(1e-10);
  });

  it('are refused where they are none', () => {
    const law = new KeyLaw({ count: 1 });
    expect(() => concurrencyOf(law, { rates: [-1], lags: [[0]] })).toThrow('a rate of writes');
    expect(() => concurrencyOf(law, { rates: [1, 1], lags: [[0, 1]] })).toThrow('the lag from writer 1 to 0');
  });
});
