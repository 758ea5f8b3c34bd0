import { exp, type Scenario } from '../../src/index.js';
import { lognormal, seconds } from './amounts.js';
import { type Builder, type Experiment, reading, type SampledFigure } from './experiment.js';
import { numbersOf } from './oracle.js';

/** Faults over years, by the service that is left: chains of states with known answers. Their hours are hours here too. */

export const hour = 3600;
export const hours = (value: number) => seconds(value * hour);
export const mean = (value: number) => ({ mean: hours(value) });

/** Checks and caches so quick that a region that is lost is left within milliseconds. */
const health = { interval: '1ms', timeout: '1ms', failures: 1, successes: 1 };

const places = [
  'aws/us-east-1',
  'aws/us-west-2',
  'aws/ca-central-1',
  'aws/us-east-2',
  'aws/us-west-1',
  'aws/eu-west-1',
  'aws/eu-central-1',
  'aws/eu-west-2',
  'aws/ap-northeast-1',
  'aws/ap-southeast-1',
];
export const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

export interface YearsOptions {
  readonly regions: number;
  readonly faults: Scenario['faults'];
  readonly horizon: number;
  readonly writes?: string;
  readonly data?: Scenario['data'];
  readonly more?: Partial<Scenario>;
}

/** Clients who are served as long as any region is. */
export function years({ regions, faults, horizon, writes = '0%', data, more = {} }: YearsOptions): Scenario {
  if (regions > names.length) throw new RangeError(`no more than ${names.length} regions, not ${regions}`);
  const own = names.slice(0, regions);
  const [primary, ...standbys] = own as [string, ...string[]];
  const alone: Scenario['data'] = {
    orders: {
      primary,
      ...(standbys.length > 0 ? { standbys, replication: { mode: 'async', lag: '0s' } } : {}),
    },
  };
  return {
    title: 'years of faults',
    regions: Object.fromEntries(own.map((name, i) => [name, { place: places[i]! }])),
    clients: { users: { place: 'aws/us-east-1', requests: '100/s', writes } },
    routing: { policy: 'failover', order: own, ttl: '1ms', health },
    data: data ?? alone,
    faults,
    service: { settle: '0s' },
    horizon: hours(horizon),
    ...more,
  } as Scenario;
}

const down = reading('downtime');

/** A scenario does not last longer than a century. */
const mostHours = 870_000;

/** Hours of a run in which what fails and is repaired goes through some 900 cycles, so that its start no longer matters. */
const longOf = (cycle: number) => Math.min(mostHours, 876 * cycle);

/** Share of the time that is down. */
function downShare(from: Experiment, horizon: number, more: Partial<SampledFigure> = {}): SampledFigure {
  return { from, reading: 'down', scale: 1 / (horizon * hour), ...more };
}

export const alternating: Builder = (params) => {
  const { mttf, mttr, T } = numbersOf(params, 'mttf', 'mttr', 'T');
  const lose = (lasts: object | string, horizon: number): Experiment => ({
    scenario: years({
      regions: 1,
      faults: [{ lose: 'a', every: mean(mttf), starts: 'up', for: lasts as string }],
      horizon,
    }),
    readings: { up: reading('availability'), incidents: reading('incidents') },
  });
  const exponential = lose(mean(mttr), T);
  return {
    'interval-availability-exponential-repair': { from: exponential, reading: 'up' },
    // What is left of the start is 1e-5.
    'steady-state-availability': {
      from: lose(mean(mttr), longOf(Math.max(mttf, mttr))),
      reading: 'up',
      fewest: 400,
    },
    'interval-availability-fixed-repair': { from: lose(hours(mttr), T), reading: 'up' },
    'no-outage': { from: exponential, reading: 'incidents', statistic: { shareUpTo: 0 }, counts: true },
  };
};

/** A failure that is never seen, or always, is no fault at all. */
function unlessNever(share: number, fault: NonNullable<Scenario['faults']>[number]) {
  return share > 0 ? [fault] : [];
}

/** Of each store, and of each pair of regions: a share of all failures is covered, and the rest is not found. */
export const activePassive: Builder = (params) => {
  const { mttf, mttr, F, c } = numbersOf(params, 'mttf', 'mttr', 'F', 'c');
  const readings = { down };
  const long = longOf(mttf / 10);
  // The failover is as long as its decision: by the time another copy is back it has mostly been made.
  const failover = (decide: object) => ({ orders: [{ decide }, { promote: '0s' }] }) as Scenario['failover'];
  // Long after a failover is over, and before the next one but four.
  const repairedUnseen = 15 * F;
  // A failure that no failover covers is one of the names: nobody finds any copy.
  const healthy: Experiment = {
    scenario: years({
      regions: 6,
      writes: '100%',
      faults: [
        ...unlessNever(c, {
          lose: 'orders',
          every: mean(mttf / c),
          from: 'start',
          strikes: 'standing',
          for: hours(repairedUnseen),
        }),
        ...unlessNever(1 - c, { dns: 'unanswered', every: mean(mttf / (1 - c)), for: mean(mttr) }),
      ],
      horizon: long,
      more: { failover: failover(mean(F)) },
    }),
    readings,
  };
  // Two regions without data, of which each fails: whichever is back serves. Of a store it would have to be a copy that has followed the
  // last primary, and it is down for longer (test/model/recovery/left-behind.test.ts). What is covered is found at once, and the change
  // of names takes F; what is not covered, no check sees. So a region that comes back while the other is down unseen is not used, as the
  // chain has it: one percent of the figure with mttf 1000 and mttr 8, six with 100 and 8.
  const fails = (region: string) => [
    ...unlessNever(c, { lose: region, every: mean(mttf / c), for: mean(mttr) }),
    ...unlessNever(1 - c, {
      degrade: region,
      share: '100%',
      probes: 'spared',
      every: mean(mttf / (1 - c)),
      for: mean(mttr),
    }),
  ];
  const both: Experiment = {
    scenario: years({
      regions: 2,
      faults: [...fails('a'), ...fails('b')],
      horizon: long,
      more: {
        routing: { policy: 'failover', order: ['a', 'b'], ttl: '1ms', propagation: mean(F), health },
      } as Partial<Scenario>,
    }),
    readings,
  };
  return {
    'unavailability-healthy-standby': downShare(healthy, long, { fewest: 400 }),
    'unavailability-with-standby-failures': downShare(both, long, { fewest: 400 }),
  };
};

export const partOfTheRegions: Builder = (params) => {
  const { M, need, mtbf, mttr } = numbersOf(params, 'M', 'need', 'mtbf', 'mttr');
  const own = names.slice(0, M);
  // Each region carries an equal part of the load: the first part is served while any region is up, the next while two are, and so on.
  const parts = Array.from({ length: need }, (_, i) => i + 1);
  // Runs are longer, and fewer, where repairs take a good part of the time, so that the start, with all up, does not matter.
  const cycle = Math.max(mtbf / 50, mttr);
  const fewest = Math.max(40, Math.ceil((500 * mtbf) / 50 / cycle));
  const scenario = years({
    regions: M + 1,
    data: Object.fromEntries(
      parts.map((least) => [
        `part${least}`,
        { replicas: own, quorum: { read: least, write: M + 1 - least } },
      ]),
    ),
    faults: own.map((region) => ({ lose: region, every: mean(mtbf), for: mean(mttr) })),
    horizon: longOf(cycle),
    more: { routing: { policy: 'failover', order: [names[M]!], ttl: '1ms', health } },
  });
  const from: Experiment = {
    scenario,
    readings: { up: reading('availability'), served: reading('requestAvailability') },
  };
  return {
    'full-capacity': { from, reading: 'up', fewest },
    'served-fraction': { from, reading: 'served', fewest },
  };
};

export const commonCause: Builder = (params) => {
  const { mttf, mttr, be, T } = numbersOf(params, 'mttf', 'mttr', 'be', 'T');
  const pair = (beta: number, horizon: number): Experiment => ({
    scenario: years({
      regions: 2,
      faults: [
        ...['a', 'b'].flatMap((region) =>
          unlessNever(1 - beta, {
            lose: region,
            every: mean(mttf / (1 - beta)),
            starts: 'up',
            for: mean(mttr),
            strikes: 'standing',
          }),
        ),
        ...unlessNever(beta, {
          lose: ['a', 'b'],
          every: mean(mttf / beta),
          from: 'start',
          for: mean(mttr),
          strikes: 'standing',
        }),
      ],
      horizon,
    }),
    readings: { down },
  });
  // Long enough for its start, with both up, not to matter, and for both to be down in one of fifty runs at least.
  const settled = Math.min(mostHours, Math.max(T, 1000 * mttr, (0.02 * mttf * mttf) / (2 * mttr)));
  const figures = (name: string, beta: number, from = pair(beta, T)) => ({
    [`both-down-${name}`]: downShare(settled > T ? pair(beta, settled) : from, settled),
    // Less than a second are the milliseconds in which one is left for the other.
    [`both-down-in-a-year-${name}`]: { from, reading: 'down', statistic: { shareAbove: 1 } },
  });
  return { ...figures('independent', 0), ...figures('common-cause', be) };
};

export const firstLoss: Builder = (params) => {
  const { al, de, l, ls, mu, T } = numbersOf(params, 'al', 'de', 'l', 'ls', 'mu', 'T');
  const cut = { partition: ['a', 'b'] as [string, string], starts: 'up' as const };
  const scenario = years({
    regions: 2,
    writes: '100%',
    faults: [
      // A window in which the standby lags; none opens while one is open.
      { ...cut, every: mean(1 / al), for: mean(1 / de), strikes: 'standing' },
      // A standby that is gone is rebuilt, and then lags until it has caught up.
      { ...cut, every: mean(1 / ls), for: [mean(1 / mu), mean(1 / de)] },
      // The primary, wherever it is by then; the other copy takes over at once, and it is back as a standby.
      { lose: 'orders', every: mean(1 / l), starts: 'up', for: '1s' },
    ],
    horizon: T,
    more: {
      failover: { orders: [{ promote: '0s' }] },
      // Writes come in on both sides, so that whichever copy is primary takes some while the link is cut.
      routing: { policy: 'weighted', weights: { a: 1, b: 1 }, ttl: '1ms', health },
      network: [{ between: ['a', 'b'], roundTrip: '1us' }],
    } as Partial<Scenario>,
  });
  const from: Experiment = {
    scenario,
    readings: {
      lost: reading('writesLost'),
      first: { loss: 'first', before: T },
      any: { loss: 'any', before: T },
    },
  };
  const fewest = 1500;
  return {
    // The first loss of a chain that mixes within hours is exponential: time at risk for each loss.
    'mean-time-to-data-loss': { from, reading: 'first', per: 'any', fewest },
    'loss-within-horizon': { from, reading: 'lost', statistic: { shareAbove: 0.5 }, fewest },
  };
};

export const longOutages: Builder = (params) => {
  const { mttf, med, sg, slo, T } = numbersOf(params, 'mttf', 'med', 'sg', 'slo', 'T');
  // Outages may overlap. They come from so many independent faults that seldom two of the same one do, for the records of these are
  // told apart by nothing but their order.
  const each = Math.min(200, Math.ceil((1000 * med * exp((sg * sg) / 2)) / mttf));
  const outage = {
    every: mean(mttf * each),
    from: 'start' as const,
    for: lognormal(med * hour, sg, seconds),
  };
  const from: Experiment = {
    scenario: years({
      regions: 1,
      faults: Array.from({ length: each }, () => ({ lose: 'a', ...outage })),
      // Those that begin in the year are seen to their end.
      horizon: T + Math.max(1000, med * exp(5 * sg)),
    }),
    readings: {
      longest: { faults: 'longest', before: T },
      total: { faults: 'total', before: T },
    },
  };
  return {
    'long-outage-in-a-year': { from, reading: 'longest', statistic: { shareAbove: slo } },
    'downtime-hours-per-year': { from, reading: 'total' },
  };
};

export const quorumLoss: Builder = (params) => {
  const { n, k, mtbf, mttr } = numbersOf(params, 'n', 'k', 'mtbf', 'mttr');
  const own = names.slice(0, n);
  const long = longOf(mtbf / 10);
  // Reads and writes have to meet: where fewer than half are needed, they are so for reads alone.
  const least = Math.max(k, n + 1 - k);
  const from: Experiment = {
    scenario: years({
      // Clients come in by a region that nothing happens to: of no single loss they see the milliseconds of another answer.
      regions: n + 1,
      writes: least > k ? '0%' : '50%',
      data: { orders: { replicas: own, quorum: { read: k, write: least } } },
      faults: own.map((region) => ({ lose: region, every: mean(mtbf), for: mean(mttr) })),
      horizon: long,
      more: { routing: { policy: 'failover', order: [names[n]!], ttl: '1ms', health } },
    }),
    readings: { down, losses: reading('incidents') },
  };
  return {
    unavailability: downShare(from, long, { fewest: 1000 }),
    'losses-per-year': { from, reading: 'losses', scale: 8760 / long, fewest: 1000, statistic: 'mean' },
    'mean-loss-duration': { from, reading: 'down', per: 'losses', scale: 1 / hour, fewest: 1000 },
  };
};
