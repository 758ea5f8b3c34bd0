import { choose, type Policy, targetsOf } from '../policy.js';
import { type AddressSet, oneAddress, sharesOf } from './addresses.js';
import type { FailOpen } from './fail-open.js';

/** A policy that is a target of another one. */
export interface Group {
  readonly policy: Policy;
  /**
   * Healthy targets of its own that make it healthy: 1 as an alias record that evaluates its target's health (Route 53), more as
   * MinChildEndpoints of a nested profile (Azure Traffic Manager).
   */
  readonly atLeast: number;
}

/** What surrounds a policy: the groups among its targets, and when it disregards health. */
export interface DecisionRules {
  /** A group names regions and groups before it. */
  readonly groups?: readonly Group[];
  /** `all` when absent. */
  readonly failOpen?: FailOpen;
  /** With a smaller share of the regions healthy, health is disregarded too; 0 when absent. */
  readonly minimumHealthy?: number;
}

/** What a population's look-ups are answered with, given the health of each region; nothing when it fails open to nothing. */
export function decide(
  policy: Policy,
  population: string,
  healthy: readonly boolean[],
  rules: DecisionRules = {},
): AddressSet[] {
  const { groups = [], minimumHealthy = 0 } = rules;
  const real = healthOfTargets(healthy, groups);
  const named = regionsOf(policy, groups, healthy.length);
  const fit = named.filter((region) => healthy[region]).length;
  const disregarded = fit < minimumHealthy * named.length - tie;
  const chosen = disregarded ? undefined : choose(policy, population, real);
  if (chosen) return expand(chosen, population, real, rules, healthy.length);
  return openTo(policy, population, named, { real, disregarded, regions: healthy.length }, rules);
}

/** Clients that are answered as those of a population are. */
export interface SeenAs {
  readonly name: string;
  readonly share: number;
}

/** The same for look-ups that come from several places. */
export function decideFor(
  policy: Policy,
  seenAs: readonly SeenAs[],
  healthy: readonly boolean[],
  rules: DecisionRules = {},
): AddressSet[] {
  const [only, ...others] = seenAs;
  if (others.length === 0) return decide(policy, only!.name, healthy, rules);
  return seenAs.flatMap(({ name, share }) =>
    decide(policy, name, healthy, rules).map((set) => ({ ...set, share: set.share * share })),
  );
}

/** A share of a number of regions is met at equality, whatever the rounding of their product. */
const tie = 1e-9;

/** The share of a population's look-ups that each region gets; all 0 where nothing is answered. */
export function answerFor(
  policy: Policy,
  population: string,
  healthy: readonly boolean[],
  rules: DecisionRules = {},
): number[] {
  return sharesOf(decide(policy, population, healthy, rules), healthy.length);
}

/** Regions as they are, and groups by their own targets. */
function healthOfTargets(healthy: readonly boolean[], groups: readonly Group[]): boolean[] {
  const health = [...healthy];
  for (const { policy, atLeast } of groups) {
    health.push(targetsOf(policy).filter((target) => health[target]).length >= atLeast);
  }
  return health;
}

/** All regions that a tree of policies may name. */
function regionsOf(policy: Policy, groups: readonly Group[], regions: number): number[] {
  const below = targetsOf(policy).flatMap((target) =>
    target < regions ? [target] : regionsOf(groups[target - regions]!.policy, groups, regions),
  );
  return [...new Set(below)].sort((a, b) => a - b);
}

/** Groups in place of themselves: what each would be answered with. One that has nobody healthy takes all of its own as healthy. */
function expand(
  sets: readonly AddressSet[],
  population: string,
  health: readonly boolean[],
  rules: DecisionRules,
  regions: number,
): AddressSet[] {
  return sets.flatMap((set) => {
    const [target] = set.regions;
    if (set.regions.length > 1 || target! < regions) return [set];
    const { policy } = rules.groups![target! - regions]!;
    const inner = choose(policy, population, health) ?? choose(policy, population, health.map(yes))!;
    return expand(inner, population, health, rules, regions).map((one) => ({
      ...one,
      share: one.share * set.share,
    }));
  });
}

const yes = () => true;

interface Situation {
  readonly real: readonly boolean[];
  /** Whether health is to be disregarded everywhere, not only where nobody is healthy. */
  readonly disregarded: boolean;
  readonly regions: number;
}

function openTo(
  policy: Policy,
  population: string,
  named: readonly number[],
  { real, disregarded, regions }: Situation,
  rules: DecisionRules,
): AddressSet[] {
  const { failOpen = { kind: 'all' } } = rules;
  switch (failOpen.kind) {
    case 'all': {
      const all = real.map(yes);
      return expand(choose(policy, population, all)!, population, disregarded ? all : real, rules, regions);
    }
    case 'evenly':
      return named.map((region) => oneAddress(region, 1 / named.length));
    case 'nearest': {
      const roundTrips = failOpen.roundTrips[population]!;
      return [
        oneAddress(
          named.reduce((a, b) => (roundTrips[b]! < roundTrips[a]! ? b : a)),
          1,
        ),
      ];
    }
    case 'fallback':
      return [oneAddress(failOpen.region, 1)];
    case 'nothing':
      return [];
  }
}
