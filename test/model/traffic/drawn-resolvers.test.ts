import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant, Streams } from '../../../src/kernel/index.js';
import { DrawnResolvers } from '../../../src/model/traffic/drawn-resolvers.js';
import { honest, type Keeping } from '../../../src/model/traffic/keeping.js';
import { buildResolverSet, hitRate } from '../../../src/model/traffic/resolvers.js';

const ttl = 60_000;
const many = 20_000;

/** Mean time between two look-ups of a resolver; 0 = it is always asked. */
function drawn(count: number, gap: number, keepings: readonly Keeping[] = [honest]) {
  const set = buildResolverSet({
    count,
    weights: 'equal',
    lookupRate: gap === 0 ? Number.POSITIVE_INFINITY : 1 / gap,
    ttl,
    negativeTtl: 20_000,
    keepings,
  });
  return new DrawnResolvers(set, 'clients', new Streams('resolvers').at(0));
}

/** Half of them keep an answer twice as long. */
const stretching: Keeping[] = [
  {
    share: 0.5,
    life: {
      kind: 'at-least',
      time: { law: constant(2 * ttl), cells: [{ share: 1, low: 2 * ttl, high: 2 * ttl }] },
      drawn: 'fill',
    },
  },
  { ...honest, share: 0.5 },
];

/** Delays of the changes at these times, by change and resolver. */
function delaysAt(resolvers: DrawnResolvers, times: readonly number[]): Float64Array[] {
  return times
    .map((at) => resolvers.note({ at, gives: 'answer', ttl }))
    .map((change) => resolvers.movesOf(change, true, false).delays);
}

/** An independent generator, good enough to hold laws against (mulberry32). */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One resolver followed answer by answer from long before: how much longer it keeps what it has at each time. */
function followOne(gap: number, times: readonly number[], uniform: () => number): number[] {
  let expiry = times[0]! - 50 * (ttl + gap) * (1 + uniform());
  return times.map((at) => {
    for (;;) {
      if (expiry > at) return expiry - at;
      const filled = expiry + gap * -Math.log(1 - uniform());
      if (filled > at) {
        expiry = at;
        return 0;
      }
      expiry = filled + ttl;
    }
  });
}

/** Kolmogorov-Smirnov distance of two samples of the same size, times the root of half of it. */
function distance(a: Float64Array, b: Float64Array): number {
  const [x, y] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  let [i, j, most] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= at) i++;
    while (j < y.length && y[j]! <= at) j++;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most * Math.sqrt(x.length / 2);
}

/** P(distance > 2.2) = 2 exp(-2 2.2^2) = 1e-4. */
const farthest = 2.2;

describe('drawn resolvers', () => {
  it('never keep an answer past its time to live', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 500, 20_000, 400_000),
        fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (gap, waits, stretched) => {
          let at = 0;
          const times = waits.map((wait) => {
            at += wait;
            return at;
          });
          const resolvers = drawn(50, gap, stretched ? stretching : [honest]);
          for (const delays of delaysAt(resolvers, times)) {
            expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
            expect(Math.max(...delays)).toBeLessThanOrEqual(stretched ? 2 * ttl : ttl);
          }
          expect(resolvers.longest(0, false)).toBe(stretched ? 2 * ttl : ttl);
        },
      ),
      { seed: 61, numRuns: 200 },
    );
  });

  it('keep their phase from one change to the next while they are always asked', () => {
    const times = [0, 45_000, 1_000_001];
    const [first, ...later] = delaysAt(drawn(many, 0), times);
    later.forEach((delays, change) => {
      const offBy = delays.map((delay, i) => {
        const periods = (times[change + 1]! + delay - first![i]!) / ttl;
        return Math.abs(periods - Math.round(periods));
      });
      expect(Math.max(...offBy)).toBeLessThan(1e-9);
    });
  });

  it('hold at the second change what their history leaves, not a new draw', () => {
    // Changes a part of a life, one life, and many lives apart; look-ups scarce and frequent.
    for (const gap of [300, 3_000, 40_000]) {
      for (const apart of [20_000, 70_000, 1_500_000]) {
        const [first, second] = delaysAt(drawn(many, gap), [0, apart]);
        const uniform = uniforms(gap + apart);
        const followed = Array.from({ length: many }, () => followOne(gap, [0, apart], uniform));
        const naive = [0, 1].map((k) => Float64Array.from(followed, (one) => one[k]!));
        expect(distance(first!, naive[0]!), `gap ${gap}`).toBeLessThan(farthest);
        expect(distance(second!, naive[1]!), `gap ${gap}, ${apart} apart`).toBeLessThan(farthest);
        // How the two hang together: the time from one expiry to the other.
        const joint = first!.map((delay, i) => apart + second![i]! - delay);
        const naiveJoint = naive[0]!.map((delay, i) => apart + naive[1]![i]! - delay);
        expect(distance(joint, naiveJoint), `gap ${gap}, ${apart} apart, joint`).toBeLessThan(farthest);
      }
    }
  });

  it('stand empty as often as look-ups are scarce', () => {
    for (const gap of [3_000, 60_000, 600_000]) {
      const [, second] = delaysAt(drawn(many, gap), [0, 100_000]);
      const empty = second!.filter((delay) => delay === 0).length / many;
      // rT/(1 + rT) of the look-ups hit (Jung, Berger, Balakrishnan, INFOCOM 2003); four standard errors.
      const expected = 1 / (1 + ttl / gap);
      expect(1 - hitRate(ttl, 1 / gap)).toBeCloseTo(expected, 12);
      expect(Math.abs(empty - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / many));
    }
  });

  it('are the same whichever change is asked about first', () => {
    const forwards = drawn(100, 3_000);
    const backwards = drawn(100, 3_000);
    for (const resolvers of [forwards, backwards])
      for (const at of [0, 50_000, 90_000]) resolvers.note({ at, gives: 'answer', ttl });
    const first = [0, 1, 2].map((change) => forwards.movesOf(change, true, false).delays);
    const last = [2, 1, 0].map((change) => backwards.movesOf(change, true, false).delays).reverse();
    expect(first).toEqual(last);
  });

  it('have whole weights, by rank where they are uneven', () => {
    const options = { lookupRate: 1, ttl, negativeTtl: ttl, keepings: [honest], count: 7 };
    expect([...buildResolverSet({ ...options, weights: 'equal' }).weights]).toEqual([1, 1, 1, 1, 1, 1, 1]);
    const { weights, total } = buildResolverSet({ ...options, weights: 'zipf' });
    weights.forEach((weight, i) => {
      expect(Number.isInteger(weight)).toBe(true);
      expect(weight / weights[0]!).toBeCloseTo(1 / (i + 1), 5);
    });
    expect(total).toBe(weights.reduce((a, b) => a + b, 0));
  });
});
