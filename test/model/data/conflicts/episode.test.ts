import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, Stream, Streams } from '../../../../src/kernel/index.js';
import { accountSplit } from '../../../../src/model/data/conflicts/episode.js';
import { KeyLaw, type Popularity } from '../../../../src/model/data/conflicts/keys.js';
import type { ConflictPolicy, Fate } from '../../../../src/model/data/conflicts/policy.js';
import type {
  Split,
  SplitSide,
  SplitTally,
  WriteKind,
  WriteSpan,
} from '../../../../src/model/data/conflicts/split.js';
import { type Rule, replay, type Write } from './replay.js';
import { rules } from './rules.js';
import { splitArbitrary } from './split-arbitrary.js';

const streams = new Streams('episode');
const lastWriterWins = rules[0]!.policy;
const kinds: readonly WriteKind[] = ['read-modify-write', 'blind'];
const fates: readonly Fate[] = ['surviving', 'lostInConflict', 'merged', 'pending', 'diverged'];

function sideOf(regions: string, ...from: number[]): SplitSide {
  return { from, regions: [...regions] };
}

function spanOf(side: number, region: string, rest: Partial<WriteSpan>): WriteSpan {
  return { side, region, writer: 'abcd'.indexOf(region), from: 0, to: 100, mass: 10, clock: 0, ...rest };
}

/** Two regions, or three that are all parted, for a time. */
function apart(rates: readonly number[], length: number, ahead: readonly number[] = [0, 0, 0]): Split {
  const regions = [...'abc'].slice(0, rates.length);
  return {
    sides: [...regions.map((region) => sideOf(region)), sideOf(regions.join(''), ...regions.keys())],
    spans: rates.map((rate, i) =>
      spanOf(i, regions[i]!, { to: length, mass: rate * length, clock: ahead[i]! }),
    ),
  };
}

function lostOf({ spans }: SplitTally): number {
  return spans.reduce((sum, span) => sum + span.lostInConflict, 0);
}

/** Means of figures over many draws, and the standard errors of the means. */
function meansOf(runs: number, draw: (run: number) => readonly number[]): { mean: number; error: number }[] {
  const rows = Array.from({ length: runs }, (_, run) => draw(run));
  return rows[0]!.map((_, i) => {
    const mean = rows.reduce((sum, row) => sum + row[i]!, 0) / runs;
    const variance = rows.reduce((sum, row) => sum + (row[i]! - mean) ** 2, 0) / (runs - 1);
    return { mean, error: Math.sqrt(variance / runs) };
  });
}

function expectMeans(
  runs: number,
  expected: readonly number[],
  split: Split,
  popularity: Popularity,
  writes: WriteKind,
  figures: (tally: SplitTally) => readonly number[],
): void {
  const keys = new KeyLaw(popularity);
  const means = meansOf(runs, (run) => {
    const stream = streams.at(run).open('means');
    return figures(accountSplit(split, { keys, policy: lastWriterWins, writes, stream }));
  });
  means.forEach(({ mean, error }, i) => {
    expect(Math.abs(mean - expected[i]!)).toBeLessThan(4 * error);
  });
}

describe('two sides of a partition, last writer wins', () => {
  it.each([
    [1000, 1, 5, 2, 300],
    [1000, 0, 5, 2, 300],
    [200, 0.7, 0.3, 3, 1000],
  ])(
    'discard what C1 and C2 say: %i keys, exponent %f, %f and %f writes a second for %f s',
    (count, zipf, a, b, length) => {
      const law = new KeyLaw({ count, zipf });
      const total = (a + b) * length;
      const keysWritten = law.sum((p) => 1 - exp(-total * p));
      const conflicts = law.sum((p) => (1 - exp(-a * length * p)) * (1 - exp(-b * length * p)));
      const alpha = a / (a + b);
      const losing = law.sum((p) => 2 * alpha * (1 - alpha) * (total * p - 1 + exp(-total * p)));
      const pairs = a * b * length * length * law.sumOfSquares;
      const expected = [conflicts, pairs, losing, conflicts, total - keysWritten];
      if (zipf === 1) {
        const published = [152.352, 26405.2, 647.998, 152.352, 1587.6];
        expect(expected.every((x, i) => Math.abs(x / published[i]! - 1) < 1e-5)).toBe(true);
      }
      for (const writes of kinds) {
        const figures = (tally: SplitTally) => [
          tally.keysInConflict,
          tally.pairs,
          tally.losingWrites,
          tally.losingVersions,
          tally.superseded,
          lostOf(tally),
        ];
        const lost = writes === 'blind' ? conflicts : losing;
        expectMeans(250, [...expected, lost], apart([a, b], length), { count, zipf }, writes, figures);
      }
    },
  );

  /** The integral of II.C2s, by Simpson's rule on each side of its kinks. */
  function skewed(law: KeyLaw, la: number, lb: number, length: number, ahead: number): number {
    const since = (x: number, rate: number) => (x >= length ? 0 : 1 - exp(-rate * (length - Math.max(x, 0))));
    const ofKey = (p: number) => {
      const [a, b] = [la * p, lb * p];
      const f = (t: number) =>
        (1 + b * t) * b * exp(-b * (length - t)) * since(t - ahead, a) +
        (1 + a * t) * a * exp(-a * (length - t)) * since(t + ahead, b);
      const knots = [0, Math.abs(ahead), length - Math.abs(ahead), length].sort((x, y) => x - y);
      return knots.slice(1).reduce((sum, to, i) => sum + simpson(f, knots[i]!, to), 0);
    };
    return law.sum(ofKey);
  }

  function simpson(f: (t: number) => number, from: number, to: number): number {
    const steps = 200;
    const h = (to - from) / steps;
    // A hair inside, as the ends are kinks.
    let sum = f(from + 1e-9) + f(to - 1e-9);
    for (let i = 1; i < steps; i += 1) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * h);
    return (sum * h) / 3;
  }

  it.each([20, -20, 150, -299])('discard what C2s says with a clock %i s ahead', (ahead) => {
    const law = new KeyLaw({ count: 200 });
    const expected = skewed(law, 5, 2, 300, ahead);
    if (ahead === 20) expect(expected).toBeCloseTo(689.125, 2);
    expectMeans(
      400,
      [expected],
      apart([5, 2], 300, [ahead, 0]),
      { count: 200 },
      'read-modify-write',
      (tally) => [tally.losingWrites],
    );
  });
});

describe('three regions', () => {
  it.each([
    [1, [4, 2, 1], 240],
    [0.5, [1, 1, 3], 100],
  ])('are what C5 says: exponent %f, rates %j for %f s', (zipf, rates, length) => {
    const popularity = { count: 1000, zipf };
    const law = new KeyLaw(popularity);
    const total = rates.reduce((sum, rate) => sum + rate * length, 0);
    const none = (p: number) => rates.map((rate) => exp(-rate * length * p));
    const several = law.sum((p) => {
      const e = none(p);
      const product = e.reduce((x, y) => x * y, 1);
      return 1 - product - e.reduce((sum, one) => sum + ((1 - one) * product) / one, 0);
    });
    const squares = rates.reduce((sum, rate) => sum + ((rate * length) / total) ** 2, 0);
    const losing = (1 - squares) * law.sum((p) => total * p - 1 + exp(-total * p));
    if (zipf === 1) expect(several).toBeCloseTo(151.041, 3);
    if (zipf === 1) expect(losing).toBeCloseTo(700.509, 3);
    const threeWays = apart(rates, length);
    expectMeans(250, [several, losing], threeWays, popularity, 'read-modify-write', (tally) => [
      tally.keysInConflict,
      tally.losingWrites,
    ]);
    const two = law.sum((p) => {
      const [a, b, c] = none(p);
      return (1 - a!) * (1 - b! * c!);
    });
    if (zipf === 1) expect(two).toBeCloseTo(141.101, 3);
    const split: Split = {
      sides: [sideOf('a'), sideOf('bc'), sideOf('abc', 0, 1)],
      spans: threeWays.spans.map((span) => ({ ...span, side: Math.min(1, span.side) })),
    };
    const alpha = (rates[0]! * length) / total;
    const lost = 2 * alpha * (1 - alpha) * law.sum((p) => total * p - 1 + exp(-total * p));
    for (const writes of kinds) {
      expectMeans(250, [two, lost, two], split, popularity, writes, (tally) => [
        tally.keysInConflict,
        tally.losingWrites,
        tally.losingVersions,
      ]);
    }
  });
});

/** Every write of every key on its own. */
function oneByOne(split: Split, law: KeyLaw, rule: Rule, order: readonly string[], stream: Stream) {
  const chances = law
    .groups(1)
    .flatMap(({ keys, chance }) => Array.from({ length: keys }, (_, i) => chance(i)));
  const writes = chances.map((): Write[] => []);
  split.spans.forEach(({ from, to, mass, massTo, clock, writer }, span) => {
    // The rate is at most so many times the mean one.
    const most = massTo ? 4 : 1;
    for (let time = from; ; ) {
      time -= (Math.log(1 - stream.next()) * (to - from)) / (mass * most);
      if (time >= to) break;
      if (massTo && stream.next() * most * mass > ((massTo(time + 1e-3) - massTo(time)) / 1e-3) * (to - from))
        continue;
      let u = stream.next();
      const key = Math.max(
        0,
        chances.findIndex((chance) => {
          u -= chance;
          return u < 0;
        }),
      );
      const stamp = typeof clock === 'number' ? time + clock : clock(time);
      writes[key]!.push({ span, time, stamp, writer });
    }
  });
  const keys = writes
    .filter(({ length }) => length > 0)
    .map((ofKey) => ({ ofKey, ...replay(split, ofKey, rule, order) }));
  return (kind: WriteKind): number[] => {
    const fateOf = ({ building, replacing }: (typeof keys)[number]) =>
      kind === 'blind' ? replacing : building;
    const count = (map: (key: (typeof keys)[number]) => Map<Write, Fate>, fate: Fate, span?: number) =>
      keys.reduce(
        (sum, key) =>
          sum +
          [...map(key)].filter(([w, f]) => f === fate && (span === undefined || w.span === span)).length,
        0,
      );
    const lost = keys.flatMap((key) =>
      [...fateOf(key)].filter(([, f]) => f === 'lostInConflict').map(([{ time }]) => time),
    );
    const waiting = (fate: Fate) =>
      keys.filter(({ building }) => [...building.values()].includes(fate)).length;
    return [
      ...split.spans.flatMap((_, span) => fates.map((fate) => count(fateOf, fate, span))),
      keys.length,
      keys.filter(({ pairs }) => pairs > 0).length,
      keys.reduce((sum, { pairs }) => sum + pairs, 0),
      keys.reduce((sum, { siblings }) => sum + siblings, 0),
      count(({ building }) => building, 'lostInConflict'),
      count(({ replacing }) => replacing, 'lostInConflict'),
      keys.reduce((sum, { ofKey }) => sum + ofKey.length - 1, 0),
      waiting('pending'),
      waiting('diverged'),
      Math.min(1000, ...lost),
      Math.max(-1000, ...lost),
    ];
  };
}

function figuresOf(tally: SplitTally): number[] {
  return [
    ...tally.spans.flatMap((span) => fates.map((fate) => span[fate])),
    tally.keysWritten,
    tally.keysInConflict,
    tally.pairs,
    tally.siblings,
    tally.losingWrites,
    tally.losingVersions,
    tally.superseded,
    tally.keysPending,
    tally.keysDiverged,
    tally.lost?.oldest ?? 1000,
    tally.lost?.newest ?? -1000,
  ];
}

/** A rate that falls to nothing and comes back: mass(t) / mass, with t from 0 to 1. */
function draining(from: number, to: number, mass: number): (time: number) => number {
  return (time) => {
    const x = (time - from) / (to - from);
    if (x < 0.3) return mass * (x - (x * x) / 0.6) * 4 * 0.5;
    if (x < 0.6) return mass * 0.3;
    return mass * (0.3 + (0.7 * (x - 0.6)) / 0.4);
  };
}

const splits: Record<string, Split> = {
  'two sides': apart([0.15, 0.1], 100),
  'two sides, one clock ahead': apart([0.15, 0.1], 100, [25, 0]),
  'three sides': apart([0.15, 0.1, 0.05], 100),
  'two sides, one of two writers': {
    sides: [sideOf('a'), sideOf('bc'), sideOf('abc', 0, 1)],
    spans: [spanOf(0, 'a', {}), spanOf(1, 'b', { mass: 6 }), spanOf(1, 'c', { mass: 4 })],
  },
  'rates that change, and a clock that drifts': {
    sides: [sideOf('a'), sideOf('b'), sideOf('ab', 0, 1)],
    spans: [
      spanOf(0, 'a', { mass: 12, massTo: draining(0, 100, 12) }),
      spanOf(1, 'b', {
        from: 20,
        to: 90,
        mass: 8,
        massTo: draining(20, 90, 8),
        clock: (time) => 1.2 * time - 10,
      }),
    ],
  },
  'a side that parts, and one that joins before the others': {
    sides: [
      sideOf('a'),
      sideOf('bc'),
      sideOf('b', 1),
      sideOf('c', 1),
      sideOf('ab', 0, 2),
      sideOf('abc', 4, 3),
    ],
    spans: [
      spanOf(0, 'a', { to: 200, mass: 12 }),
      spanOf(1, 'b', { mass: 5 }),
      spanOf(1, 'c', { mass: 5, clock: 10 }),
      spanOf(2, 'b', { from: 100, to: 200, mass: 6 }),
      spanOf(3, 'c', { from: 100, to: 300, mass: 8, clock: 10 }),
      spanOf(4, 'a', { from: 200, to: 300, mass: 4 }),
      spanOf(4, 'b', { from: 200, to: 300, mass: 4 }),
    ],
  },
};

const every = rules.map(({ rule }) => rule);

/** Rules that find something of their own in a split. */
const asked: Record<string, readonly Rule[]> = {
  'two sides': every,
  'two sides, one clock ahead': ['last', 'earliest'],
  'three sides': ['last', 'siblings', 'discard'],
  'two sides, one of two writers': ['last', 'priority'],
  'rates that change, and a clock that drifts': ['last', 'priority', 'earliest'],
  'a side that parts, and one that joins before the others': every,
};

describe('a split', () => {
  const popularity = { count: 25, zipf: 0.8 };
  const law = new KeyLaw(popularity);
  for (const [name, split] of Object.entries(splits)) {
    for (const { rule, policy, order } of rules.filter((one) => asked[name]!.includes(one.rule))) {
      it(`is as if each write was made on its own: ${name}, ${rule}`, () => {
        const runs = 300;
        const real = Array.from({ length: runs }, (_, run) =>
          oneByOne(split, law, rule, order, streams.at(run).open('one by one')),
        );
        for (const kind of kinds) {
          const theirs = withSquares(runs, (run) => real[run]!(kind));
          const ours = withSquares(2 * runs, (run) =>
            figuresOf(
              accountSplit(split, {
                keys: law,
                policy,
                writes: kind,
                stream: streams.at(run).open(`ours ${kind}`),
              }),
            ),
          );
          const z = ours.map(({ mean, error }, i) => {
            const spread = Math.sqrt(error ** 2 + theirs[i]!.error ** 2);
            return spread === 0 ? (mean === theirs[i]!.mean ? 0 : 99) : (mean - theirs[i]!.mean) / spread;
          });
          expect(Math.max(...z.map(Math.abs)), `${kind}: ${z.map((x) => x.toFixed(1))}`).toBeLessThan(4.7);
        }
      });
    }
  }

  /** Squares tell whether the figures of one split hang together as they should. */
  function withSquares(runs: number, draw: (run: number) => readonly number[]) {
    return meansOf(runs, (run) => draw(run).flatMap((x) => [x, x * x]));
  }
});

describe('the oldest and the newest of many lost writes', () => {
  const { policy: priority } = rules[1]!;
  const policies: Record<string, readonly [together: ConflictPolicy, singly: ConflictPolicy, ahead: number]> =
    {
      // A clock that is ahead by next to nothing makes each key be drawn on its own.
      'last writer wins': [lastWriterWins, lastWriterWins, 1e-7],
      priority: [priority, { ...priority, asks: 'versions' }, 0],
    };
  for (const [name, [together, singly, ahead]] of Object.entries(policies)) {
    it.each(kinds)(`are as if each key was drawn on its own: ${name}, %s`, (writes) => {
      const keys = new KeyLaw({ count: 3000, zipf: 0.4 });
      const figures = (run: number, policy: ConflictPolicy, skew: number) => {
        const split = apart([20, 30], 100, [skew, 0]);
        const stream = streams
          .at(run)
          .open(`${policy === singly && skew === ahead ? 'singly' : 'together'} ${writes}`);
        const { lost } = accountSplit(split, { keys, policy, writes, stream });
        return [
          lost!.oldest,
          lost!.oldest ** 2,
          lost!.newest,
          lost!.newest ** 2,
          lost!.oldest * lost!.newest,
        ];
      };
      const ours = meansOf(500, (run) => figures(run, together, 0));
      const theirs = meansOf(500, (run) => figures(run + 500, singly, ahead));
      ours.forEach(({ mean, error }, i) => {
        const spread = Math.sqrt(error ** 2 + theirs[i]!.error ** 2);
        expect(Math.abs(mean - theirs[i]!.mean)).toBeLessThan(4 * spread);
      });
    });
  }
});

describe('an account', () => {
  const laws = fc.record({
    count: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1e6 })),
    zipf: fc.constantFrom(0, 0.6, 1, 1.4),
  });
  const some = splitArbitrary({
    masses: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 200, noNaN: true })),
    ahead: fc.constantFrom(0, 0, 5, -250),
  });

  it('gives every write one fate, and is the same for the same stream', () => {
    fc.assert(
      fc.property(
        some,
        laws,
        fc.constantFrom(...rules),
        fc.constantFrom(...kinds),
        fc.nat({ max: 1e6 }),
        (split, popularity, { policy }, writes, run) => {
          const account = () =>
            accountSplit(split, {
              keys: new KeyLaw(popularity),
              policy,
              writes,
              stream: new Streams('fates').at(run).open('account'),
            });
          const tally = account();
          const all = tally.spans.map((span) => fates.reduce((sum, fate) => sum + span[fate], 0));
          const total = all.reduce((sum, count) => sum + count, 0);
          expect(
            tally.spans.every((span) =>
              fates.every((fate) => Number.isSafeInteger(span[fate]) && span[fate] >= 0),
            ),
          ).toBe(true);
          all.forEach((count, i) => {
            if (split.spans[i]!.mass === 0) expect(count).toBe(0);
          });
          expect(tally.superseded).toBe(total - tally.keysWritten);
          expect(tally.keysWritten).toBeLessThanOrEqual(popularity.count);
          expect(tally.keysInConflict).toBeLessThanOrEqual(tally.keysWritten);
          expect(tally.pairs).toBeGreaterThanOrEqual(tally.keysInConflict);
          expect(lostOf(tally)).toBe(writes === 'blind' ? tally.losingVersions : tally.losingWrites);
          expect(tally.losingVersions).toBeLessThanOrEqual(tally.losingWrites);
          expect(tally.lost !== undefined).toBe(lostOf(tally) > 0);
          if (tally.lost) {
            const { oldest, newest } = tally.lost;
            expect(oldest).toBeLessThanOrEqual(newest);
            if (lostOf(tally) === 1) expect(oldest).toBe(newest);
            const lossy = split.spans.filter((_, i) => tally.spans[i]!.lostInConflict > 0);
            expect(oldest).toBeGreaterThanOrEqual(Math.min(...lossy.map(({ from }) => from)));
            expect(newest).toBeLessThanOrEqual(Math.max(...lossy.map(({ to }) => to)));
          }
          expect(account()).toEqual(tally);
        },
      ),
      { seed: 341, numRuns: 600 },
    );
  });

  it('takes no step a key or a write where nobody asks for them', () => {
    let steps = 0;
    const stream = streams.at(0).open('steps');
    const counted = new Stream('counted', () => {
      steps += 1;
      return stream.next();
    });
    const keys = new KeyLaw({ count: 1e6 });
    for (const writes of kinds) {
      const tally = accountSplit(apart([1000, 1000], 600), {
        keys,
        policy: lastWriterWins,
        writes,
        stream: counted,
      });
      expect(tally.keysInConflict).toBeGreaterThan(200_000);
    }
    expect(steps).toBeLessThan(20_000);
  });
});
