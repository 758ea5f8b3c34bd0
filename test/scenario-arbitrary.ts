import fc from 'fast-check';
import { faultKinds } from '../src/scenario/faults.js';
import type { QuantityInput } from '../src/scenario/quantity.js';
import type { Scenario } from '../src/scenario/schema.js';

type Part<K extends keyof Scenario> = NonNullable<Scenario[K]>;
type Client = Part<'clients'>[string];
type Store = Part<'data'>[string];
type Replication = NonNullable<Store['replication']>;
type Step = NonNullable<Scenario['failover']>[string][number];
type Fault = Part<'faults'>[number];
type Quantity = QuantityInput;
type Region = Part<'regions'>[string];

/** Draws the parts of a scenario, each from a generator of fast-check, so that a failing one shrinks. */
class Choices {
  constructor(private readonly draw: fc.GeneratorValue) {}

  whole(min: number, max: number): number {
    return this.draw(fc.integer, { min, max });
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.whole(1, times) === times;
  }

  one<T>(of: readonly T[]): T {
    return of[this.whole(0, of.length - 1)]!;
  }

  /** So many of a list, in any order. */
  some<T>(of: readonly T[], min: number, max = of.length): T[] {
    const left = [...of];
    const count = this.whole(Math.min(min, left.length), Math.min(max, left.length));
    return Array.from({ length: count }, () => left.splice(this.whole(0, left.length - 1), 1)[0]!);
  }

  seconds(min: number, max: number): string {
    return `${this.whole(min, max)}s`;
  }

  /** Any way to state a duration between these, in milliseconds; the tails of unbounded laws go beyond. */
  quantity(min: number, max: number): Quantity {
    const low = this.whole(min, max - 1);
    const high = this.whole(low + 1, max);
    const law = this.one([
      () => `${low}ms`,
      () => ({ between: [`${low}ms`, `${high}ms`] as [string, string] }),
      () => ({ p50: `${low + 1}ms`, p99: `${high + 1}ms` }),
      () => ({ min: `${low}ms`, likely: `${this.whole(low, high)}ms`, max: `${high}ms` }),
      () => ({ mean: `${high}ms` }),
      () => ({ min: `${low}ms`, mean: `${high}ms` }),
      () => ({ pareto: { min: `${low + 1}ms`, shape: this.whole(11, 40) / 10 } }),
      () => ({
        mix: [
          { share: '90%', of: `${low}ms` },
          { share: '10%', of: { mean: `${high}ms` } },
        ],
      }),
      () => ({ samples: [`${high}ms`, `${low}ms`, `${low}ms`] }),
    ])();
    return this.one<() => Quantity>([() => law, () => law, () => ({ once: law }), () => ({ each: law })])();
  }
}

/** The names that a random scenario has declared so far. */
interface Cast {
  readonly regions: readonly string[];
  readonly sitesOf: Readonly<Record<string, readonly string[]>>;
  /** Minutes. */
  readonly horizon: number;
  readonly limits: Limits;
}

/** What random scenarios are kept to, for promises that hold only there. */
export interface Limits {
  /** How a store of so many copies ships; absent = in any way. */
  readonly replication?: (copies: number) => Replication;
  /** Kinds of faults; absent = all of them. */
  readonly faults?: readonly (typeof faultKinds)[number][];
  /** Whether stores of three copies and more check epochs; absent = some do. */
  readonly epochs?: boolean;
  /** How failovers detect; absent = in any way. */
  readonly detect?: 'lease';
}

const places = [
  'aws/us-east-1',
  'aws/us-west-2',
  'aws/eu-west-1',
  'aws/eu-central-1',
  'aws/ap-southeast-2',
  'gcp/us-central1',
  'city/london',
];

/** Random sound scenarios, as files give them: all policies, modes, detections and faults, overlapping and recurring. */
export function scenarios(limits: Limits = {}): fc.Arbitrary<Scenario> {
  return fc.gen().map((draw) => draftScenario(new Choices(draw), limits));
}

function draftScenario(pick: Choices, limits: Limits): Scenario {
  const regions = draftRegions(pick);
  const cast: Cast = {
    regions: Object.keys(regions),
    sitesOf: Object.fromEntries(
      Object.entries(regions).map(([name, { zones = [] }]) => [
        name,
        zones.length === 0 ? [name] : zones.map((zone) => `${name}/${zone}`),
      ]),
    ),
    horizon: pick.whole(10, 360),
    limits,
  };
  const names = pick.some(['stock', 'orders'], 1);
  const homes = pick.oneIn(3) ? pick.some(cast.regions, 2) : undefined;
  const populations = draftClients(pick, homes);
  const writes = Object.values(populations).reduce((sum, one) => sum + Number.parseInt(one.requests, 10), 0);
  const data = Object.fromEntries(
    names.map((name, index) => [name, draftStore(pick, cast, index === 0 ? homes : undefined, writes)]),
  );
  const failover = draftFailovers(pick, cast, data);
  const scenario: Scenario = {
    title: 'A random scenario',
    regions,
    ...(pick.oneIn(4) ? { network: draftNetwork(pick, cast) } : {}),
    clients: populations,
    routing: draftRouting(pick, cast, Object.keys(populations)),
    data,
    failover,
    faults: draftFaults(pick, cast, { data, failover }),
    ...(pick.oneIn(4)
      ? { service: { threshold: pick.one(['50%', '95%', '100%']), settle: pick.seconds(1, 300) } }
      : {}),
    horizon: `${cast.horizon}m`,
    objectives: pick.some(['rto p95 <= 10m', 'rpo max <= 5s', 'availability mean >= 99.9%'], 0),
  };
  return vary(pick, scenario, cast);
}

function draftRegions(pick: Choices): Record<string, Region> {
  const names = pick.some(['east', 'west', 'north', 'south'], 2);
  return Object.fromEntries(
    names.map((name): [string, Region] => {
      const zones = pick.oneIn(3) ? pick.some(['a', 'b', 'c'], 1) : [];
      const clock = pick.oneIn(3)
        ? {
            clock: { [pick.one(['ahead', 'behind'])]: pick.seconds(0, 60), error: `${pick.whole(0, 500)}ms` },
          }
        : {};
      return [name, { place: pick.one(places), ...(zones.length > 0 ? { zones } : {}), ...clock }];
    }),
  );
}

function draftNetwork(pick: Choices, { regions }: Cast): Part<'network'> {
  const [from, to] = pick.some(regions, 2, 2);
  return [{ between: [from!, to!], roundTrip: pick.quantity(1, 300) }];
}

function draftClients(pick: Choices, homes: readonly string[] | undefined): Record<string, Client> {
  const names = pick.some(['clerks', 'shoppers', 'robots'], 1);
  return Object.fromEntries(
    names.map((name): [string, Client] => [
      name,
      {
        place: pick.one(places),
        requests: `${pick.whole(1, 500)}/s`,
        ...(pick.oneIn(4) ? {} : { writes: `${pick.whole(0, 100)}%` }),
        ...(homes && pick.oneIn(3) ? { home: pick.one(homes) } : {}),
        ...(pick.oneIn(4) ? { think: pick.seconds(0, 30) } : {}),
        ...(pick.oneIn(2) ? {} : { resolvers: draftResolvers(pick) }),
        ...(pick.oneIn(3)
          ? { cache: { ttl: pick.seconds(1, 120), keeps: pick.one(['full', 'remaining'] as const) } }
          : {}),
        ...(pick.oneIn(3) ? { connections: { life: draftLife(pick) } } : {}),
      },
    ]),
  );
}

/** Loads over the day and surges, where no link has to carry what they add. */
function vary(pick: Choices, scenario: Scenario, { limits, horizon }: Cast): Scenario {
  const linked = Object.values(scenario.data).some(({ replication }) => replication?.link !== undefined);
  if (linked || !pick.oneIn(3)) return scenario;
  const names = Object.keys(scenario.clients);
  const clients = Object.fromEntries(
    Object.entries(scenario.clients).map(([name, client]) => [
      name,
      {
        ...client,
        ...(pick.oneIn(4) ? {} : { load: draftLoad(pick) }),
        ...(client.connections && pick.oneIn(2)
          ? { connections: { ...client.connections, ...draftHabits(pick) } }
          : {}),
      },
    ]),
  );
  const surge: Fault = {
    surge: pick.one([...names, 'all']),
    to: `${pick.whole(101, 900)}%`,
    at: pick.quantity(0, horizon * 30_000),
    for: pick.quantity(1, horizon * 30_000),
  };
  const surges = limits.faults || pick.oneIn(2) ? [] : [surge];
  const varied = { ...scenario, clients, faults: [...(scenario.faults ?? []), ...surges] };
  return limits.faults || !pick.oneIn(6) ? varied : { ...varied, ...draftDelivery(pick, varied, horizon) };
}

/** A pipeline through all regions, and what goes through it. */
function draftDelivery(
  pick: Choices,
  { regions, data }: Scenario,
  horizon: number,
): Pick<Scenario, 'pipelines' | 'changes'> {
  const names = pick.some(Object.keys(regions), 99);
  const first = pick.whole(1, names.length);
  const waves = [names.slice(0, first), names.slice(first)].filter((wave) => wave.length > 0);
  const quantity = () => pick.quantity(0, horizon * 10_000);
  const ways = [
    {},
    { batches: pick.whole(1, 5) },
    { switch: { by: pick.one(['balancer', 'weights', 'dns'] as const), keep: quantity() } },
  ];
  const schema = {
    store: pick.one(Object.keys(data)),
    contract: quantity(),
    dualWrites: pick.oneIn(2),
    afterContract: pick.one(['refuse', 'lose'] as const),
  };
  return {
    pipelines: {
      web: {
        ...(pick.oneIn(2) ? { home: pick.one(names) } : {}),
        ...(pick.oneIn(3) ? {} : { stages: waves.map((wave) => ({ wave })) }),
        deploy: quantity(),
        bake: quantity(),
        ...pick.one(ways),
        ...(pick.oneIn(2) ? { alarms: { errors: `${pick.whole(1, 20)}%` } } : {}),
        rollback: { takes: quantity(), order: pick.one(['serial', 'parallel'] as const) },
      },
    },
    changes: Array.from({ length: pick.whole(1, 3) }, () => ({
      through: 'web',
      at: pick.quantity(0, horizon * 30_000),
      defect: {
        fails: `${pick.whole(0, 100)}%`,
        damages: `${pick.whole(1, 100)}%`,
        shows: pick.one(['at once', { after: quantity() }, { with: '5%' }]),
      },
      ...(pick.oneIn(2) ? { undo: { between: ['1s', `${horizon}m`] } } : {}),
      ...(pick.oneIn(3) ? { schema } : {}),
    })),
  } as Pick<Scenario, 'pipelines' | 'changes'>;
}

/** No life that is drafted is as short as a drain. */
function draftHabits(pick: Choices): Partial<NonNullable<Client['connections']>> {
  const [idle, interval] = [pick.seconds(1, 60), pick.seconds(1, 30)];
  return {
    ...(pick.oneIn(3) ? {} : { keepAlive: { idle, interval, probes: pick.whole(1, 9) } }),
    ...(pick.oneIn(2) ? { drain: `${pick.whole(1, 900)}ms` } : {}),
  };
}

function draftLoad(pick: Choices): NonNullable<Client['load']> {
  const zone = pick.oneIn(2) ? {} : { zone: pick.one(['UTC', '+05:30', '-08:00']) };
  const peak = `${pick.whole(10, 23)}:${pick.whole(10, 59)}`;
  return pick.oneIn(2)
    ? { peak, trough: `${pick.whole(0, 100)}%`, ...zone }
    : { daily: Array.from({ length: 24 }, () => `${pick.whole(50, 100)}%`), ...zone };
}

function draftLife(pick: Choices): Quantity {
  const life = pick.seconds(1, 900);
  return pick.oneIn(2) ? life : { mean: life };
}

function draftResolvers(pick: Choices): NonNullable<Client['resolvers']> {
  const count = pick.oneIn(3) ? ('many' as const) : pick.whole(1, 60);
  return {
    count,
    ...(count === 'many' ? {} : { weights: pick.one(['equal', 'zipf'] as const) }),
    ...(pick.oneIn(2) ? { lookups: pick.one(['default', 'always', '1/s', '20/h']) } : {}),
    ...(pick.oneIn(3) ? { stretch: { share: `${pick.whole(1, 100)}%`, to: pick.seconds(301, 900) } } : {}),
  };
}

function draftRouting(pick: Choices, { regions }: Cast, populations: string[]): Part<'routing'> {
  const interval = pick.whole(1, 60);
  const schedule = pick.one(['fixed', 'sequential'] as const);
  const timeout = pick.whole(1, schedule === 'fixed' ? interval : 60);
  const checkers = pick.one([1, 1, 3, 16]);
  return {
    ...draftPolicy(pick, regions, populations),
    ...(pick.oneIn(3) ? { failOpen: pick.one(['all', 'evenly', 'nearest', 'nothing'] as const) } : {}),
    ttl: pick.seconds(1, 300),
    ...(pick.oneIn(3) ? { propagation: pick.quantity(0, 60_000) } : {}),
    health: {
      interval: `${interval}s`,
      timeout: `${timeout}s`,
      failures: pick.whole(1, 5),
      ...(pick.oneIn(2) ? { successes: pick.whole(1, 5) } : {}),
      checkers,
      ...(pick.oneIn(3) ? { healthyAbove: pick.one(['0%', '18%', '50%', '90%']) } : {}),
      schedule,
      ...(pick.oneIn(3) ? { roundTrip: `${pick.whole(0, 999)}ms` } : {}),
      ...(pick.oneIn(8) ? { loss: pick.one(['0.1%', '2%']) } : {}),
      ...(checkers > 1 && pick.oneIn(2) ? { holdDown: pick.seconds(1, 600) } : {}),
    },
  };
}

function draftPolicy(pick: Choices, regions: readonly string[], populations: readonly string[]) {
  const policy = pick.one([
    'failover',
    'weighted',
    'latency',
    'geolocation',
    'geoproximity',
    'multivalue',
    'nested',
  ] as const);
  switch (policy) {
    case 'nested': {
      const rest = { policy: 'failover' as const, order: pick.some(regions, 1) };
      return { policy: 'failover' as const, order: ['rest', pick.one(regions)], groups: { rest } };
    }
    case 'geoproximity':
      return { policy, biases: { [pick.one(regions)]: pick.whole(-99, 99) } };
    case 'multivalue':
      return { policy, atMost: pick.whole(1, 8), tries: pick.one(['next', 'one'] as const) };
    case 'failover':
      return { policy, order: pick.some(regions, 1) };
    case 'weighted':
      return {
        policy,
        weights: Object.fromEntries(regions.map((name, i) => [name, i === 0 ? 1 : pick.whole(0, 4)])),
      };
    case 'latency':
      return { policy };
    case 'geolocation':
      return {
        policy,
        locations: Object.fromEntries(populations.map((name) => [name, pick.one(regions)])),
        ...(pick.oneIn(2) ? { default: pick.one(regions) } : {}),
      };
  }
}

function draftStore(pick: Choices, cast: Cast, homes: readonly string[] | undefined, rate: number): Store {
  const rejoin = pick.oneIn(3) ? { rejoin: pick.one(['discard', 'report'] as const) } : {};
  if (homes) {
    const epochs = homes.length > 2 && (cast.limits.epochs ?? pick.oneIn(4)) ? { epochs: true } : {};
    return {
      homes: [...homes],
      replication: draftReplication(pick, cast, homes.length, rate),
      ...rejoin,
      ...epochs,
      ...draftKeys(pick),
    };
  }
  const candidates = draftSites(pick, cast);
  if (cast.limits.replication === undefined && pick.oneIn(4)) return draftReplicas(pick, candidates);
  const [primary, ...standbys] = pick.some(candidates, 1, 5);
  if (standbys.length > 0 && !cast.limits.replication && pick.oneIn(4))
    return draftWriters(pick, [primary!, ...standbys]);
  if (standbys.length === 0) return { primary: primary! };
  const log = candidates.find((site) => site !== primary && !standbys.includes(site));
  if (log !== undefined && !cast.limits.replication && pick.oneIn(2))
    return { primary: primary!, standbys, log, replication: draftLogged(pick), ...rejoin };
  const [first, second] = standbys;
  if (second !== undefined && !cast.limits.replication && pick.oneIn(4))
    return {
      primary: primary!,
      standbys,
      follows: { [second]: first! },
      replication: { mode: 'async', lag: pick.quantity(0, 20_000) },
      ...rejoin,
    };
  const replication = draftReplication(pick, cast, 1 + standbys.length, rate);
  const async = replication.mode === 'async';
  // A lag that is constant is never longer than 20 s.
  const bound = async && typeof replication.lag === 'string' && replication.ships !== 'independently';
  return {
    primary: primary!,
    standbys,
    replication: bound && pick.oneIn(2) ? { ...replication, maximumLag: '30s' } : replication,
    // Enough of them that nobody fails in quiet time.
    ...(pick.oneIn(4) ? { sessions: pick.whole(5_000, 1_000_000) } : {}),
    ...rejoin,
    ...(standbys.length > 1 && (cast.limits.epochs ?? pick.oneIn(4)) ? { epochs: true } : {}),
    ...draftKeys(pick),
    ...(pick.oneIn(4) ? { reads: 'primary' } : {}),
    ...(async && pick.oneIn(3) ? { detaches: 'begin' } : {}),
  };
}

function draftKeys(pick: Choices): Pick<Store, 'keys'> {
  if (!pick.oneIn(3)) return {};
  const popularity = pick.one(['uniform' as const, { zipf: pick.whole(1, 15) / 10 }]);
  return { keys: { count: pick.whole(1, 100_000), popularity } };
}

/** Sites that never overlap: a region, or some of its zones. */
function draftSites(pick: Choices, cast: Cast): string[] {
  return cast.regions.flatMap((region) => {
    const zones = cast.sitesOf[region]!;
    return pick.oneIn(2) ? [region] : pick.some(zones, 1);
  });
}

function draftReplicas(pick: Choices, sites: readonly string[]): Store {
  const replicas = pick.some(sites, 1, 5);
  const quorum = () => pick.whole(1, replicas.length);
  return {
    replicas,
    quorum: { read: quorum(), write: quorum() },
    ...(pick.oneIn(2) ? { legs: { write: pick.quantity(0, 2_000), ack: '1ms', read: '1ms' } } : {}),
    ...(pick.oneIn(2) ? { readAfter: `${pick.whole(0, 99)}ms` } : {}),
  };
}

/** All copies take writes. */
function draftWriters(pick: Choices, writers: readonly string[]): Store {
  const shipping = pick.one([
    { lag: pick.quantity(0, 20_000), ships: pick.one(['in-order', 'independently'] as const) },
    { every: pick.seconds(1, 600), transfer: pick.quantity(0, 300_000) },
  ]);
  const count = pick.one([1, 30, 1_000, 1_000_000]);
  return {
    writers: [...writers],
    replication: { mode: 'async', ...shipping },
    keys: {
      count,
      popularity: pick.one([{ zipf: pick.whole(0, 20) / 10 }, 'uniform' as const]),
      ...(count > 1 && pick.oneIn(3) ? { hot: [{ keys: 1, share: `${pick.whole(1, 99)}%` }] } : {}),
      writes: pick.one(['read-modify-write', 'blind'] as const),
    },
    conflicts: draftConflicts(pick, writers),
  };
}

function draftConflicts(pick: Choices, writers: readonly string[]): NonNullable<Store['conflicts']> {
  const policy = pick.one([
    'last-writer-wins',
    'priority',
    'siblings',
    'crdt',
    'discard-minority',
    'freeze',
    'queue',
    'ignore',
  ] as const);
  switch (policy) {
    case 'last-writer-wins':
      return { policy, clock: pick.one(['wall', 'hybrid'] as const) };
    case 'priority':
      return { policy, order: pick.some(writers, writers.length) };
    case 'crdt':
      return {
        policy,
        type: pick.one(['counter', 'set', 'register', 'multi-value', 'bounded-counter'] as const),
      };
    case 'freeze':
      return { policy, after: pick.seconds(1, 60) };
    case 'queue':
      return { policy, rate: `${pick.whole(1, 600)}/h` };
    default:
      return { policy };
  }
}

function draftReplication(pick: Choices, { limits }: Cast, copies: number, rate: number): Replication {
  if (limits.replication) return limits.replication(copies);
  if (pick.oneIn(5)) return draftDurability(pick);
  const mode = pick.one(['async', 'semi-sync', 'sync', 'quorum'] as const);
  if (mode === 'quorum' && copies >= 3) return { mode };
  if (mode === 'async' || mode === 'quorum') return draftAsync(pick, rate);
  return {
    mode,
    ...(pick.oneIn(2) ? { wait: draftWait(pick, copies) } : {}),
    ...(mode === 'semi-sync' || pick.oneIn(2) ? { timeout: pick.quantity(1, 60_000) } : {}),
    ...draftSlots(pick),
    ...(mode === 'semi-sync' && pick.oneIn(2) ? { latch: pick.oneIn(2) } : {}),
  };
}

/** Standbys behind a log that commits wait for. */
function draftLogged(pick: Choices): Replication {
  return {
    mode: 'async',
    lag: pick.quantity(0, 20_000),
    ...(pick.oneIn(2) ? { timeout: pick.quantity(1, 60_000) } : {}),
  };
}

/** What a commit of PostgreSQL waits for. */
function draftDurability(pick: Choices): Replication {
  const commit = pick.one(['off', 'local', 'remote_write', 'on', 'remote_apply'] as const);
  const takes = pick.oneIn(2) ? { flush: pick.quantity(0, 50), apply: pick.quantity(0, 500) } : {};
  const flushes = { delay: `${pick.whole(1, 2000)}ms`, write: `${pick.whole(100, 9000)}B` };
  return {
    mode: 'sync',
    commit,
    ...takes,
    ...(commit === 'off' && pick.oneIn(2) ? { walWriter: flushes } : {}),
    ...(commit === 'on' && pick.oneIn(2) ? { timeout: pick.quantity(1, 60_000) } : {}),
  };
}

/** Log kept for standbys that are away, in rooms that fill within the run or do not. */
function draftSlots(pick: Choices): Pick<Replication, 'slots'> {
  if (!pick.oneIn(3)) return {};
  const keep = pick.oneIn(2) ? { keep: `${pick.whole(1, 99)}MB`, rebuild: pick.quantity(0, 3_600_000) } : {};
  return { slots: { disk: `${pick.whole(100, 100_000)}MB`, write: '10kB', ...keep } };
}

function draftWait(pick: Choices, copies: number): NonNullable<Replication['wait']> {
  const standbys = pick.whole(1, copies - 1);
  return pick.one([standbys, { any: standbys }, { first: standbys }]);
}

/** Segments of up to a thousand writes; uploads shorter than the fastest of them fill. */
function draftArchive(pick: Choices): NonNullable<Replication['archive']> {
  return {
    segment: '10MB',
    ...(pick.oneIn(2) ? { write: `${pick.whole(10, 999)}kB` } : { log: `${pick.whole(1, 900)}kB/s` }),
    ...(pick.oneIn(2) ? { timeout: pick.seconds(0, 300) } : {}),
    ...(pick.oneIn(2) ? { upload: `${pick.whole(0, 5)}ms` } : {}),
  };
}

function draftAsync(pick: Choices, rate: number): Replication {
  const mode = 'async' as const;
  switch (pick.one(['lag', 'items', 'link', 'batch', 'archive'])) {
    case 'archive':
      return { mode, archive: draftArchive(pick) };
    case 'lag':
      return {
        mode,
        lag: pick.quantity(0, 20_000),
        ...draftSlots(pick),
        ...(pick.oneIn(3) ? { correlation: pick.seconds(1, 600) } : {}),
      };
    case 'items':
      return { mode, lag: pick.quantity(0, 20_000), ships: 'independently' };
    case 'link':
      // A tenth more than every request would need as a write, or more: never overloaded.
      return {
        mode,
        link: {
          bandwidth: `${Math.ceil((rate * 10 * pick.whole(11, 50)) / 10)}KiB/s`,
          write: '10KiB',
          ...(pick.oneIn(3) ? { latency: `${pick.whole(0, 200)}ms` } : {}),
          ...(pick.oneIn(3) ? { queue: pick.one(['stationary', 'empty'] as const) } : {}),
        },
      };
    default:
      return {
        mode,
        every: pick.seconds(1, 600),
        ...(pick.oneIn(2) ? { transfer: pick.quantity(0, 300_000) } : {}),
      };
  }
}

function draftFailovers(pick: Choices, cast: Cast, data: Record<string, Store>): Record<string, Step[]> {
  const able = Object.entries(data).filter(([, store]) => (store.standbys ?? store.homes ?? []).length > 0);
  const chosen = able.filter(() => !pick.oneIn(5));
  return Object.fromEntries(chosen.map(([name, store]) => [name, draftSteps(pick, cast, store)]));
}

function draftSteps(pick: Choices, cast: Cast, store: Store): Step[] {
  const quorum = store.replication?.mode === 'quorum';
  if (quorum && !cast.limits.detect && pick.oneIn(2)) {
    const record = pick.oneIn(3) ? [{ record: pick.quantity(0, 60_000) }] : [];
    return [{ detect: draftElection(pick, store) }, ...record];
  }
  return [
    ...(!cast.limits.detect && pick.oneIn(3) ? [] : [{ detect: draftDetection(pick, cast, store) }]),
    ...(pick.oneIn(2) ? [{ decide: pick.quantity(0, 600_000) }] : []),
    ...(pick.oneIn(2) ? [{ fence: draftFence(pick) }] : []),
    { promote: pick.quantity(0, 120_000) },
    ...(pick.oneIn(3) ? [{ record: pick.quantity(0, 60_000) }] : []),
  ];
}

function draftElection(pick: Choices, { primary, standbys = [] }: Store): NonNullable<Step['detect']> {
  const heartbeat = pick.whole(10, 1_000);
  const length = pick.whole(1, 20);
  return {
    election: {
      ...(pick.oneIn(2)
        ? { heartbeat: `${heartbeat}ms`, timeout: `${heartbeat * pick.whole(2, 20)}ms` }
        : {}),
      ...(pick.oneIn(3) ? { lease: { length: `${length}s`, renew: pick.seconds(1, length) } } : {}),
      ...(primary && pick.oneIn(2) ? { prefer: [primary, ...pick.some(standbys, 0)] } : {}),
    },
  };
}

function draftFence(pick: Choices): NonNullable<Step['fence']> {
  const takes = pick.quantity(0, 60_000);
  return pick.oneIn(2) ? takes : { takes, fails: `${pick.whole(0, 100)}%` };
}

function draftDetection(pick: Choices, cast: Cast, store: Store): NonNullable<Step['detect']> {
  const loop = pick.whole(1, 20);
  const watchers = cast.regions.filter((region) => store.primary?.split('/')[0] !== region);
  switch (cast.limits.detect ?? pick.one(['checks', 'lease', 'observers', 'provider'])) {
    case 'lease':
      return {
        lease: {
          ...draftTimes(pick, loop),
          loop: `${loop}s`,
          ...(pick.oneIn(2) ? { watch: pick.oneIn(2) } : {}),
          ...(pick.oneIn(3) ? { failsafe: true } : {}),
          ...(pick.oneIn(3) ? { clock: pick.one(['monotonic', 'wall'] as const) } : {}),
          ...(pick.oneIn(3) ? { start: pick.quantity(0, 300_000) } : {}),
        },
      };
    case 'observers':
      return {
        observers: pick.some(watchers, 1),
        interval: `${loop}s`,
        timeout: pick.seconds(1, loop),
        failures: pick.whole(1, 5),
      };
    case 'provider': {
      const timeout = pick.seconds(1, loop);
      return { provider: { interval: `${loop}s`, timeout, failures: pick.whole(1, 5) } };
    }
    default:
      return 'checks';
  }
}

/** A lease with or without a limit to retries, within Patroni's rule. */
function draftTimes(pick: Choices, loop: number) {
  if (pick.oneIn(2)) return { ttl: pick.seconds(loop + 1, 60) };
  const retry = pick.whole(1, 20);
  return { ttl: pick.seconds(loop + 2 * retry, 120), retry: `${retry}s` };
}

/** The stores, and what is done when they fail. */
interface Drafted {
  readonly data: Record<string, Store>;
  readonly failover: Record<string, Step[]>;
}

function draftFaults(pick: Choices, cast: Cast, { data, failover }: Drafted): Fault[] {
  return Array.from({ length: pick.whole(0, 5) }, (_, index) =>
    draftFault(pick, cast, { data, failover }, index),
  );
}

function draftFault(pick: Choices, cast: Cast, drafted: Drafted, index: number): Fault {
  const second = 1_000;
  const half = cast.horizon * 30 * second;
  return {
    ...draftEffect(pick, cast, drafted),
    ...(pick.oneIn(4)
      ? { every: pick.quantity(30 * second, half), for: pick.quantity(second, half) }
      : {
          at: pick.quantity(0, half),
          ...(pick.oneIn(4) ? {} : { for: pick.quantity(1, half) }),
        }),
    ...(pick.oneIn(4) ? { name: `fault-${index}` } : {}),
  };
}

/** Kinds of faults that strike what there is, at any time of the day. */
const strokes = faultKinds.filter((kind) => kind !== 'surge');

function draftEffect(pick: Choices, cast: Cast, { data, failover }: Drafted): Fault {
  const { regions, sitesOf } = cast;
  const sites = regions.flatMap((region) => [...new Set([region, ...sitesOf[region]!])]);
  const single = Object.keys(data).filter((name) => data[name]!.primary !== undefined);
  const [first, ...rest] = pick.some(regions, 2);
  const alarming = single.filter((name) => failover[name] !== undefined);
  const copied = single.filter((name) => (data[name]!.standbys ?? []).length > 0);
  const slow = () => ({ slow: [first!, rest[0]!] as [string, string], by: pick.quantity(1, 5_000) });
  switch (pick.one(cast.limits.faults ?? strokes)) {
    case 'lose':
      return { lose: pick.one([...sites, ...single]) };
    case 'destroy':
      return { destroy: pick.one([...sites, ...single]) };
    case 'crash':
      return { crash: pick.one([...sites, ...single]) };
    case 'pause':
      return { pause: pick.one([...sites, ...single]) };
    case 'partition':
      return {
        partition: [pick.one(sitesOf[first!]!), rest],
        ...(pick.oneIn(3) ? { oneWay: true } : {}),
        ...(pick.oneIn(3) ? { inFlight: 'delivered' as const } : {}),
      };
    case 'step':
      return { step: pick.one(regions), by: pick.quantity(1, 60_000), back: pick.oneIn(2) };
    case 'isolate':
      return { isolate: pick.one(sites) };
    case 'dns':
      return { dns: pick.one(['unanswered', 'empty', 'frozen'] as const) };
    case 'alarm':
      return alarming.length > 0 ? { alarm: pick.one(alarming) } : slow();
    case 'promote': {
      if (copied.length === 0) return slow();
      const promote = pick.one(copied);
      return { promote, to: pick.one(data[promote]!.standbys!) };
    }
    case 'degrade':
      return {
        degrade: pick.one(sites),
        share: pick.one(['1%', '30%', '100%']),
        ...(pick.oneIn(3) ? { probes: 'spared' as const } : {}),
      };
    default:
      return slow();
  }
}
