import { type Distribution, second } from '../kernel/index.js';
import type { VaultOptions } from '../model/data/backups/vault.js';
import type { MultiPrimaryOptions } from '../model/data/multi-primary.js';
import type { SinglePrimaryOptions } from '../model/data/primary/options.js';
import type { LeaderlessOptions } from '../model/data/quorum/leaderless.js';
import type { StoreOptions } from '../model/data/store.js';
import type { FaultOptions } from '../model/fault.js';
import type { StandbyOptions } from '../model/recovery/standby-region.js';
import type { TiltOptions } from '../model/tilt.js';
import type { CapacityPlan } from '../model/traffic/capacity/plan.js';
import type { DeploymentPlan } from '../model/traffic/deployments/deployments.js';
import type { CalendarOptions } from '../model/traffic/load.js';
import type { RoutingOptions } from '../model/traffic/name-service.js';
import {
  type ClientCache,
  type ConnectionOptions,
  type PopulationPlan,
  planPopulation,
} from '../model/traffic/population.js';
import type { Spec } from '../scenario/schema.js';
import { type BackupPlan, planBackups, planVaults } from './backup-plan.js';
import { planCapacity } from './capacity-plan.js';
import { planConsistency } from './consistency-plan.js';
import { planDeployments } from './deployment-plan.js';
import { planFault } from './fault-plan.js';
import { planCalendar, planLoad } from './load-plan.js';
import type { Merges } from './merges.js';
import { planMultiPrimary } from './multi-primary-plan.js';
import { buildQuantity } from './quantity.js';
import { canBeIsolated, planElectorate, planRecovery, type RecoveryPlan } from './recovery-plan.js';
import { checkShipping, planCeiling, planReplication } from './replication-plan.js';
import { planPlaces, planResolvers } from './resolver-plan.js';
import { planConvergence, planRouting } from './routing-plan.js';
import { planRunbooks, type RunbookPlan } from './runbook-plan.js';
import { layOutSites, type Sites } from './sites.js';
import { checkAllServed, planStandbys } from './standby-plan.js';
import { planTilt } from './tilt-plan.js';

/** A shard of any kind. */
export type ShardOptions = SinglePrimaryOptions | MultiPrimaryOptions | LeaderlessOptions;

/** How the clock of a region differs from true time: microseconds, the standard deviation of an error, a fraction. */
export interface RegionClock {
  readonly region: string;
  readonly ahead: number;
  readonly error: number;
  readonly drift: number;
}

/** Everything that is the same in every run of a scenario, as the model takes it. */
export interface Blueprint {
  readonly sites: Sites;
  readonly populations: readonly PopulationPlan[];
  /** Absent where no population has a load. */
  readonly calendar?: CalendarOptions | undefined;
  readonly routing: RoutingOptions;
  /** Time that the network of a client takes to hear of a route, microseconds; absent where clients look up where to go. */
  readonly convergence?: Distribution;
  readonly stores: readonly StoreOptions[];
  readonly shards: readonly ShardOptions[];
  /** By shard; absent where nothing is done. */
  readonly recovery: readonly (RecoveryPlan | undefined)[];
  readonly vaults: readonly VaultOptions[];
  /** By shard; absent where a store has no backups. */
  readonly backups: readonly (BackupPlan | undefined)[];
  /** Absent where there are none. */
  readonly runbooks?: RunbookPlan;
  /** Regions that stand by until a runbook activates them. */
  readonly standbys: readonly StandbyOptions[];
  readonly faults: readonly FaultOptions[];
  /** How many faults each crew repairs at a time. */
  readonly crews: Readonly<Record<string, number>>;
  /** Absent where nothing is ever changed. */
  readonly deployments?: DeploymentPlan;
  /** Given where rare meetings of faults are sought. */
  readonly tilt?: TiltOptions;
  /** By region. */
  readonly clocks: readonly RegionClock[];
  /** Absent where everything can serve all. */
  readonly capacity?: CapacityPlan;
}

/**
 * Functions that are not in `merges` are missed only when a conflict is to be decided.
 *
 * @throws Contradiction when writes are more than a link carries, a fault recurs beyond measure, or nobody serves clients where they are sent
 */
export function draw(spec: Spec, merges: Merges = {}): Blueprint {
  const sites = layOutSites(spec);
  const populations = Object.entries(spec.clients).map(([name, client]) => planClients(name, client, spec));
  const { stores, shards } = layOutStores(spec, sites, merges);
  const capacity = planCapacity(spec, sites);
  const routing = planRouting(spec, sites);
  checkAllServed(routing, populations, sites.network);
  const faults = spec.faults.map((fault, index) => planFault(fault, index, sites, shards, spec));
  return {
    ...(capacity ? { capacity } : {}),
    sites,
    populations,
    calendar: planCalendar(spec),
    routing,
    ...planConvergence(spec),
    stores,
    shards,
    recovery: shards.map(({ store }) => planRecovery(spec, store, sites)),
    vaults: planVaults(spec, sites),
    backups: shards.map(({ store }) => planBackups(spec, store, sites)),
    clocks: planClocks(spec),
    ...planRunbooks(spec, sites),
    standbys: planStandbys(spec, sites),
    ...planDeployments(spec, sites),
    crews: spec.crews ?? {},
    faults,
    ...(spec.rare ? { tilt: planTilt(spec, faults) } : {}),
  };
}

function planClocks({ regions }: Spec): RegionClock[] {
  const right = { ahead: 0, error: 0, drift: 0 };
  return Object.entries(regions).map(([region, { clock = right }]) => ({ region, ...clock }));
}

function planClients(name: string, client: Spec['clients'][string], spec: Spec): PopulationPlan {
  const requestRate = client.requests / second;
  const { connections } = client;
  const load = planLoad(client);
  return planPopulation({
    name,
    requestRate,
    ...(load ? { load } : {}),
    ...(client.sessions?.kept === 'region' ? { sessions: client.sessions } : {}),
    writes: client.writes,
    think: client.think ?? second,
    resolvers: planResolvers(client.resolvers, requestRate, spec),
    seenAs: planPlaces(name, client.resolvers),
    caches: planCaches(client.cache),
    ...(connections ? { connections: planConnections(connections) } : {}),
  });
}

/** A cache that takes over what remains of the resolver's time to live adds nothing to it. */
function planCaches(caches: Spec['clients'][string]['cache'] = []): ClientCache[] {
  const parts = caches.map(({ share, ttl, keeps }) => ({
    share,
    life: ttl === 'forever' ? Number.POSITIVE_INFINITY : keeps === 'full' ? ttl : 0,
  }));
  const left = 1 - parts.reduce((sum, { share }) => sum + share, 0);
  return left > rounding ? [...parts, { share: left, life: 0 }] : parts;
}

/** Of a sum of shares. */
const rounding = 1e-9;

function planConnections({
  life,
  keepAlive,
  drain,
}: NonNullable<Spec['clients'][string]['connections']>): ConnectionOptions {
  const lasts =
    life.kind === 'constant'
      ? { life: life.value, fixed: true }
      : { life: (life as { mean: number }).mean, fixed: false };
  return {
    ...lasts,
    ...(keepAlive ? { notice: Math.ceil(keepAlive.idle + keepAlive.interval * keepAlive.probes) } : {}),
    ...(drain === undefined ? {} : { drain: Math.ceil(drain) }),
  };
}

/** A store with one primary, or with replicas, is one shard; one with homes is a shard a home, each a standby for the others. */
function layOutStores(
  spec: Spec,
  sites: Sites,
  merges: Merges,
): { stores: StoreOptions[]; shards: ShardOptions[] } {
  const shards: ShardOptions[] = [];
  const stores = Object.entries(spec.data).map(([name, store]): StoreOptions => {
    const first = shards.length;
    if (store.replicas) {
      shards.push(planLeaderless(store, store.replicas, name, sites));
      return { name, share: store.share, shardOf: Object.keys(spec.clients).map(() => first) };
    }
    const replication = planReplication(store.replication, name);
    const consistency = planConsistency(store);
    const told = { name, share: store.share, ...(consistency ? { consistency } : {}) };
    if (store.writers) {
      shards.push(planMultiPrimary(name, store, replication, sites, merges[name]));
      return { ...told, shardOf: Object.keys(spec.clients).map(() => first) };
    }
    const electorate = planElectorate(spec, name, sites);
    const leads = store.homes ?? [store.primary!];
    const shardOf = Object.entries(spec.clients).map(
      ([client, { home }]) => first + (store.homes ? homeOf(client, home, store.homes, sites) : 0),
    );
    for (const lead of leads) {
      const standbys = store.homes ? store.homes.filter((home) => home !== lead) : store.standbys;
      shards.push({
        kind: 'single-primary',
        store: name,
        name: store.homes ? `${name}@${lead}` : name,
        sites: [lead, ...standbys].map(sites.numberOf),
        ...(store.log === undefined ? {} : { log: sites.numberOf(store.log) }),
        ...planChains(store.follows, sites),
        ...planObjects(name, store),
        ...planCeiling(spec, store, shardOf, shards.length),
        rejoin: store.rejoin,
        reads: store.reads,
        detaches: store.detaches,
        electorate,
        epochs: store.epochs,
        countsIsolated: canBeIsolated(spec, name),
        replication,
      });
    }
    checkShipping(spec, name, shardOf, first);
    return { ...told, shardOf };
  });
  return { stores, shards };
}

function planObjects(name: string, { objects }: Spec['data'][string]) {
  if (!objects) return {};
  const { share, lag } = objects;
  return { objects: { share, lag: buildQuantity(lag, `lag of objects of ${name}`) } };
}

function planChains(follows: Spec['data'][string]['follows'], sites: Sites) {
  const pairs = Object.entries(follows);
  const numbers = pairs.map(([site, upstream]) => [sites.numberOf(site), sites.numberOf(upstream)] as const);
  return pairs.length === 0 ? {} : { follows: new Map(numbers) };
}

function planLeaderless(
  { quorum, legs, readAfter = 0 }: Spec['data'][string],
  replicas: readonly string[],
  store: string,
  sites: Sites,
): LeaderlessOptions {
  const leg = (kind: keyof NonNullable<typeof legs>) => buildQuantity(legs![kind], `${kind} leg of ${store}`);
  return {
    kind: 'leaderless',
    store,
    name: store,
    sites: replicas.map(sites.numberOf),
    quorum: quorum!,
    readAfter,
    ...(legs
      ? { legs: { write: leg('write'), ack: leg('ack'), read: leg('read'), response: leg('response') } }
      : {}),
  };
}

/** The stated home, else the nearest: which home has the data of a population. */
function homeOf(client: string, stated: string | undefined, homes: readonly string[], sites: Sites): number {
  if (stated !== undefined) return homes.indexOf(stated);
  const trips = homes.map((home) => sites.roundTripTo(home, client));
  return trips.indexOf(Math.min(...trips));
}
