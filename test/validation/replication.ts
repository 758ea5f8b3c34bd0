import {
  exp,
  lognormalThrough,
  meanOpenSegmentAge,
  meanSegmentLife,
  type Scenario,
  second,
  segmentPeriod,
} from '../../src/index.js';
import { lognormal, seconds } from './amounts.js';
import type { Builder, Experiment } from './experiment.js';
import { reading } from './experiment.js';
import { numbersOf } from './oracle.js';
import { faultAt, replicated } from './scenarios.js';
import { specOf } from './specification.js';

type Replication = NonNullable<Scenario['data'][string]['replication']>;

/** The longest that a run may go on before the fault: half of what a scenario may state. */
const latest = 1.5e9;

/** One crash a run, once `settled` seconds have passed; all that is acknowledged and not on the standby is lost. */
function crash(writes: number, settled: number, replication: Replication): Experiment {
  const at = Math.min(Math.max(faultAt, settled), latest);
  return {
    scenario: replicated({
      writes,
      replication,
      faults: [{ lose: 'near', at: seconds(at) }],
      horizon: at + 60,
    }),
    readings: {
      lost: reading('lostInFailover of orders'),
      window: reading('staleness of orders'),
      oldestLost: reading('rpo of orders'),
      newestSurviving: reading('newestSurvivingAge of orders'),
    },
  };
}

/** A lag that is always the same. */
export const fixedLag: Builder = (params) => {
  const { lam, d } = numbersOf(params, 'lam', 'd');
  const settled = 100 * (d + 1 / lam);
  const log = crash(lam, settled, { mode: 'async', lag: seconds(d) });
  const items = crash(lam, settled, { mode: 'async', lag: seconds(d), ships: 'independently' });
  return {
    'lost-independent': { from: items, reading: 'lost', counts: true },
    'lost-in-order': { from: log, reading: 'lost', counts: true },
    'age-newest-surviving': { from: log, reading: 'newestSurviving' },
    'age-oldest-lost': { from: log, reading: 'oldestLost' },
    'no-loss': { from: log, reading: 'lost', statistic: { shareUpTo: 0.5 } },
  };
};

/** A lag that varies: a log with one lag at the crash, and items with a lag each (Takács 1962). */
function varyingLag(lam: number, settled: number, lag: NonNullable<Replication['lag']>) {
  const log = crash(lam, settled, { mode: 'async', lag });
  const items = crash(lam, settled, { mode: 'async', lag, ships: 'independently' });
  return {
    'lost-independent': { from: items, reading: 'lost', counts: true },
    'lost-one-lag': { from: log, reading: 'lost', counts: true },
  };
}

/** Mean of the lag as the scenario's own law has it, in seconds. */
function meanLag({ scenario }: Experiment): number {
  const { lag } = specOf(scenario).data['orders']!.replication;
  if (lag?.kind === 'constant') return lag.value / second;
  if (lag?.kind !== 'quantiles') throw new Error('the lag is not lognormal');
  const [low, high] = lag.points;
  return lognormalThrough(low!, high!).mean / second;
}

export const exponentialLag: Builder = (params) => {
  const { lam, m } = numbersOf(params, 'lam', 'm');
  return varyingLag(lam, 60 * m, { mean: seconds(m) });
};

export const lognormalLag: Builder = (params) => {
  const { lam, med, s } = numbersOf(params, 'lam', 'med', 's');
  // Writes older than this are on their way with a chance below 1e-9 (six standard deviations).
  const settled = med * exp(s * s + 6 * s);
  const figures = varyingLag(lam, settled, lognormal(med, s, seconds));
  return { ...figures, 'mean-lag': { compute: () => meanLag(figures['lost-one-lag'].from) } };
};

/** The log ships in batches. */
export const batches: Builder = (params) => {
  const { lam, B, d } = numbersOf(params, 'lam', 'B', 'd');
  const from = crash(lam, 10 * (B + d), { mode: 'async', every: seconds(B), transfer: seconds(d) });
  return {
    window: { from, reading: 'window' },
    lost: { from, reading: 'lost', counts: true },
  };
};

/** Sizes whose ratio is exact: a segment of so many writes. */
function segmentOf(writes: number) {
  return { segment: `${writes}kB`, write: '1kB' };
}

/** A log that grows at a steady rate and ships by segments. */
export const steadyArchive: Builder = (params) => {
  const { seg, w, AT, u } = numbersOf(params, 'seg', 'w', 'AT', 'u');
  const archive = {
    segment: `${seg}MiB`,
    log: `${w}MiB/s`,
    timeout: seconds(AT),
    upload: seconds(u),
  };
  const from = crash(1, 10 * (AT + u), { mode: 'async', archive });
  return {
    window: { from, reading: 'window' },
    period: { compute: () => segmentPeriod(seg, w, AT) },
  };
};

/** Writes fill the segments as they come. */
export const filledArchive: Builder = (params) => {
  const { lam, n, AT, u } = numbersOf(params, 'lam', 'n', 'AT', 'u');
  const archive = { ...segmentOf(n), timeout: seconds(AT), upload: seconds(u) };
  const from = crash(lam, 10 * (AT + u), { mode: 'async', archive });
  return {
    window: { from, reading: 'window' },
    lost: { from, reading: 'lost', counts: true },
    'mean-period': { compute: () => meanSegmentLife(n, lam, AT) },
    'mean-window': { compute: () => u + meanOpenSegmentAge(n, lam, AT) },
  };
};
