import { exp, ln, type Scenario } from '../../src/index.js';
import { allBad } from './backups.js';
import type { Drawing } from './drawing.js';
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

/** Years are weighed: disasters come once a year or more often, and backups are bad so often that all of them mostly are. */
export const noGoodBackup: Builder = (params) => {
  const { nu, q, N } = numbersOf(params, 'nu', 'q', 'N');
  const often = Math.max(1, nu);
  const none = allBad(q, N, day);
  const years: Drawing = {
    readings: ['found none good'],
    draw: (stream) => {
      let weight = exp(often - nu);
      // Of the disasters of a year, that one at least finds all backups bad.
      let any = 0;
      const gap = () => -ln(1 - stream.next()) / often;
      for (let at = gap(); at < 1; at += gap()) {
        weight *= nu / often;
        any += none.draw(stream)[0]! * (1 - any);
      }
      return [weight * any];
    },
  };
  return { 'all-backups-bad-in-a-year': { from: years, reading: 'found none good' } };
};
