import type { Scenario } from '../../src/scenario/schema.js';
import type { Habits } from './twin.js';

/** One scenario, and the same in the twin's words. */
export interface Design {
  readonly title: string;
  readonly scenario: Scenario;
  readonly habits: Habits;
  /** Enough that four standard errors are below `within`. */
  readonly runs: number;
  /** Of the failed requests: 0.2 % unless a run of the twin is dear. */
  readonly within?: number;
  /** Left to the long form. */
  readonly long?: true;
}

type Resolvers = NonNullable<Scenario['clients'][string]['resolvers']>;

interface Plan {
  readonly title: string;
  readonly runs: number;
  readonly resolvers: Resolvers;
  readonly twin: Omit<Habits, 'regions' | 'record' | 'primary' | 'requests' | 'writes' | 'ttl'>;
  readonly cache?: string;
  readonly faults?: Scenario['faults'];
  readonly within?: number;
  readonly long?: true;
}

const regions = {
  east: { place: 'aws/us-east-1' },
  west: { place: 'aws/us-west-2' },
  north: { place: 'aws/ca-central-1' },
};
const clients = { place: 'aws/us-east-1', requests: '50/s' };
const routing = {
  policy: 'failover' as const,
  order: ['east', 'west'],
  ttl: '60s',
  health: { interval: '30s', timeout: '10s', failures: 2, successes: 1 },
};
const lossOfEast = { lose: 'east', at: { between: ['100s', '160s'] as [string, string] } };

function equal(count: number): number[] {
  return new Array<number>(count).fill(1 / count);
}

function zipf(count: number): number[] {
  const weights = Array.from({ length: count }, (_, rank) => 1 / (rank + 1));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}

/** The region that the record names and that holds the primary is lost; another takes over both. */
function failover({ title, runs, resolvers, twin, cache, faults = [lossOfEast], ...rest }: Plan): Design {
  return {
    title,
    runs,
    ...rest,
    scenario: {
      title,
      regions: { east: regions.east, west: regions.west },
      clients: {
        users: {
          ...clients,
          writes: '50%',
          resolvers,
          ...(cache === undefined ? {} : { cache }),
        },
      },
      routing,
      data: { orders: { primary: 'east', standbys: ['west'], replication: { mode: 'async', lag: '1s' } } },
      failover: { orders: [{ promote: { between: ['10s', '80s'] } }] },
      faults,
      horizon: '450s',
    },
    habits: {
      regions: ['east', 'west'],
      record: 'east',
      primary: 'east',
      requests: 50,
      writes: 0.5,
      ttl: 60,
      ...twin,
    },
  };
}

/**
 * Clients go to west while east is away, and drain back to it when it returns; while they do, something happens to west.
 * Writes are committed in north, to which nothing happens.
 */
function drain(
  title: string,
  runs: number,
  connections: { life: string | { mean: string } },
  meanwhile: NonNullable<Scenario['faults']>[number],
): Design {
  const fixed = typeof connections.life === 'string';
  return {
    title,
    runs,
    within: 0.003,
    scenario: {
      title,
      regions,
      clients: { users: { ...clients, writes: '100%', connections } },
      routing,
      data: {
        orders: { primary: 'north', standbys: ['east', 'west'], replication: { mode: 'async', lag: '1s' } },
      },
      faults: [{ lose: 'east', at: '60s', for: { between: ['5m', '10m'] } }, meanwhile],
      horizon: '20m',
    },
    habits: {
      regions: ['east', 'west', 'north'],
      record: 'east',
      primary: 'north',
      requests: 50,
      writes: 1,
      ttl: 60,
      resolvers: equal(1500),
      lookups: 'always',
      connections: { life: 300, fixed },
    },
  };
}

const away = { ...lossOfEast, for: { between: ['50s', '150s'] as [string, string] } };

export const designs: readonly Design[] = [
  failover({
    title: 'many resolvers, always asked',
    runs: 1400,
    resolvers: 'many',
    twin: { resolvers: equal(1500), lookups: 'always' },
  }),
  failover({
    title: 'many resolvers, each seldom asked',
    runs: 1500,
    resolvers: { count: 'many', lookups: '6/min' },
    twin: { resolvers: equal(500), lookups: 'requests' },
  }),
  failover({
    title: 'a number of resolvers, asked on demand',
    runs: 1600,
    resolvers: 500,
    twin: { resolvers: equal(500), lookups: 'requests' },
  }),
  failover({
    title: 'a number of resolvers, and the record changes back',
    runs: 1600,
    resolvers: 500,
    twin: { resolvers: equal(500), lookups: 'requests' },
    faults: [away],
  }),
  failover({
    title: 'many resolvers, and the record changes back',
    runs: 1400,
    resolvers: 'many',
    twin: { resolvers: equal(1500), lookups: 'always' },
    faults: [away],
  }),
  failover({
    title: 'many resolvers with a cache in each client',
    runs: 1300,
    resolvers: 'many',
    cache: '40s',
    twin: { resolvers: equal(1500), lookups: 'always', cache: 40 },
  }),
  failover({
    title: 'a number of resolvers with a cache in each client',
    runs: 700,
    within: 0.003,
    resolvers: { count: 500, lookups: '6/min' },
    cache: '40s',
    twin: { resolvers: equal(500), lookups: 0.1, cache: 40 },
  }),
  failover({
    title: 'resolvers of which some stretch the time to live',
    runs: 1600,
    resolvers: { count: 'many', stretch: { share: '20%', to: '150s' } },
    twin: { resolvers: equal(1500), lookups: 'always', stretch: { share: 0.2, to: 150 } },
  }),
  failover({
    title: 'resolvers of uneven weight, asked on demand',
    runs: 12_000,
    resolvers: { count: 300, weights: 'zipf' },
    twin: { resolvers: zipf(300), lookups: 'requests' },
    long: true,
  }),
  drain(
    'connections of one life that drain from a region without its primary',
    800,
    { life: '300s' },
    { partition: ['west', 'north'], at: '11m' },
  ),
  drain(
    'connections of random lives that drain from a region without its primary',
    1150,
    { life: { mean: '300s' } },
    { partition: ['west', 'north'], at: '11m' },
  ),
  drain('connections that break as they drain', 700, { life: '300s' }, { lose: 'west', at: '11m' }),
];
