import { type AddressSet, oneAddress } from './policies/addresses.js';
import { biasedDistance } from './policies/geoproximity.js';

/**
 * How one of several targets is chosen: pure decisions, no state. Targets are numbered: the regions first, then the groups of
 * the tree (see `policies/decision.ts`) in their order.
 */
export type Policy =
  | { readonly kind: 'failover'; readonly order: readonly number[] }
  | {
      readonly kind: 'weighted';
      /** By target. */
      readonly weights: readonly number[];
    }
  | {
      readonly kind: 'latency';
      /** Round trip from each population to each target, microseconds. */
      readonly roundTrips: Readonly<Record<string, readonly number[]>>;
      /** All that have a round trip, when absent. */
      readonly among?: readonly number[];
    }
  | {
      readonly kind: 'geolocation';
      readonly locations: Readonly<Record<string, number>>;
      readonly fallback: number | undefined;
    }
  | {
      readonly kind: 'geoproximity';
      /** From each population to each target, km. */
      readonly distances: Readonly<Record<string, readonly number[]>>;
      /** By target, -99 to 99. */
      readonly biases: readonly number[];
      readonly among: readonly number[];
    }
  | {
      /** One address that all regions announce: the network decides, and most clients come to the nearest. */
      readonly kind: 'anycast';
      /** Round trip from each population to each region, microseconds. */
      readonly roundTrips: Readonly<Record<string, readonly number[]>>;
      /** Share of the clients that the network takes to the second nearest. */
      readonly misrouted: number;
    }
  | {
      /** Several addresses in one answer. */
      readonly kind: 'multivalue';
      /** Regions. */
      readonly among: readonly number[];
      readonly atMost: number;
      /** Whether a client that finds an address dead tries the next one. */
      readonly triesNext: boolean;
    };

/** What a population's look-ups are answered with, as targets; undefined when the policy may name none that is healthy. */
export function choose(
  policy: Policy,
  population: string,
  healthy: readonly boolean[],
): AddressSet[] | undefined {
  switch (policy.kind) {
    case 'failover':
      return only(policy.order.find((target) => healthy[target]));
    case 'weighted':
      return byWeight(policy.weights.map((weight, target) => (healthy[target] ? weight : 0)));
    case 'latency': {
      const roundTrips = policy.roundTrips[population]!;
      return only(least(policy.among ?? [...roundTrips.keys()], healthy, (target) => roundTrips[target]!));
    }
    case 'geolocation':
      return only(located(policy, population, healthy));
    case 'geoproximity': {
      const distances = policy.distances[population]!;
      const biased = (target: number) => biasedDistance(distances[target]!, policy.biases[target]!);
      return only(least(policy.among, healthy, biased));
    }
    case 'anycast':
      return caught(policy.roundTrips[population]!, policy.misrouted, healthy);
    case 'multivalue':
      return several(policy, healthy);
  }
}

/** All targets that a policy may ever name, for any population. */
export function targetsOf(policy: Policy): number[] {
  switch (policy.kind) {
    case 'failover':
      return [...policy.order];
    case 'weighted':
      return policy.weights.flatMap((weight, target) => (weight > 0 ? [target] : []));
    case 'latency':
      return [...(policy.among ?? Object.values(policy.roundTrips)[0]?.keys() ?? [])];
    case 'geolocation': {
      const { fallback } = policy;
      return [
        ...new Set([...Object.values(policy.locations), ...(fallback === undefined ? [] : [fallback])]),
      ];
    }
    case 'anycast':
      return [...(Object.values(policy.roundTrips)[0]?.keys() ?? [])];
    case 'geoproximity':
    case 'multivalue':
      return [...policy.among];
  }
}

function only(target: number | undefined): AddressSet[] | undefined {
  return target === undefined ? undefined : [oneAddress(target, 1)];
}

function byWeight(weights: readonly number[]): AddressSet[] | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return undefined;
  return weights.flatMap((weight, target) => (weight > 0 ? [oneAddress(target, weight / total)] : []));
}

/** Ties go to the target named first. */
function least(
  among: readonly number[],
  healthy: readonly boolean[],
  far: (target: number) => number,
): number | undefined {
  let best: number | undefined;
  for (const target of among) {
    if (healthy[target] && (best === undefined || far(target) < far(best))) best = target;
  }
  return best;
}

/** The target of the population's place; the default when that one is unhealthy or not stated. */
function located(
  policy: Policy & { kind: 'geolocation' },
  population: string,
  healthy: readonly boolean[],
): number | undefined {
  return [policy.locations[population], policy.fallback].find(
    (target) => target !== undefined && healthy[target],
  );
}

/** Of the regions that announce the address, the nearest; for those misrouted, the next. */
function caught(
  roundTrips: readonly number[],
  misrouted: number,
  announced: readonly boolean[],
): AddressSet[] | undefined {
  const far = (region: number) => roundTrips[region]!;
  const all = [...roundTrips.keys()];
  const first = least(all, announced, far);
  if (first === undefined) return undefined;
  const second = least(
    all.filter((region) => region !== first),
    announced,
    far,
  );
  if (second === undefined || misrouted === 0) return [oneAddress(first, 1)];
  return [oneAddress(first, 1 - misrouted), oneAddress(second, misrouted)];
}

/** Where more are healthy than an answer holds, each look-up gets some of them at random. */
function several(
  { among, atMost, triesNext }: Policy & { kind: 'multivalue' },
  healthy: readonly boolean[],
): AddressSet[] | undefined {
  const regions = among.filter((region) => healthy[region]);
  if (regions.length === 0) return undefined;
  return [{ share: 1, regions, tries: triesNext ? Math.min(atMost, regions.length) : 1 }];
}
