import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant, Streams, uniform } from '../../../src/kernel/index.js';
import { AgeLaw } from '../../../src/model/traffic/age.js';
import { DrawnResolvers } from '../../../src/model/traffic/drawn-resolvers.js';
import { honest, type Keeping, type LifeRule, layersOf } from '../../../src/model/traffic/keeping.js';
import { buildResolverSet, resolverLayers } from '../../../src/model/traffic/resolvers.js';

const second = 1e6;

function optionsOf(keepings: readonly Keeping[], ttl: number, gap: number) {
  const lookupRate = gap === 0 ? Number.POSITIVE_INFINITY : 1 / gap;
  return { weights: 'equal' as const, lookupRate, ttl, negativeTtl: ttl, keepings };
}

function ageLaw(keepings: readonly Keeping[], ttl: number, gap = 0): AgeLaw {
  return new AgeLaw(resolverLayers({ ...optionsOf(keepings, ttl, gap), count: 'many' }, true));
}

/** Delays of so many drawn resolvers after one change. */
function drawnDelays(
  keepings: readonly Keeping[],
  ttl: number,
  gap: number,
  count: number,
  run = 0,
): Float64Array {
  const set = buildResolverSet({ ...optionsOf(keepings, ttl, gap), count });
  const resolvers = new DrawnResolvers(set, 'clients', new Streams('keeping').at(run));
  resolvers.note({ at: 0, gives: 'answer', ttl });
  return resolvers.movesOf(0, true, false).delays;
}

function between(
  kind: 'own' | 'at-least' | 'at-most',
  low: number,
  high: number,
  drawn: 'fill' | 'resolver' = 'fill',
): LifeRule {
  const cells =
    drawn === 'fill'
      ? [{ share: 1, low, high }]
      : Array.from({ length: 64 }, (_, i) => {
          const middle = low + ((high - low) * (i + 0.5)) / 64;
          return { share: 1 / 64, low: middle, high: middle };
        });
  return { kind, time: { law: uniform(low, high), cells }, drawn };
}

const late: Keeping = { ...honest, stale: { when: 'expired' } };

describe('what resolvers keep', () => {
  it.each<[string, readonly Keeping[], number]>([
    ['lives drawn at each fill', [{ share: 1, life: between('own', 30 * second, 300 * second) }], 0],
    ['the same, rarely asked', [{ share: 1, life: between('own', 30 * second, 300 * second) }], 100 * second],
    [
      'at least, around the TTL',
      [{ share: 1, life: between('at-least', 10 * second, 200 * second) }],
      20 * second,
    ],
    [
      'at most, around the TTL',
      [{ share: 1, life: between('at-most', 10 * second, 200 * second) }],
      20 * second,
    ],
    [
      'lives drawn once a resolver',
      [{ share: 1, life: between('own', 30 * second, 300 * second, 'resolver') }],
      0,
    ],
    ['stale answers at the first look-up', [late], 120 * second],
    [
      'a mix',
      [
        { share: 0.5, life: { kind: 'ttl' } },
        { share: 0.3, life: between('at-most', 5 * second, 20 * second) },
        { share: 0.2, life: between('at-least', 90 * second, 400 * second, 'resolver') },
      ],
      10 * second,
    ],
  ])('has the same law drawn as in the mean: %s', (_, keepings, gap) => {
    const ttl = 60 * second;
    const count = 20_000;
    const law = ageLaw(keepings, ttl, gap);
    const delays = drawnDelays(keepings, ttl, gap, count).sort();
    let apart = 0;
    delays.forEach((delay, i) => {
      if (delay > 0) apart = Math.max(apart, Math.abs(law.cdf(delay) - (i + 0.5) / count));
    });
    // Kolmogorov: P(sqrt(n) D > 2.2) = 1e-4; the share of empty caches is held to by the first delay above 0.
    expect(apart * Math.sqrt(count)).toBeLessThan(2.2);
  });

  it('of stale answers at the first look-up lasts as long as was measured', () => {
    // Unbound, serve-expired: TTL 5 s, a look-up every 10 s: 11 s on average until the last old answer, 61 s at most.
    const law = new AgeLaw(layersOf(late, 5 * second, 10 * second, true));
    const mean = law.longest - law.integral(law.longest);
    expect(mean / second).toBeCloseTo((5 * 5 + 2 * 5 * 10 + 2 * 10 * 10) / (2 * 15), 6);
    expect(Math.round(mean / second)).toBe(11);
    expect(law.cdf(61 * second)).toBeGreaterThan(0.99);
  });

  it('is never longer with a shorter TTL, by the same luck, where it follows the TTL', () => {
    const rules = fc.constantFrom<LifeRule>(
      { kind: 'ttl' },
      {
        kind: 'at-least',
        time: { law: constant(90 * second), cells: [{ share: 1, low: 90 * second, high: 90 * second }] },
        drawn: 'fill',
      },
      between('at-most', 5 * second, 200 * second, 'resolver'),
    );
    fc.assert(
      fc.property(
        fc.tuple(rules, rules),
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 600 }),
        fc.constantFrom(0, 30 * second),
        fc.nat({ max: 1000 }),
        ([one, other], a, b, gap, run) => {
          const keepings = [
            { share: 0.6, life: one },
            { share: 0.4, life: other },
          ];
          const [short, long] = [Math.min(a, b), Math.max(a, b)].map((ttl) =>
            drawnDelays(keepings, ttl * second, gap, 40, run),
          );
          short!.forEach((delay, i) => {
            expect(delay).toBeLessThanOrEqual(long![i]! + 1e-6);
          });
          const [lower, higher] = [Math.min(a, b), Math.max(a, b)].map((ttl) =>
            ageLaw(keepings, ttl * second, gap),
          );
          for (const x of [1, 20, 100, 400]) {
            expect(lower!.cdf(x * second)).toBeGreaterThanOrEqual(higher!.cdf(x * second) - 1e-9);
          }
        },
      ),
      { seed: 99, numRuns: 200 },
    );
  });
});
