import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant, Streams } from '../../../src/kernel/index.js';
import { valueAt } from '../../../src/model/curve.js';
import type { Keeping } from '../../../src/model/traffic/keeping.js';
import { Population, planPopulation } from '../../../src/model/traffic/population.js';

const second = 1e6;
const regions = 3;

interface Step {
  readonly at: number;
  readonly kind: 'redirect' | 'redirect from a dead region' | 'break';
  readonly region: number;
}

const steps: fc.Arbitrary<Step[]> = fc
  .array(
    fc.record({
      wait: fc.integer({ min: 1, max: 200 * second }),
      kind: fc.constantFrom('redirect' as const, 'redirect from a dead region' as const, 'break' as const),
      region: fc.nat({ max: regions - 1 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => {
    let at = 0;
    return list.map(({ wait, kind, region }) => {
      at += wait;
      return { at, kind, region };
    });
  });

const habits = fc.record({
  count: fc.constantFrom('many' as const, 1, 7, 40),
  weights: fc.constantFrom('equal' as const, 'zipf' as const),
  lookupRate: fc.constantFrom(Number.POSITIVE_INFINITY, 1 / second, 0.01 / second),
  ttl: fc.constantFrom(second, 60 * second),
  stretch: fc.constantFrom(undefined, { share: 0.3, to: 150 * second }),
  cacheLife: fc.constantFrom(0, 0, 20 * second),
  connections: fc.constantFrom(undefined, { life: 90 * second, fixed: true }),
});

type Habits = typeof habits extends fc.Arbitrary<infer H> ? H : never;

function populationOf({
  count,
  weights,
  lookupRate,
  ttl,
  stretch,
  cacheLife,
  connections,
}: Habits): Population {
  const plan = planPopulation({
    name: 'clients',
    requestRate: 1 / second,
    writes: 0,
    think: 0,
    resolvers: { count, weights, lookupRate, ttl, negativeTtl: 30 * second, keepings: keepingsOf(stretch) },
    seenAs: [{ name: 'clients', share: 1 }],
    caches: [{ share: 1, life: cacheLife }],
    ...(connections ? { connections } : {}),
  });
  return new Population(plan, shareOf(0), new Streams('population').at(0));
}

function keepingsOf(stretch: Habits['stretch']): Keeping[] {
  if (!stretch) return [{ share: 1, life: { kind: 'ttl' } }];
  const time = { law: constant(stretch.to), cells: [{ share: 1, low: stretch.to, high: stretch.to }] };
  return [
    { share: stretch.share, life: { kind: 'at-least', time, drawn: 'fill' } },
    { share: 1 - stretch.share, life: { kind: 'ttl' } },
  ];
}

function shareOf(region: number): number[] {
  return Array.from({ length: regions }, (_, i) => (i === region ? 1 : 0));
}

/** How long anybody can go by an old answer. */
function longestOf({ ttl, stretch, cacheLife, connections }: Habits): number {
  return Math.max(ttl, stretch?.to ?? 0) + cacheLife + (connections?.life ?? 0);
}

/** Regions that the record named at some time in (from, to]. */
function namedWithin(
  history: readonly { at: number; region: number }[],
  from: number,
  to: number,
): Set<number> {
  const inForce = history.findLast(({ at }) => at <= from);
  return new Set(
    [inForce!, ...history.filter(({ at }) => at > from && at <= to)].map(({ region }) => region),
  );
}

describe('a population', () => {
  it('goes to no region past the lives of all that may remember it, and is always somewhere', () => {
    fc.assert(
      fc.property(habits, steps, fc.nat({ max: 400 * second }), (given, list, wait) => {
        const population = populationOf(given);
        const history = [{ at: Number.NEGATIVE_INFINITY, region: 0 }];
        for (const { at, kind, region } of list) {
          if (kind === 'break') population.breakConnections(at, region);
          else if (history.at(-1)!.region !== region) {
            population.redirect(at, shareOf(region), kind === 'redirect', []);
            history.push({ at, region });
          }
          const later = at + Math.floor(wait / list.length);
          const shares = shareOf(0).map((_, r) => valueAt(population.served(shareOf(r)), later));
          expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
          const remembered = namedWithin(history, later - longestOf(given), later);
          shares.forEach((share, r) => {
            expect(share).toBeGreaterThan(-1e-9);
            if (!remembered.has(r)) expect([r, share]).toEqual([r, expect.closeTo(0, 9)]);
          });
        }
      }),
      { seed: 95, numRuns: 1000 },
    );
  });

  it('draws a client that moves within the same time, or after its cache was next asked', () => {
    fc.assert(
      fc.property(habits, (given) => {
        const population = populationOf({ ...given, lookupRate: Number.POSITIVE_INFINITY });
        expect(population.drawClient()).toBeUndefined();
        population.redirect(5 * second, shareOf(1), true, []);
        population.redirect(9 * second, shareOf(2), true, []);
        const { changedAt, movedAt } = population.drawClient()!;
        expect(changedAt).toBe(5 * second);
        expect(movedAt).toBeGreaterThanOrEqual(changedAt);
        expect(movedAt).toBeLessThanOrEqual(changedAt + longestOf(given));
      }),
      { seed: 96, numRuns: 300 },
    );
  });

  it('holds on to connections only while their region serves', () => {
    const given: Habits = {
      count: 'many',
      weights: 'equal',
      lookupRate: Number.POSITIVE_INFINITY,
      ttl: 10 * second,
      stretch: undefined,
      cacheLife: 0,
      connections: { life: 90 * second, fixed: true },
    };
    const old = (population: Population, at: number) => valueAt(population.served(shareOf(0)), at);
    const draining = populationOf(given);
    draining.redirect(0, shareOf(1), true, []);
    expect(old(draining, 20 * second)).toBeGreaterThan(0.7);
    draining.breakConnections(15 * second, 2);
    expect(old(draining, 20 * second)).toBeGreaterThan(0.7);
    draining.breakConnections(15 * second, 0);
    expect(old(draining, 20 * second)).toBe(0);
    const dead = populationOf(given);
    dead.redirect(0, shareOf(1), false, []);
    expect(old(dead, 5 * second)).toBeCloseTo(0.5, 9);
    expect(old(dead, 10 * second)).toBe(0);
  });
});
