import { idleLinkShare, meanBacklog, meanCatchUp, meanLinkWait, type Scenario } from '../../src/index.js';
import { seconds } from './amounts.js';
import type { Builder, Experiment } from './experiment.js';
import { reading } from './experiment.js';
import { numbersOf } from './oracle.js';
import { faultAt, replicated } from './scenarios.js';

type Queue = 'stationary' | 'empty';

/** A link that carries so many writes a second, in order. */
function link(capacity: number, latency: number, queue: Queue) {
  return {
    mode: 'async' as const,
    link: {
      latency: seconds(latency),
      bandwidth: `${seconds(capacity * 1e6).slice(0, -1)}B/s`,
      write: '1MB',
      queue,
    },
  };
}

function overLink(
  writes: number,
  replication: ReturnType<typeof link>,
  faults: Scenario['faults'],
  horizon: number,
): Scenario {
  return replicated({ writes, replication, faults, horizon });
}

/** A link in balance, and a crash: M/D/1 (Pollaczek-Khinchine). */
export const linkInBalance: Builder = (params) => {
  const { lam, D, d } = numbersOf(params, 'lam', 'D', 'd');
  const from: Experiment = {
    scenario: overLink(
      lam,
      link(1 / D, d, 'stationary'),
      [{ lose: 'near', at: seconds(faultAt) }],
      faultAt + 60,
    ),
    readings: { lag: reading('staleness of orders'), lost: reading('lostInFailover of orders') },
  };
  return {
    lag: { from, reading: 'lag' },
    lost: { from, reading: 'lost', counts: true },
    'mean-wait': { compute: () => meanLinkWait(lam, D) },
    'no-wait': { compute: () => idleLinkShare(lam, D) },
  };
};

/** A partition, and the backlog that it leaves. */
function partitioned(lam: number, mu: number, P: number, queue: Queue): Experiment {
  const slowest = 20 * meanCatchUp(lam, mu, P + 1 / lam) + 3600;
  return {
    scenario: overLink(
      lam,
      link(mu, 0, queue),
      [{ partition: ['near', 'far'], at: seconds(faultAt), for: seconds(P) }],
      faultAt + P + slowest,
    ),
    readings: {
      catchUp: reading('catchUp of orders'),
      served: { record: 'caught-up', field: 'served' },
    },
  };
}

export const catchUp: Builder = (params) => {
  const { lam, mu, P } = numbersOf(params, 'lam', 'mu', 'P');
  const from = partitioned(lam, mu, P, 'empty');
  const quantile = (level: number) => ({ from, reading: 'catchUp', statistic: { level } });
  return {
    served: { from, reading: 'served', counts: true },
    'catch-up-mean': { from, reading: 'catchUp' },
    'catch-up-sd': { from, reading: 'catchUp', statistic: 'sd' },
    'catch-up-p50': quantile(0.5),
    'catch-up-p95': quantile(0.95),
    'catch-up-p99': quantile(0.99),
    'catch-up-mean-stationary-start': {
      from: partitioned(lam, mu, P, 'stationary'),
      reading: 'catchUp',
    },
    'fluid-total': { compute: () => P + meanCatchUp(lam, mu, P) },
  };
};

/** The primary dies while the backlog of a partition is on its way. */
export const lossInCatchUp: Builder = (params) => {
  const { lam, mu, P, x } = numbersOf(params, 'lam', 'mu', 'P', 'x');
  const from: Experiment = {
    scenario: overLink(
      lam,
      link(mu, 0, 'empty'),
      [
        { partition: ['near', 'far'], at: seconds(faultAt), for: seconds(P) },
        { lose: 'near', at: seconds(faultAt + P + x) },
      ],
      faultAt + P + x + 60,
    ),
    readings: { lost: reading('lostInFailover of orders'), window: reading('rpo of orders') },
  };
  return {
    lost: { from, reading: 'lost', counts: true },
    window: { from, reading: 'window' },
    'fluid-mean-loss': { compute: () => meanBacklog(lam, P) },
  };
};
