import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { criticalValue, defaultConfidence, type Interval } from './interval.js';
import { mean, sampleVariance, sum } from './mean.js';
import { clopperPearson } from './share-interval.js';

/** A mean over weighed runs. */
export interface WeighedMean {
  readonly value: number;
  /** Its standard error; null of fewer than three runs. */
  readonly error: number | null;
  readonly interval: Interval | null;
}

/** A share over weighed runs. */
export interface WeighedShare extends WeighedMean {
  /** So many runs of equal weight would tell it as exactly; null where that cannot be told. */
  readonly equivalent: number | null;
}

/** So many runs of equal weight tell as much of what all runs have in common (Kish 1965); 0 of none. */
export function effectiveCount(weights: Float64Array): number {
  const total = sum(weights);
  return total === 0 ? 0 : (total * total) / sum(weights.map((weight) => weight * weight));
}

/**
 * The mean of a value over runs that count by likelihood ratios, of which the mean is known to be 1: what the value times the weight has
 * in common with the weight is taken off (the regression estimate of Hesterberg, Technometrics 37 (1995)), so that what is the same in
 * every run has exactly its value. Values must be finite. Throws nothing; NaN of no run.
 */
export function weighedMean(
  values: Float64Array,
  weights: Float64Array,
  confidence = defaultConfidence,
): WeighedMean {
  const terms = termsOf(values, weights);
  const runs = values.length;
  const value = mean(terms);
  if (runs < 3) return { value, error: null, interval: null };
  // The slope takes one degree of freedom more.
  const error = Math.sqrt((sampleVariance(terms, value) * (runs - 1)) / (runs - 2) / runs);
  const halfWidth = tQuantile((1 + confidence) / 2, runs - 2) * error;
  return { value, error, interval: { low: value - halfWidth, high: value + halfWidth } };
}

/**
 * The share of runs that have something, over runs that count by likelihood ratios. The interval is that of Clopper and Pearson for as
 * many runs of equal weight as would be as exact (Korn and Graubard, Survey Methodology 24 (1998)): it is not even about the value, as
 * few hits must have it, and wider where hits are few or of very unequal weight. Where none has it, or all, see `mostUnseen`.
 */
export function weighedShare(
  having: readonly boolean[],
  weights: Float64Array,
  confidence = defaultConfidence,
): WeighedShare {
  const marks = Float64Array.from(having, Number);
  const products = marks.map((mark, run) => mark * weights[run]!);
  if (products.every((product) => product === 0)) return unseen(weights, confidence);
  const { value: told, error } = weighedMean(marks, weights, confidence);
  // What is usual is told by what lacks it: that has few hits.
  if (told > 0.5) {
    const lacking = having.map((has) => !has);
    return mirrored(weighedShare(lacking, weights, confidence));
  }
  // Of a few runs the regression may take off more than there is.
  const value = told > 0 ? told : Math.min(1, mean(products));
  if (error === null) return { value, error, interval: null, equivalent: null };
  const equivalent = Math.max(1, (value * (1 - value)) / (error * error));
  const hits = effectiveCount(products.filter((product) => product > 0));
  const trusted = equivalent * trustIn(hits, confidence);
  return { value, error, interval: clopperPearson(trusted * value, trusted, confidence), equivalent };
}

/** How much an error counts that is known from so many runs alone: the squared ratio of the normal to the t quantile. */
function trustIn(hits: number, confidence: number): number {
  const ratio = criticalValue(confidence) / tQuantile((1 + confidence) / 2, Math.max(1, hits - 1));
  return ratio * ratio;
}

/**
 * The most that the chance of something can be which none of these runs had, of `runs` in all: as many of them may have been missed as
 * Clopper and Pearson say, and each may weigh as much as the heaviest.
 */
export function mostUnseen(weights: Float64Array, runs: number, confidence = defaultConfidence): number {
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  return Math.min(1, heaviest * clopperPearson(0, runs, confidence).high);
}

function unseen(weights: Float64Array, confidence: number): WeighedShare {
  const high = mostUnseen(weights, weights.length, confidence);
  return { value: 0, error: null, interval: { low: 0, high }, equivalent: null };
}

function mirrored({ value, error, interval, equivalent }: WeighedShare): WeighedShare {
  return {
    value: 1 - value,
    error,
    interval: interval && { low: 1 - interval.high, high: 1 - interval.low },
    equivalent,
  };
}

/** A value a run, of which the plain mean is the estimate. */
function termsOf(values: Float64Array, weights: Float64Array): Float64Array {
  const products = values.map((value, run) => value * weights[run]!);
  const [middle, weight] = [mean(products), mean(weights)];
  const squares = sum(weights.map((one) => (one - weight) * (one - weight)));
  const slope =
    squares === 0
      ? 0
      : sum(products.map((product, run) => (product - middle) * (weights[run]! - weight))) / squares;
  return products.map((product, run) => product - slope * (weights[run]! - 1));
}
