import type { Scenario } from '../../src/index.js';
import { lognormal, seconds } from './amounts.js';
import { type Builder, type Experiment, reading, type SampledFigure } from './experiment.js';
import { numbersOf } from './oracle.js';

/** Faults over years, by the service that is left: chains of states with known answers. Their hours are hours here too. */

export const hour = 3600;
export const hours = (value: number) => seconds(value * hour);
export const mean = (value: number) => ({ mean: hours(value) });

/** Checks and caches so quick that a region that is lost is left within milliseconds. */
const health = { interval: '1ms', timeout: '1ms', failures: 1, successes: 1 };

const places = ['aws/us-east-1', 'aws/us-west-2', 'aws/ca-central-1', 'aws/us-east-2', 'aws/us-west-1'];
export const names = ['a', 'b', 'c', 'd', 'e'];

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
const long = 87_600;

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
    // What is left of the start after ten years is 1e-5.
    'steady-state-availability': { from: lose(mean(mttr), long), reading: 'up', fewest: 400 },
    'interval-availability-fixed-repair': { from: lose(hours(mttr), T), reading: 'up' },
    'no-outage': { from: exponential, reading: 'incidents', statistic: { shareUpTo: 0 }, counts: true },
  };
};

/** Long after a failover is over, and before the next one but two. */
const repairedUnseen = 24;

export const activePassive: Builder = (params) => {
  const { mttf, mttr, F, c } = numbersOf(params, 'mttf', 'mttr', 'F', 'c');
  const readings = { down };
  // The failover is as long as its decision: by the time another copy is back it has mostly been made.
  const failover = (decide: object) => ({ orders: [{ decide }, { promote: '0s' }] }) as Scenario['failover'];
  // A failure that no failover covers is one of the names: nobody finds any copy.
  const healthy: Experiment = {
    scenario: years({
      regions: 4,
      writes: '100%',
      faults: [
        {
          lose: 'orders',
          every: mean(mttf / c),
          from: 'start',
          strikes: 'standing',
          for: hours(repairedUnseen),
        },
        { dns: 'unanswered', every: mean(mttf / (1 - c)), for: mean(mttr) },
      ],
      horizon: long,
      more: { failover: failover(mean(F)) },
    }),
    readings,
  };
  // Two regions without data, of which each fails: whichever is back serves. Of a store it would have to be a copy that has followed the
  // last primary, and it is down for longer (test/model/recovery/left-behind.test.ts). What is covered is found by checks that take F (a
  // constant, which differs from an exponential in the second order); what is not covered, no check sees. A region that is found well again
  // is used within a minute.
  const minute = 60;
  const checks = {
    interval: seconds(minute),
    timeout: seconds(minute / 2),
    failures: (F * hour) / minute,
    successes: 1,
  };
  const fails = (region: string): NonNullable<Scenario['faults']> => [
    { lose: region, every: mean(mttf / c), for: mean(mttr) },
    { degrade: region, share: '100%', probes: 'spared', every: mean(mttf / (1 - c)), for: mean(mttr) },
  ];
  const both: Experiment = {
    scenario: years({
      regions: 2,
      faults: [...fails('a'), ...fails('b')],
      horizon: long,
      more: { routing: { policy: 'failover', order: ['a', 'b'], ttl: '1ms', health: checks } },
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
  const scenario = years({
    regions: M + 1,
    data: Object.fromEntries(
      parts.map((least) => [
        `part${least}`,
        { replicas: own, quorum: { read: least, write: M + 1 - least } },
      ]),
    ),
    faults: own.map((region) => ({ lose: region, every: mean(mtbf), for: mean(mttr) })),
    horizon: long / 10,
    more: { routing: { policy: 'failover', order: [names[M]!], ttl: '1ms', health } },
  });
  const from: Experiment = {
    scenario,
    readings: { up: reading('availability'), served: reading('requestAvailability') },
  };
  return {
    'full-capacity': { from, reading: 'up', fewest: 500 },
    'served-fraction': { from, reading: 'served', fewest: 500 },
  };
};

export const commonCause: Builder = (params) => {
  const { mttf, mttr, be, T } = numbersOf(params, 'mttf', 'mttr', 'be', 'T');
  const pair = (beta: number): Experiment => ({
    scenario: years({
      regions: 2,
      faults: [
        ...['a', 'b'].map((region) => ({
          lose: region,
          every: mean(mttf / (1 - beta)),
          starts: 'up' as const,
          for: mean(mttr),
          strikes: 'standing' as const,
        })),
        ...(beta > 0
          ? [
              {
                lose: ['a', 'b'],
                every: mean(mttf / beta),
                from: 'start' as const,
                for: mean(mttr),
                strikes: 'standing' as const,
              },
            ]
          : []),
      ],
      horizon: T,
    }),
    readings: { down },
  });
  const figures = (name: string, from: Experiment) => ({
    [`both-down-${name}`]: downShare(from, T),
    // Less than a second are the milliseconds in which one is left for the other.
    [`both-down-in-a-year-${name}`]: { from, reading: 'down', statistic: { shareAbove: 1 } },
  });
  return { ...figures('independent', pair(0)), ...figures('common-cause', pair(be)) };
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
      any: reading('yearsWithLoss'),
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
  const from: Experiment = {
    scenario: years({
      regions: 1,
      faults: [{ lose: 'a', every: mean(mttf), from: 'start', for: lognormal(med * hour, sg, seconds) }],
      // Those that begin in the year are seen to their end.
      horizon: T + 1000,
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
  const from: Experiment = {
    scenario: years({
      // Clients come in by a region that nothing happens to: of no single loss they see the milliseconds of another answer.
      regions: n + 1,
      writes: '50%',
      data: { orders: { replicas: own, quorum: { read: k, write: k } } },
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
