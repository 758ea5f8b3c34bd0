import { distanceBetween } from '../data/distances.js';
import { type Distribution, lognormalThrough, minute, second } from '../kernel/index.js';
import type { RoutingOptions } from '../model/traffic/name-service.js';
import type { DecisionRules, Group } from '../model/traffic/policies/decision.js';
import type { FailOpen } from '../model/traffic/policies/fail-open.js';
import { type Policy, targetsOf } from '../model/traffic/policy.js';
import type { Spec } from '../scenario/schema.js';
import { buildQuantity } from './quantity.js';
import type { Sites } from './sites.js';

type Routing = Spec['routing'];
type PolicySpec = NonNullable<Routing['groups']>[string];

export function planRouting(spec: Spec, sites: Sites): RoutingOptions {
  const { health, propagation, policy, by, ttl } = spec.routing;
  const targets = new Targets(spec, sites);
  const successes = health.successes ?? health.failures;
  return {
    policy: targets.plan(spec.routing),
    propagation: buildQuantity(propagation, 'propagation'),
    health: { ...health, successes },
    ...('at' in ttl
      ? { ttlChange: { at: buildQuantity(ttl.at, 'change of the TTL'), to: ttl.becomes } }
      : {}),
    ...(policy === 'anycast' ? planRoutes(spec, sites) : { rules: planRules(spec, sites, targets.groups) }),
    ...(by === 'accelerator' ? { by: 'edge' } : {}),
    ...(by === 'hybrid' ? { routes: { hold: spec.routing.hold ?? standardHold, carry: true } } : {}),
  };
}

/** RFC 4271, section 10. */
const standardHold = 90 * second;

/** Whether clients look a name up to find a region. */
export function looksUp({ policy, by }: Routing): boolean {
  return policy !== 'anycast' && by !== 'accelerator';
}

function planRules(spec: Spec, sites: Sites, groups: readonly Group[]): DecisionRules {
  const { minimumHealthy } = spec.routing;
  return { groups, failOpen: planFailOpen(spec, sites), minimumHealthy };
}

/** No route to anybody is no answer. */
function planRoutes({ routing }: Spec, sites: Sites): Pick<RoutingOptions, 'rules' | 'by' | 'routes'> {
  const { hold = standardHold, origin } = routing;
  return {
    rules: { failOpen: { kind: 'nothing' } },
    by: 'network',
    routes: { hold, ...(origin === undefined ? {} : { origin: sites.regionNumber(origin) }) },
  };
}

/** How long the network takes to take a client another way; nothing where it does not decide. */
export function planConvergence({ routing }: Spec): { convergence?: Distribution } {
  if (routing.policy !== 'anycast' && routing.by !== 'hybrid') return {};
  const { convergence } = routing;
  if (convergence) return { convergence: buildQuantity(convergence, 'convergence').law };
  return { convergence: lognormalThrough([0.8, 10 * second], [0.99, 3 * minute]) };
}

function planFailOpen(spec: Spec, sites: Sites): FailOpen {
  const { failOpen, fallback } = spec.routing;
  switch (failOpen) {
    case 'nearest':
      return { kind: failOpen, roundTrips: byPopulation(spec, (name) => tripsOf(name, sites)) };
    case 'fallback':
      return { kind: failOpen, region: sites.regionNumber(fallback!) };
    default:
      return { kind: failOpen };
  }
}

/** What policies choose from: the regions, then the groups, each after those that it leads to. */
class Targets {
  readonly groups: Group[] = [];
  private readonly numbers: Map<string, number>;
  private readonly clients: readonly string[];
  /** From each population to each target, microseconds and km. */
  private readonly roundTrips: Record<string, number[]>;
  private readonly distances: Record<string, number[]>;

  constructor(
    private readonly spec: Spec,
    sites: Sites,
  ) {
    this.numbers = new Map(sites.regionNames.map((name, index) => [name, index]));
    this.clients = Object.keys(spec.clients);
    this.roundTrips = byPopulation(spec, (name) => tripsOf(name, sites));
    this.distances = byPopulation(spec, (name) =>
      sites.regionNames.map((region) =>
        distanceBetween(spec.clients[name]!.place, spec.regions[region]!.place),
      ),
    );
  }

  plan(given: Routing | PolicySpec): Policy {
    const number = (name: string) => this.numberOf(name);
    const { regions } = this.spec;
    const among = (given.among ?? Object.keys(regions)).map(number);
    switch (given.policy) {
      case 'anycast':
        return { kind: 'anycast', roundTrips: this.roundTrips, misrouted: given.misrouted ?? 0.2 };
      case 'failover':
        return { kind: 'failover', order: given.order!.map(number) };
      case 'weighted':
        return { kind: 'weighted', weights: this.byTarget(given.weights!) };
      case 'latency':
        return { kind: 'latency', roundTrips: this.roundTrips, among };
      case 'geolocation': {
        const locations = Object.entries(given.locations ?? {}).map(([name, to]) => [name, number(to)]);
        const fallback = given.default === undefined ? undefined : number(given.default);
        return { kind: 'geolocation', locations: Object.fromEntries(locations), fallback };
      }
      case 'geoproximity':
        return {
          kind: 'geoproximity',
          distances: this.distances,
          biases: this.byTarget(given.biases ?? {}),
          among,
        };
      case 'multivalue':
        return { kind: 'multivalue', among, atMost: given.atMost ?? 8, triesNext: given.tries !== 'one' };
    }
  }

  /** 0 for targets that are not named. */
  private byTarget(values: Readonly<Record<string, number>>): number[] {
    const named = Object.entries(values).map(([name, value]) => [this.numberOf(name), value] as const);
    const all = new Array<number>(this.numbers.size).fill(0);
    for (const [target, value] of named) all[target] = value;
    return all;
  }

  /** Plans a group when it is first named. */
  private numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const group = this.spec.routing.groups![name]!;
    const policy = this.plan(group);
    const number = this.numbers.size;
    this.numbers.set(name, number);
    this.groups.push({ policy, atLeast: group.atLeast });
    // A group is as far away as the nearest of its own.
    for (const client of this.clients)
      for (const far of [this.roundTrips[client]!, this.distances[client]!])
        far.push(Math.min(...targetsOf(policy).map((target) => far[target]!)));
    return number;
  }
}

function tripsOf(population: string, sites: Sites): number[] {
  return sites.regionNames.map((region) => sites.roundTripTo(region, population));
}

function byPopulation<T>({ clients }: Spec, make: (name: string) => T): Record<string, T> {
  return Object.fromEntries(Object.keys(clients).map((name) => [name, make(name)]));
}
