import { compare, type Expectation, separation, tolerance } from './agreement.js';
import type { SampledFigure, Statistic } from './experiment.js';
import type { Bug, ExpectedFigure } from './oracle.js';
import type { Sample } from './sample.js';

/** A statistic of a sampled figure, and what is expected of it. */
export interface Demand {
  readonly name: string;
  readonly statistic: Statistic;
  readonly expectation: Expectation;
}

const levels = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** The mean, p50, p95 and p99 of a law; the one number of another figure. */
export function demandsOf(figure: ExpectedFigure, source: SampledFigure): Demand[] {
  const error = figure.monteCarlo?.se ?? 0;
  if (figure.exact !== undefined) {
    const statistic = source.statistic ?? 'mean';
    return [{ name: nameOf(statistic), statistic, expectation: { value: figure.exact, error } }];
  }
  if (source.statistic !== undefined) throw new Error('this figure is one number, not a law');
  const demands = ['mean', ...Object.keys(levels)].flatMap((name) => demandOf(figure, name) ?? []);
  if (demands.length === 0) throw new Error('the law says nothing that could be checked');
  return demands;
}

/** What a law says of one of its statistics; undefined if it says nothing. */
function demandOf({ law, monteCarlo }: ExpectedFigure, name: string): Demand | undefined {
  if (!law || !Object.hasOwn(law, name)) return undefined;
  const key = name as keyof typeof law;
  const value = law[key];
  if (value === undefined) return undefined;
  const error = monteCarlo?.se ?? 0;
  switch (key) {
    case 'mean':
      return { name, statistic: 'mean', expectation: { value, error, sd: law.sd } };
    case 'sd':
      return { name, statistic: 'sd', expectation: { value, error } };
    default:
      return { name, statistic: { level: levels[key] }, expectation: { value, error } };
  }
}

function nameOf(statistic: Statistic): string {
  if (typeof statistic === 'string') return statistic;
  return 'level' in statistic ? `p${statistic.level * 100}` : 'share';
}

/** The statistic that a mistake is about. */
function demandFor({ stat }: Bug, figure: ExpectedFigure, demands: readonly Demand[]): Demand | undefined {
  return stat === undefined || figure.exact !== undefined ? demands[0] : demandOf(figure, stat);
}

/** Whether a sample tells a mistake: its value would be a miss. */
export function isExcluded(
  bug: Bug,
  figure: ExpectedFigure,
  demands: readonly Demand[],
  sample: Sample,
): boolean {
  const demand = demandFor(bug, figure, demands);
  if (!demand) return false;
  const wrong = { ...demand.expectation, value: bug.wrong };
  return compare(sample, demand.statistic, wrong).distance > tolerance;
}

/** So far apart the two bands of four standard errors, the right one's and the wrong one's, do not touch. */
const apart = 2 * tolerance;

/** Closer than this even with all the runs that there may be, a mistake is not worth more runs. */
const hopeless = tolerance / 2;

/** Units by which every mistake that `most` units can tell is told; what a first sample shows of their spread decides. */
export function unitsToExclude(
  figure: ExpectedFigure,
  demands: readonly Demand[],
  first: Sample,
  most: number,
): number {
  const wanted = figure.bugs.map((bug) => {
    const demand = demandFor(bug, figure, demands);
    if (!demand) return first.size;
    const distance = separation(first, demand.statistic, demand.expectation, bug.wrong);
    if (distance >= apart || distance * Math.sqrt(most / first.size) < hopeless) return first.size;
    return Math.min(most, Math.ceil(first.size * (apart / distance) ** 2));
  });
  return Math.max(first.size, ...wanted);
}
