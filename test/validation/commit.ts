import type { Scenario } from '../../src/index.js';
import { lognormal, milliseconds, seconds, shiftedExponential } from './amounts.js';
import type { Builder, Experiment } from './experiment.js';
import { reading } from './experiment.js';
import { numbersOf, type Params } from './oracle.js';
import { faultAt, replicated, zoneNames } from './scenarios.js';

type RoundTrip = NonNullable<Scenario['network']>[number]['roundTrip'];
type Replication = NonNullable<Scenario['data'][string]['replication']>;

/** Stores of a run: of each, one write is drawn. */
const stores = Array.from({ length: 8 }, (_, i) => `orders${i + 1}`);

/** Nothing breaks; writes wait for standbys, one for each of the round trips. */
function commit(roundTrips: readonly RoundTrip[], replication: Replication): Experiment {
  const [primary, ...standbys] = zoneNames(roundTrips.length).map((zone) => `home/${zone}`);
  const base = replicated({ writes: 100, replication, faults: [], horizon: 1 });
  const store = { ...base.data['orders']!, primary: primary!, standbys };
  return {
    scenario: {
      ...base,
      regions: { home: { place: 'aws/us-east-1', zones: zoneNames(roundTrips.length) } },
      network: roundTrips.map((roundTrip, i) => ({ between: [primary!, standbys[i]!], roundTrip })),
      routing: { ...base.routing, order: ['home'] },
      data: Object.fromEntries(stores.map((name) => [name, store])),
      failover: {},
    },
    readings: {
      latency: reading(...stores.map((name) => `commitLatency of ${name}`)),
      unreplicated: reading(...stores.map((name) => `unreplicated of ${name}`)),
    },
  };
}

/** Latency of a write that waits for so many standbys, in milliseconds. */
function waiting(wait: number, ...roundTrips: RoundTrip[]) {
  return { from: commit(roundTrips, { mode: 'sync', wait }), reading: 'latency', scale: 1000 };
}

/** Round trips with a minimum and an exponential rest (Rényi 1953). */
export const shiftedRoundTrips: Builder = (params) => {
  const { a, m, n, k, a2, m2 } = numbersOf(params, 'a', 'm', 'n', 'k', 'a2', 'm2');
  const one = shiftedExponential(a, m, milliseconds);
  const other = shiftedExponential(a2, m2, milliseconds);
  return {
    'max-of-two': waiting(2, one, one),
    'kth-of-n': waiting(k, ...new Array<RoundTrip>(n).fill(one)),
    'max-of-unequal': waiting(2, one, other),
  };
};

export const lognormalRoundTrips: Builder = (params) => {
  const { med, s, n, k } = numbersOf(params, 'med', 's', 'n', 'k');
  const one = lognormal(med, s, milliseconds);
  return {
    'max-of-two': waiting(2, one, one),
    'kth-of-n': waiting(k, ...new Array<RoundTrip>(n).fill(one)),
  };
};

/** Each write waits for its standby for at most a time. */
export const semiSync: Builder = (params) => {
  const { tau } = numbersOf(params, 'tau');
  const from = commit([roundTripOf(params)], {
    mode: 'semi-sync',
    timeout: milliseconds(tau),
    latch: false,
  });
  return {
    'share-unreplicated': { from, reading: 'unreplicated', statistic: { shareAbove: 0.5 } },
    'mean-latency-ms': { from, reading: 'latency', scale: 1000 },
  };
};

/** One outage of exponential length, and what a semi-synchronous store does without its standby. */
function outage(lam: number, mean: number, tau: number, latch: boolean): Experiment {
  const longest = 60 * (mean + tau + 1 / lam);
  return {
    scenario: replicated({
      writes: lam,
      replication: { mode: 'semi-sync', timeout: seconds(tau), latch },
      faults: [{ partition: ['near', 'far'], at: seconds(faultAt), for: { mean: seconds(mean) } }],
      horizon: faultAt + longest,
    }),
    readings: {
      unreplicated: reading('unreplicatedWrites of orders'),
      waited: reading('commitWait of orders'),
    },
  };
}

/** Outages of the standby, each write or the first of an outage waiting for at most a time. */
export const semiSyncOutages: Builder = (params) => {
  const { lam, U, Dn, tau } = numbersOf(params, 'lam', 'U', 'Dn', 'tau');
  const latched = outage(lam, Dn, tau, true);
  const unlatched = outage(lam, Dn, tau, false);
  // Writes of one outage and the up time before it.
  const scale = 1 / (lam * (U + Dn));
  return {
    'share-unreplicated-no-latch': { from: unlatched, reading: 'unreplicated', scale },
    'share-unreplicated-latch': { from: latched, reading: 'unreplicated', scale },
    'unreplicated-per-outage-latch': { from: latched, reading: 'unreplicated' },
    'mean-extra-wait-no-latch': { from: unlatched, reading: 'waited', scale },
  };
};

function roundTripOf(params: Params): RoundTrip {
  const { a, b } = numbersOf(params, 'a', 'b');
  switch (params['kind']) {
    case 'LN':
      return lognormal(a, b, milliseconds);
    case 'SE':
      return shiftedExponential(a, b, milliseconds);
    default:
      throw new RangeError(`parameter kind must be LN or SE, not ${params['kind']}`);
  }
}
