import { pow, type Scenario } from '../../src/index.js';
import { percent } from './amounts.js';
import { hours } from './backups.js';
import type { Builder, Experiment, SampledFigure } from './experiment.js';
import { numbersOf } from './oracle.js';
import { mean, names, years } from './years.js';

/** What plain runs cannot reach: the same scenarios, with faults that press on and runs that are weighed. */

function lossesOf(regions: number, mttf: number, mttr: number, more: object = {}): Scenario['faults'] {
  return names
    .slice(0, regions)
    .map((lose) => ({ lose, every: mean(mttf), starts: 'up' as const, for: mean(mttr), ...more }));
}

const ratio = (from: Experiment, reading: string, per: string): SampledFigure => ({ from, reading, per });

export const allDown: Builder = (params) => {
  const { mttf, mttr, T } = numbersOf(params, 'mttf', 'mttr', 'T');
  const from: Experiment = {
    scenario: years({ regions: 3, faults: lossesOf(3, mttf, mttr), horizon: T }),
    rare: { depth: 3 },
    readings: {
      cycles: { levels: 'cycles', level: 3 },
      hits: { levels: 'deep', level: 3 },
      ever: { levels: 'ever', level: 3 },
      any: { levels: 'ever', level: 1 },
      hours: { levels: 'atRisk', level: 3 },
      atOne: { levels: 'visits', level: 1 },
      fromOne: { levels: 'steps', level: 1 },
      atTwo: { levels: 'visits', level: 2 },
      fromTwo: { levels: 'steps', level: 2 },
    },
  };
  return {
    'all-down-before-all-up': ratio(from, 'hits', 'cycles'),
    'all-down-in-a-year': { from, reading: 'ever' },
    // Renewal: the time on the way for each cycle with a hit.
    'mean-time-to-all-down': ratio(from, 'hours', 'hits'),
    'level-one': { from, reading: 'any' },
    'level-two': ratio(from, 'fromOne', 'atOne'),
    'level-three': ratio(from, 'fromTwo', 'atTwo'),
  };
};

const day = 24;
/** The longest that a scenario may last, nearly. */
const century = 870_000;

/** Copies in regions of their own, one of which is repaired at a time; hours. */
export function copiesInRegions(copies: number, mttf: number, mttr: number, horizon: number): Scenario {
  return years({
    regions: copies,
    faults: lossesOf(copies, mttf, mttr, { crew: 'one' }),
    horizon,
    more: { crews: { one: 1 } },
  });
}

export const copiesLost: Builder = (params) => {
  const { ml, ratio: faster } = numbersOf(params, 'ml', 'ratio');
  const figures = [2, 3, 4].map((copies): [string, SampledFigure] => {
    const from: Experiment = {
      scenario: copiesInRegions(copies, ml * day, (ml * day) / faster, Math.min(30 * ml * day, century)),
      rare: { depth: copies },
      readings: { lost: { levels: 'deep', level: copies }, hours: { levels: 'atRisk', level: copies } },
    };
    return [`mttf-${copies}-copies`, { ...ratio(from, 'hours', 'lost'), scale: 1 / day, fewest: 5000 }];
  });
  return Object.fromEntries(figures);
};

const year = 8760;

/**
 * Data are harmed, it is noticed at once, and the store is restored from backups of which many are bad: years are drawn by odds at which that
 * finds no good one now and then, and weighed. Backups are an hour apart, so that no two harms meet the same ones.
 */
export const noGoodBackup: Builder = (params) => {
  const { nu, q, N } = numbersOf(params, 'nu', 'q', 'N');
  const meant = { rate: nu / year, bad: q };
  // With many harms a year, so many fewer of them find none: what the others met spreads the weights.
  const often = Math.max(1, nu);
  const atMost = pow(0.5 / often, 1 / N);
  const drawn = { rate: often / year, bad: Math.max(q, Math.min(atMost, Math.max(0.5, 1 - 1 / N))) };
  const from: Experiment = {
    scenario: {
      title: 'data are harmed, and backups are bad',
      regions: { near: { place: 'aws/us-east-1' } },
      clients: { users: { place: 'aws/us-east-1', requests: '1/d', writes: '100%' } },
      routing: {
        policy: 'failover',
        order: ['near'],
        ttl: '1s',
        health: { interval: '1s', timeout: '1s', failures: 1 },
      },
      vaults: { vault: { in: 'elsewhere' } },
      data: {
        orders: {
          primary: 'near',
          backups: { hourly: { every: '1h', to: 'vault', bad: percent(drawn.bad), keep: N } },
        },
      },
      faults: [
        {
          corrupt: 'orders',
          harm: 'deleted',
          share: '1%',
          noticed: '1s',
          every: mean(1 / drawn.rate),
          from: 'start',
          starts: 'up',
        },
      ],
      horizon: hours(year),
    },
    readings: {
      noneGood: { restores: 'none good', drawn, meant },
      weight: { restores: 'weight', drawn, meant },
    },
  };
  return {
    'all-backups-bad-in-a-year': { from, reading: 'noneGood', fewest: 10_000 },
    'mean-weight': { from, reading: 'weight', fewest: 10_000 },
  };
};
