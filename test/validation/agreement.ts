import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import { normalQuantile } from '../../src/index.js';
import type { Statistic } from './experiment.js';
import type { Sample } from './sample.js';

/** How many standard errors a sampled figure may be away. */
export const tolerance = 4;

/** How close a figure must be that no sampling touches, relative. */
const closeness = 1e-9;

/** What is left of a share near 0 that was taken from 1. */
const rounding = 1e-14;

/** What a figure is held against. */
export interface Expectation {
  readonly value: number;
  /** Standard error of the value itself, where it is a simulation. */
  readonly error: number;
  /** Standard deviation of one unit, where it is known. */
  readonly sd?: number | undefined;
}

export interface Agreement {
  readonly observed: number;
  /** How far the expected value is from what was observed, in standard errors. */
  readonly distance: number;
}

/** Compares one statistic of a sample with an expected value. */
export function compare(sample: Sample, statistic: Statistic, expected: Expectation): Agreement {
  if (statistic === 'mean') {
    const error = (expected.sd ?? sample.sd) / Math.sqrt(sample.size);
    return within(sample.mean, error, expected);
  }
  if (statistic === 'sd') return within(sample.sd, sample.errorOfSd, expected);
  if ('level' in statistic) return compareQuantile(sample, statistic.level, expected);
  const upTo = 'shareUpTo' in statistic ? statistic.shareUpTo : statistic.shareAbove;
  const below = sample.countUpTo(upTo);
  return compareShare('shareUpTo' in statistic ? below : sample.size - below, sample.size, expected);
}

/** Whether a computed figure is the expected one. */
export function isSame(computed: number, { value, error }: Expectation): boolean {
  return Math.abs(computed - value) <= closeness * Math.abs(value) + rounding + tolerance * error;
}

function within(observed: number, error: number, expected: Expectation): Agreement {
  const both = Math.sqrt(error * error + expected.error * expected.error);
  return { observed, distance: inErrors(observed - expected.value, both) };
}

function inErrors(difference: number, error: number): number {
  if (difference === 0) return 0;
  return error > 0 ? Math.abs(difference) / error : Number.POSITIVE_INFINITY;
}

/**
 * A quantile of level p is right when the share of units at or below it is not less than p, and the share below it not
 * more: of a continuous law the two are one, of a count they are the two sides of a step.
 */
function compareQuantile(sample: Sample, level: number, { value, error }: Expectation): Agreement {
  const { size } = sample;
  const upTo = sample.countUpTo(value + tolerance * error);
  const below = sample.countBelow(value - tolerance * error);
  const short = upTo < level * size ? shareDistance(upTo, size, level) : 0;
  const over = below > level * size ? shareDistance(below, size, level) : 0;
  return { observed: sample.quantile(level), distance: Math.max(short, over) };
}

function compareShare(count: number, size: number, { value, error }: Expectation): Agreement {
  const observed = count / size;
  const alone = shareDistance(count, size, value);
  if (error === 0) return { observed, distance: alone };
  const both = within(observed, Math.sqrt((value * (1 - value)) / size), { value, error });
  return { observed, distance: Math.min(alone, both.distance) };
}

/** Events so few that their number is not normal: the exact binomial tail decides as well. */
const few = 30;

/** How far a count out of `size` is from a share, in standard errors of that share. */
function shareDistance(count: number, size: number, share: number): number {
  if (!(share >= 0 && share <= 1)) return Number.POSITIVE_INFINITY;
  const distance = inErrors(count - size * share, Math.sqrt(size * share * (1 - share)));
  if (Math.min(share, 1 - share) * size >= few) return distance;
  const tail =
    count > size * share ? 1 - binomialCdf(count - 1, size, share) : binomialCdf(count, size, share);
  return Math.min(distance, Math.max(0, -normalQuantile(tail)));
}

/** How far two values of a statistic are apart, in standard errors of this sample. */
export function separation(sample: Sample, statistic: Statistic, right: Expectation, wrong: number): number {
  if (typeof statistic === 'string') {
    const error = statistic === 'sd' ? sample.errorOfSd : (right.sd ?? sample.sd) / Math.sqrt(sample.size);
    return inErrors(right.value - wrong, error);
  }
  if ('level' in statistic) return compare(sample, statistic, { ...right, value: wrong }).distance;
  const variance = Math.max(right.value * (1 - right.value), wrong * (1 - wrong));
  return inErrors(right.value - wrong, Math.sqrt(variance / sample.size));
}
