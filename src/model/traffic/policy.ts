/** What a name service knows when it answers: pure decisions, no state. */
export type Policy =
  | { readonly kind: 'failover'; readonly order: readonly number[] }
  | { readonly kind: 'weighted'; readonly weights: readonly number[] }
  | {
      readonly kind: 'latency';
      /** Round trip from each population to each region, microseconds. */
      readonly roundTrips: Readonly<Record<string, readonly number[]>>;
    }
  | {
      readonly kind: 'geolocation';
      readonly locations: Readonly<Record<string, number>>;
      readonly fallback: number | undefined;
    };

/**
 * The share of a population's look-ups that each region gets. When no region that the policy may name is healthy, all
 * of them are taken as healthy (fail open, as Amazon Route 53 does: "How Amazon Route 53 chooses records when health
 * checking is configured", developer guide).
 */
export function answerFor(policy: Policy, population: string, healthy: readonly boolean[]): number[] {
  return (
    choose(policy, population, healthy) ??
    choose(
      policy,
      population,
      healthy.map(() => true),
    )!
  );
}

function choose(policy: Policy, population: string, healthy: readonly boolean[]): number[] | undefined {
  switch (policy.kind) {
    case 'failover':
      return only(
        policy.order.find((region) => healthy[region]),
        healthy.length,
      );
    case 'weighted':
      return byWeight(policy.weights.map((weight, region) => (healthy[region] ? weight : 0)));
    case 'latency':
      return only(nearest(policy.roundTrips[population]!, healthy), healthy.length);
    case 'geolocation':
      return only(located(policy, population, healthy), healthy.length);
  }
}

function only(region: number | undefined, regions: number): number[] | undefined {
  if (region === undefined) return undefined;
  const shares = new Array<number>(regions).fill(0);
  shares[region] = 1;
  return shares;
}

function byWeight(weights: readonly number[]): number[] | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? weights.map((weight) => weight / total) : undefined;
}

/** Ties go to the region named first. */
function nearest(roundTrips: readonly number[], healthy: readonly boolean[]): number | undefined {
  let best: number | undefined;
  roundTrips.forEach((roundTrip, region) => {
    if (healthy[region] && (best === undefined || roundTrip < roundTrips[best]!)) best = region;
  });
  return best;
}

/** The region of the population's place; the default when that one is unhealthy or not stated. */
function located(
  policy: Policy & { kind: 'geolocation' },
  population: string,
  healthy: readonly boolean[],
): number | undefined {
  return [policy.locations[population], policy.fallback].find(
    (region) => region !== undefined && healthy[region],
  );
}
