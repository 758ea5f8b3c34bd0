import { second } from '../kernel/index.js';
import type { Cell, Keeping, LifeLaw, LifeRule, Stale } from '../model/traffic/keeping.js';
import type { SeenAs } from '../model/traffic/policies/decision.js';
import type { ResolverOptions } from '../model/traffic/resolvers.js';
import type { Law, QuantitySpec } from '../scenario/quantity.js';
import type { Spec } from '../scenario/schema.js';
import { buildLaw } from './quantity.js';
import { looksUp } from './routing-plan.js';

type Resolvers = Spec['clients'][string]['resolvers'];
type Detailed = Extract<Resolvers, { mix?: unknown }>;
type Part = NonNullable<Detailed['mix']>[number];
type StaleSpec = Detailed['serveStale'];

/** @param requestRate Of the population, per microsecond. */
export function planResolvers(resolvers: Resolvers, requestRate: number, { routing }: Spec): ResolverOptions {
  const { count, weights, lookups } = resolvers;
  const always = lookups === 'always' || (lookups === 'default' && count === 'many');
  const each = typeof lookups === 'number' ? lookups / second : requestRate / (count === 'many' ? 1 : count);
  return {
    count,
    weights,
    lookupRate: always ? Number.POSITIVE_INFINITY : each,
    ttl: routing.ttl.initially,
    negativeTtl: looksUp(routing) ? routing.negativeTtl : 0,
    keepings:
      'mix' in resolvers ||
      'stretch' in resolvers ||
      'serveStale' in resolvers ||
      'clientSubnets' in resolvers
        ? planKeepings(resolvers as Detailed)
        : [{ share: 1, life: { kind: 'ttl' } }],
  };
}

/** As which populations the look-ups of one are answered; resolvers that tell the client's subnet are never misplaced. */
export function planPlaces(name: string, resolvers: Resolvers): SeenAs[] {
  const { misplaced, clientSubnets } = resolvers as Detailed;
  const share = misplaced ? misplaced.share * (1 - (clientSubnets?.share ?? 0)) : 0;
  return misplaced && share > 0
    ? [
        { name, share: 1 - share },
        { name: misplaced.as, share },
      ]
    : [{ name, share: 1 }];
}

function planKeepings({ mix, stretch, serveStale, clientSubnets }: Detailed): Keeping[] {
  const parts: readonly Part[] = mix ?? stretched(stretch);
  const keepings = parts.map((part): Keeping => {
    const stale = planStale(part.serveStale ?? serveStale);
    return { share: part.share, life: planLife(part), ...(stale ? { stale } : {}) };
  });
  if (!clientSubnets) return keepings;
  const { share, subnets } = clientSubnets;
  return keepings.flatMap((one) => [
    { ...one, share: one.share * share, entries: subnets },
    ...(share < 1 ? [{ ...one, share: one.share * (1 - share) }] : []),
  ]);
}

function stretched(stretch: Detailed['stretch']): Part[] {
  if (!stretch) return [{ share: 1 }];
  const longer = { share: stretch.share, atLeast: fixed(stretch.to) };
  return stretch.share < 1 ? [longer, { share: 1 - stretch.share }] : [longer];
}

function fixed(value: number): QuantitySpec {
  return { draw: 'use', kind: 'constant', value };
}

function planLife({ atLeast, atMost, life, pinned }: Part): LifeRule {
  if (pinned) return { kind: pinned };
  if (atMost !== undefined) return { kind: 'at-most', ...planLaw(fixed(atMost)) };
  const given = atLeast ?? life;
  return given ? { kind: atLeast ? 'at-least' : 'own', ...planLaw(given) } : { kind: 'ttl' };
}

function planLaw(given: QuantitySpec): { time: LifeLaw; drawn: 'fill' | 'resolver' } {
  const drawn = given.draw === 'entity' ? 'resolver' : 'fill';
  return { time: { law: buildLaw(given), cells: cellsOf(given, drawn) }, drawn };
}

function planStale(given: StaleSpec): Stale | undefined {
  if (!given) return undefined;
  return given.when === 'expired' ? { when: 'expired' } : { when: 'unanswered', lasts: given.for };
}

/** Laws that have no cells of their own are cut into so many of the same weight, each taken at its mean. */
const cells = 64;

function cellsOf(law: Law, drawn: 'fill' | 'resolver'): Cell[] {
  switch (law.kind) {
    case 'constant':
      return [{ share: 1, low: law.value, high: law.value }];
    case 'mixture':
      return law.parts.flatMap(({ share, law }) =>
        cellsOf(law, drawn).map((cell) => ({ ...cell, share: share * cell.share })),
      );
    case 'uniform':
      return drawn === 'fill' ? [{ share: 1, low: law.low, high: law.high }] : evenCells(law);
    case 'samples':
      return law.values.length > cells
        ? evenCells(law)
        : law.values.map((value) => ({ share: 1 / law.values.length, low: value, high: value }));
    default:
      return evenCells(law);
  }
}

/** E[X; a < X <= b] is the mean beyond a, less that beyond b, and what lies below each beyond it. */
function evenCells(law: Law): Cell[] {
  const { quantile, excess, mean } = methodsOf(law);
  const beyond = (share: number) => {
    if (share === 0) return mean;
    return share === 1 ? 0 : excess(quantile(share)) + (1 - share) * quantile(share);
  };
  return Array.from({ length: cells }, (_, i) => {
    const value = cells * (beyond(i / cells) - beyond((i + 1) / cells));
    return { share: 1 / cells, low: value, high: value };
  });
}

function methodsOf(law: Law) {
  const built = buildLaw(law);
  return {
    mean: built.mean,
    quantile: (u: number) => built.quantile(u),
    excess: (x: number) => built.excess(x),
  };
}
