import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant, Streams } from '../../../src/kernel/index.js';
import { valueAt } from '../../../src/model/curve.js';
import type { Keeping, LifeRule } from '../../../src/model/traffic/keeping.js';
import { Population, planPopulation } from '../../../src/model/traffic/population.js';

/** What an authority does, against caches followed one by one. */

const second = 1e6;
const negativeTtl = 40 * second;
const firstTtl = 60 * second;

type Kind = 'answer' | 'nothing' | 'silence' | 'ttl';
interface Turn {
  readonly at: number;
  readonly kind: Kind;
  /** The region of an answer, or the time to live, seconds. */
  readonly value: number;
}

function rule(kind: 'at-least' | 'at-most' | 'own', time: number): LifeRule {
  const law = { law: constant(time), cells: [{ share: 1, low: time, high: time }] };
  return { kind, time: law, drawn: 'fill' };
}

const honestly: readonly Keeping[] = [{ share: 1, life: { kind: 'ttl' } }];
const mixed: readonly Keeping[] = [
  { share: 0.5, life: { kind: 'ttl' } },
  { share: 0.2, life: rule('at-least', 100 * second) },
  { share: 0.2, life: rule('at-most', 15 * second) },
  { share: 0.1, life: { kind: 'for-ever' } },
];
const stale: readonly Keeping[] = [
  { share: 0.6, life: { kind: 'ttl' }, stale: { when: 'unanswered', lasts: 90 * second } },
  { share: 0.4, life: rule('own', 25 * second) },
];

const turns: fc.Arbitrary<Turn[]> = fc
  .array(
    fc.record({
      wait: fc.integer({ min: 1, max: 150 }),
      kind: fc.constantFrom<Kind>('answer', 'nothing', 'silence', 'ttl'),
      value: fc.integer({ min: 1, max: 120 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => {
    let at = 0;
    let silent = false;
    return list.map(({ wait, kind, value }) => {
      at += wait * second;
      // A silence ends with an answer, or with the news that there is nothing.
      const next = silent && (kind === 'silence' || kind === 'ttl') ? 'answer' : kind;
      silent = next === 'silence';
      return { at, kind: next, value };
    });
  });

function populationOf(count: 'many' | number, keepings: readonly Keeping[], lookupRate: number): Population {
  const plan = planPopulation({
    name: 'clients',
    requestRate: 1 / second,
    writes: 0,
    think: 0,
    resolvers: { count, weights: 'equal', lookupRate, ttl: firstTtl, negativeTtl, keepings },
    seenAs: [{ name: 'clients', share: 1 }],
    caches: [{ share: 1, life: 0 }],
  });
  return new Population(plan, [1, 0], new Streams('authority').at(0));
}

/** Share of the clients that get region 0, region 1, nothing at these times; seen only up to the next turn. */
function sharesOf(population: Population, list: readonly Turn[], times: readonly number[]): number[][] {
  const shares: number[][] = [];
  const left = [...times];
  const look = (until: number) => {
    while (left.length > 0 && left[0]! < until) {
      const at = left.shift()!;
      const to = [0, 1].map((region) => valueAt(population.served(region === 0 ? [1, 0] : [0, 1]), at));
      shares.push([...to, 1 - to[0]! - to[1]!]);
    }
  };
  for (const { at, kind, value } of list) {
    look(at);
    if (kind === 'silence') population.silence(at, []);
    else if (kind === 'ttl') population.keepFor(at, value * second);
    else population.redirect(at, kind === 'nothing' ? [0, 0] : regionOf(value), true, []);
  }
  look(Number.POSITIVE_INFINITY);
  return shares;
}

function regionOf(value: number): number[] {
  return value % 2 === 0 ? [1, 0] : [0, 1];
}

/** What the authority gives at a time: a region, or that there is nothing, and for how long; undefined in a silence. */
function authorityAt(list: readonly Turn[], at: number): { region: number; life: number } | undefined {
  let [region, life, silent] = [0, firstTtl, false];
  for (const turn of list) {
    if (turn.at > at) break;
    silent = turn.kind === 'silence';
    if (turn.kind === 'ttl') life = turn.value * second;
    if (turn.kind === 'answer') region = turn.value % 2 === 0 ? 0 : 1;
    if (turn.kind === 'nothing') region = 2;
  }
  return silent ? undefined : { region, life: region === 2 ? negativeTtl : life };
}

/** How long this resolver keeps what it is given. */
function kept(life: LifeRule, given: { region: number; life: number }): number {
  if (life.kind === 'for-ever') return given.region === 2 ? given.life : Number.POSITIVE_INFINITY;
  if (life.kind === 'at-most') return Math.min(given.life, life.time.law.mean);
  if (given.region === 2 || !('time' in life)) return given.life;
  return life.kind === 'own' ? life.time.law.mean : Math.max(given.life, life.time.law.mean);
}

/**
 * One resolver from long before: what it gives to a look-up at each time. `phase` is that of its cycle; `gap` draws the time from
 * an expiry to the next look-up that counts.
 */
function follow(
  keeping: Keeping,
  list: readonly Turn[],
  times: readonly number[],
  phase: number,
  gap: () => number,
): number[] {
  const { life, stale } = keeping;
  const begins = kept(life, { region: 0, life: firstTtl });
  let entry = {
    region: 0,
    expiry: begins === Number.POSITIVE_INFINITY ? begins : -20 * begins + phase * begins,
  };
  // In a silence an always asked cache asks all the time; what it was refused until now does not count.
  let next = entry.expiry + gap();
  const ends = list.flatMap(({ at, kind }, i) =>
    (kind === 'silence' ? [list[i + 1]?.at ?? Number.POSITIVE_INFINITY] : []).map((end) => ({
      from: at,
      end,
    })),
  );
  const refill = (until: number) => {
    while (next <= until) {
      const silence = ends.find(({ from, end }) => from <= next && next < end);
      if (silence) {
        next = silence.end + gap();
        continue;
      }
      const given = authorityAt(list, next)!;
      entry = { region: given.region, expiry: next + kept(life, given) };
      next = entry.expiry + gap();
    }
  };
  return times.map((at) => {
    refill(at);
    if (entry.expiry > at) return entry.region;
    const now = authorityAt(list, at);
    if (now) return now.region;
    const late = stale?.when === 'unanswered' && at < entry.expiry + stale.lasts;
    return late ? entry.region : 2;
  });
}

/** Shares of look-ups by what they get (a region, or nothing) at these times, counted over so many caches a kind. */
function count(
  mix: readonly Keeping[],
  list: readonly Turn[],
  times: readonly number[],
  caches: number,
  phase: (i: number) => number,
  gap: () => number = () => 0,
): number[][] {
  const counted = times.map(() => [0, 0, 0]);
  for (const keeping of mix)
    for (let i = 0; i < caches; i++)
      follow(keeping, list, times, phase(i), gap).forEach((state, k) => {
        counted[k]![state]! += keeping.share / caches;
      });
  return counted;
}

function farthest(a: readonly number[][], b: readonly number[][]): number {
  const apart = a.map((shares, k) =>
    Math.max(...shares.map((share, state) => Math.abs(share - b[k]![state]!))),
  );
  return Math.max(0, ...apart);
}

const looks = fc
  .array(fc.nat({ max: 900 }), { minLength: 4, maxLength: 12 })
  .map((list) => list.map((look) => look * second + 0.5).sort((a, b) => a - b));

/** A silence and what follows it, while nobody moves. */
const silence: fc.Arbitrary<Turn[]> = fc
  .tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom<Kind>('answer', 'nothing'), fc.nat({ max: 1 }))
  .map(([lasts, kind, value]) => [
    { at: 20 * second, kind: 'silence', value: 0 },
    { at: (20 + lasts) * second, kind, value },
  ]);

describe('the caches of a population', () => {
  it.each([
    ['whatever the authority does', turns, [honestly, mixed]],
    ['that serve stale answers in a silence', silence, [stale]],
  ])('of many resolvers are where as many, followed one by one, would be: %s', (_, given, mixes) => {
    fc.assert(
      fc.property(given, fc.constantFrom(...mixes), looks, (list, mix, times) => {
        const shares = sharesOf(populationOf('many', mix, Number.POSITIVE_INFINITY), list, times);
        const caches = 1_000;
        const counted = count(mix, list, times, caches, (i) => (i + 0.5) / caches);
        // Off by a few caches for each piece that their phases fall into.
        expect(farthest(shares, counted)).toBeLessThan(0.01);
      }),
      { seed: 97, numRuns: 40 },
    );
  });

  it.each([
    ['asked all the time', Number.POSITIVE_INFINITY],
    ['asked now and then', 1 / (30 * second)],
  ])('of drawn resolvers are where as many, followed one by one, would be: %s', (_, lookupRate) => {
    const caches = 4_000;
    const uniform = uniforms(7);
    const gap = () => (lookupRate === Number.POSITIVE_INFINITY ? 0 : -Math.log(1 - uniform()) / lookupRate);
    fc.assert(
      fc.property(turns, fc.constantFrom(honestly, mixed), looks, (list, mix, times) => {
        const shares = sharesOf(populationOf(caches, mix, lookupRate), list, times);
        const counted = count(mix, list, times, caches, uniform, gap);
        // Two samples of 4,000: five standard errors of their difference.
        expect(farthest(shares, counted)).toBeLessThan(5 * Math.sqrt(0.5 / caches));
      }),
      { seed: 98, numRuns: 10 },
    );
  });
});

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
