import { checkersToFail, oddsOf, runProbes, type Scenario } from '../../src/index.js';
import { percent, seconds } from './amounts.js';
import type { Drawing } from './drawing.js';
import type { Builder, Experiment } from './experiment.js';
import { reading } from './experiment.js';
import { numbersOf } from './oracle.js';
import { faultAt, replicated, traffic, zoneNames } from './scenarios.js';

type Health = NonNullable<Scenario['routing']['health']>;

/** From the fault to the verdict. The record changes at once and is not cached for long, so that service comes back. */
function detection(health: Health, fault: Record<string, string>, longest: number): Experiment {
  return {
    scenario: traffic({
      client: {},
      routing: { ttl: '1ms', health },
      fault,
      horizon: faultAt + longest + 1,
    }),
    readings: { detection: reading('detect') },
  };
}

/** One checker. */
export const oneChecker: Builder = (params) => {
  const { I, T, k, rtt } = numbersOf(params, 'I', 'T', 'k', 'rtt');
  const health: Health = { interval: seconds(I), timeout: seconds(T), failures: k };
  const longest = k * (I + T) + T + rtt;
  const detected = (more: Partial<Health>, fault: Record<string, string>) => ({
    from: detection({ ...health, ...more }, fault, longest),
    reading: 'detection',
  });
  return {
    refused: detected({}, { crash: 'near' }),
    'black-holed': detected({}, { lose: 'near' }),
    'black-holed-sequential': detected({ schedule: 'sequential' }, { lose: 'near' }),
    'in-flight-cut': detected({ roundTrip: seconds(rtt) }, { isolate: 'near' }),
  };
};

/** Several checkers that are not in step. */
export const quorumOfCheckers: Builder = (params) => {
  const { I, T, k, m, h } = numbersOf(params, 'I', 'T', 'k', 'm', 'h');
  const health: Health = {
    interval: seconds(I),
    timeout: seconds(T),
    failures: k,
    checkers: m,
    healthyAbove: percent(h),
  };
  const from = detection(health, { lose: 'near' }, k * I + T);
  return {
    detection: { from, reading: 'detection' },
    'quorum-size': { compute: () => checkersToFail({ checkers: m, healthyAbove: h }) },
  };
};

/** How many probes there are until so many in a row fail, or succeed, if each fails with this chance. */
function probesUntil(good: boolean, inARow: number, loss: number): Drawing {
  const periods = { ok: 1, refused: 1, silent: 1 };
  const draw: Drawing['draw'] = (stream) => [
    runProbes({ good, inARow, carried: 0 }, oddsOf('ok', 0, loss), periods, 0, () => stream).probes,
  ];
  return { readings: ['probes'], draw };
}

/** Probes that fail by chance at a region that is well, until so many in a row do. */
export const falseAlarm: Builder = (params) => {
  const { I, k, p, Hh } = numbersOf(params, 'I', 'k', 'p', 'Hh');
  // Such a run may take thousands of years, and no horizon does: time is told in short intervals.
  const interval = 0.01;
  const mean = interval * ((p ** -k - 1) / (1 - p));
  // So many means that no run is left.
  const longest = Math.ceil(60 * mean + k * interval);
  const base = detection(
    { interval: seconds(interval), timeout: '1us', failures: k, holdDown: seconds(faultAt + longest) },
    { degrade: 'near', share: percent(p) },
    longest,
  );
  const from = { ...base, scenario: { ...base.scenario, service: { threshold: '100%', settle: '0s' } } };
  const probes = Math.floor((Hh * 3600) / I);
  return {
    'probes-to-false-alarm': { from: probesUntil(false, k, p), reading: 'probes', counts: true },
    'mean-hours-to-false-alarm': { from, reading: 'detection', scale: I / interval / 3600 },
    // The n-th probe comes within n intervals from a random start.
    'false-alarm-within-horizon': { from, reading: 'detection', statistic: { shareUpTo: probes * interval } },
  };
};

/** A region that is well and loses probes at any time. */
function lossyTime(length: number, health: Health): Experiment {
  return {
    scenario: {
      title: 'checks that lose probes',
      regions: { near: { place: 'aws/us-east-1' } },
      clients: { users: { place: 'aws/us-east-1', requests: '1/s' } },
      routing: { policy: 'failover', order: ['near'], ttl: '1s', health },
      data: { orders: { primary: 'near' } },
      horizon: seconds(length),
    },
    readings: { verdicts: reading('falseVerdicts'), unhealthy: reading('falselyUnhealthy') },
  };
}

/** Checkers that fall and rise by chance. */
export const flapping: Builder = (params) => {
  const { I, k, s, p, m, j } = numbersOf(params, 'I', 'k', 's', 'p', 'm', 'j');
  const health: Health = {
    interval: seconds(I),
    // As soon known as a success is.
    timeout: '1us',
    failures: k,
    successes: s,
    loss: percent(p),
  };
  // A day, or as long as a checker errs a few times.
  const cycle = I * ((p ** -k - 1) / (1 - p) + ((1 - p) ** -s - 1) / p);
  const length = Math.ceil(Math.min(Math.max(86_400, 8 * cycle), 90 * 365 * 86_400));
  const one = lossyTime(length, health);
  const panel = lossyTime(length, { ...health, checkers: m, healthyAbove: percent((m - j) / m) });
  return {
    'probes-to-recover': { from: probesUntil(true, s, p), reading: 'probes', counts: true },
    'share-false-unhealthy': { from: one, reading: 'unhealthy', scale: 1 / length },
    'false-failovers-per-day': { from: one, reading: 'verdicts', scale: 86_400 / length },
    'share-quorum-down': { from: panel, reading: 'unhealthy', scale: 1 / length },
  };
};

/** A lease on being primary: its holder crashes, and `standbys` others watch it or look at it once a loop. */
function lease(ttl: number, loop: number, watch: boolean, standbys: number): Experiment {
  const [primary, ...others] = zoneNames(standbys).map((zone) => `home/${zone}`);
  const base = replicated({
    writes: 100,
    replication: { mode: 'async', lag: '1ms' },
    faults: [{ crash: 'orders', at: seconds(faultAt) }],
    horizon: faultAt + ttl + loop + 1,
  });
  return {
    scenario: {
      ...base,
      regions: { home: { place: 'aws/us-east-1', zones: zoneNames(standbys) } },
      network: [],
      routing: { ...base.routing, order: ['home'] },
      data: { orders: { ...base.data['orders']!, primary: primary!, standbys: others } },
      failover: {
        orders: [{ detect: { lease: { ttl: seconds(ttl), loop: seconds(loop), watch } } }, { promote: '0s' }],
      },
      service: { settle: '0s' },
    },
    readings: { detection: reading('detect') },
  };
}

/** Patroni's leader key. */
export const leaderLease: Builder = (params) => {
  const { ttl, lw, n } = numbersOf(params, 'ttl', 'lw', 'n');
  return {
    watched: { from: lease(ttl, lw, true, 1), reading: 'detection' },
    'polled-by-one': { from: lease(ttl, lw, false, 1), reading: 'detection' },
    'polled-by-all': { from: lease(ttl, lw, false, n), reading: 'detection' },
  };
};

/** A partition cuts the holder of a lease off; its clients still reach it. */
export const isolatedHolder: Builder = (params) => {
  const { b, lease, ren, P } = numbersOf(params, 'b', 'lease', 'ren', 'P');
  const base = replicated({
    writes: b,
    replication: { mode: 'async', lag: '1ms' },
    faults: [{ partition: ['near', 'far'], at: seconds(faultAt), for: seconds(P) }],
    horizon: faultAt + P + lease,
  });
  const detect = { lease: { ttl: seconds(lease), loop: seconds(ren) } };
  const from: Experiment = {
    scenario: { ...base, failover: { orders: [{ detect }, { promote: '0s' }] } },
    readings: { isolated: reading('isolatedWrites of orders') },
  };
  return { 'writes-acknowledged-by-old-leader': { from, reading: 'isolated' } };
};
