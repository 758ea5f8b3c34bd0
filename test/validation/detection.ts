import { checkersToFail, type Scenario } from '../../src/index.js';
import { percent, seconds } from './amounts.js';
import type { Builder, Experiment } from './experiment.js';
import { reading } from './experiment.js';
import { numbersOf } from './oracle.js';
import { faultAt, replicated, traffic, zoneNames } from './scenarios.js';

type Health = Scenario['routing']['health'];

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
