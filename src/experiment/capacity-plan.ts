import { type Distribution, residualQuantile } from '../kernel/index.js';
import { easyRate } from '../model/traffic/capacity/overload.js';
import type { CapacityPlan, StationPlan } from '../model/traffic/capacity/plan.js';
import type { Spec } from '../scenario/schema.js';
import { serversWaiting } from '../scenario/standby.js';
import { Contradiction } from './contradiction.js';
import { mostDemand } from './load-plan.js';
import { buildQuantity } from './quantity.js';
import type { Sites } from './sites.js';

type Capacity = NonNullable<Spec['regions'][string]['capacity']>;

/**
 * What regions and stores can serve; undefined where everything can serve all.
 *
 * @throws Contradiction where a breaker can never open
 */
export function planCapacity(spec: Spec, sites: Sites): CapacityPlan | undefined {
  const stations: StationPlan[] = [];
  const patience = Math.min(...Object.values(spec.clients).map(({ timeout }) => timeout));
  const add = (subject: string, name: string, capacity: Capacity) =>
    stations.push(planStation(subject, name, capacity, patience)) - 1;
  const ofRegion = sites.regionNames.map((region) => {
    const { capacity, standby } = spec.regions[region]!;
    return (
      capacity && add(region, region, { ...capacity, servers: serversWaiting(standby, capacity.servers) })
    );
  });
  const ofStore = Object.entries(spec.data).map(
    ([store, { capacity, homes, writers, primary, standbys }]) => {
      const own = homes ?? writers ?? [primary!, ...standbys];
      return new Map(
        capacity
          ? own.map((site) => [sites.numberOf(site), add(store, `${store} on ${site}`, capacity)])
          : [],
      );
    },
  );
  if (stations.length === 0) return undefined;
  return {
    by: spec.service.queueing,
    stations,
    ofRegion,
    ofStore,
    clients: Object.entries(spec.clients).map(([name, client]) => {
      checkBreaker(name, client, spec);
      return planClient(client);
    }),
    threshold: spec.service.threshold,
    isAmple: isAmple(spec, stations),
  };
}

/** Nothing makes stations slower, or clients ask for more than their load says, and that is little enough. */
function isAmple(spec: Spec, stations: readonly StationPlan[]): boolean {
  const { clients, faults } = spec;
  if (faults.some(({ kind }) => kind === 'throttle' || kind === 'surge')) return false;
  if (Object.values(clients).some(({ sessions }) => sessions)) return false;
  const rate = Object.entries(clients).reduce(
    (sum, [name, { requests }]) => sum + (requests / 1e6) * mostDemand(spec, name),
    0,
  );
  return stations.every(
    ({ easyRate, warmUp, autoscaling }) => !warmUp && !autoscaling && rate * (1 + rounding) <= easyRate,
  );
}

/** Of sums of rates. */
const rounding = 1e-9;

/** A limit lets half a second's worth through at once (Amazon API Gateway, quotas: 10,000 a second, bursts of 5,000). */
const burstSeconds = 0.5;

function planStation(subject: string, name: string, capacity: Capacity, patience: number): StationPlan {
  const { servers, queue, service, admits, warmUp, autoscaling } = capacity;
  const { law } = buildQuantity(service, `service of ${name}`);
  const variation = variationOf(law);
  const limit = admits === undefined ? {} : { admits: admits / 1e6 };
  return {
    subject,
    name,
    servers,
    queue,
    service: law,
    variation,
    easyRate: easyRate({
      service: law.mean,
      variation,
      servers: Math.min(servers, autoscaling?.least ?? servers),
      queue,
      patience,
      ...limit,
    }),
    ...(autoscaling ? { autoscaling: planAutoscaling(autoscaling, servers) } : {}),
    ...(admits === undefined
      ? {}
      : { limit: { rate: admits / 1e6, burst: Math.max(1, admits * burstSeconds) } }),
    ...(warmUp ? { warmUp: { share: warmUp.from, within: warmUp.for } } : {}),
  };
}

function planAutoscaling(
  { least, launches, ...options }: NonNullable<Capacity['autoscaling']>,
  servers: number,
): NonNullable<StationPlan['autoscaling']> {
  const limited = launches === undefined ? {} : { launches: { rate: launches / 1e6, burst: 1 } };
  return { ...options, least: least ?? servers, ...limited };
}

/** Squared coefficient of variation: from the mean of what is left at a random instant, by the midpoints of its quantiles. */
function variationOf(law: Distribution): number {
  const points = 64;
  let residual = 0;
  for (let i = 0; i < points; i++)
    residual += residualQuantile((x) => law.excess(x), (i + 0.5) / points) / points;
  return (2 * residual) / law.mean - 1;
}

/** @throws Contradiction where a breaker never sees as many attempts as it is to have seen before it opens */
function checkBreaker(
  name: string,
  { breaker, requests, retries, sessions }: Spec['clients'][string],
  spec: Spec,
): void {
  // Logins come all at once.
  if (!breaker || sessions) return;
  const rate = (requests / 1e6) * mostDemand(spec, name) * (1 + (retries?.attempts ?? 0));
  const held = rate * breaker.window;
  // Chance adds to the mean: six standard deviations, and some more where that is little.
  if (breaker.minimum <= held + 6 * Math.sqrt(held) + 3) return;
  throw new Contradiction({
    path: ['clients', name, 'breaker', 'minimum'],
    message: `is ${breaker.minimum}, but its window holds some ${Number(held.toPrecision(2))} attempts at most, so that it never opens`,
    expected: 'a longer window, or a smaller minimum',
  });
}

function planClient({ timeout, retries, breaker }: Spec['clients'][string]) {
  return {
    timeout,
    retry: retries
      ? {
          attempts: retries.attempts,
          backoff: retries.backoff,
          factor: retries.factor,
          cap: retries.longest,
          jitter: retries.jitter,
          ...(retries.budget ? { budget: { ratio: retries.budget.share, burst: retries.budget.burst } } : {}),
        }
      : { attempts: 0, backoff: 0, factor: 1, cap: 0, jitter: 'none' as const },
    ...(breaker ? { breaker } : {}),
  };
}
