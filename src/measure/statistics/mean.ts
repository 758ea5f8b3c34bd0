import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { defaultConfidence, type Interval } from './interval.js';

/**
 * Sum in the order given, with the rounding errors summed beside it (Neumaier 1974): the error does not grow with the
 * number of terms, and the same terms in the same order give the same bits.
 */
export function sum(values: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** Arithmetic mean, kept within the smallest and the largest value where rounding would leave them; NaN of nothing. */
export function mean(values: Float64Array): number {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  return Math.max(smallest, Math.min(largest, sum(values) / values.length));
}

/** Estimate of the variance from a sample (divided by n - 1), around a mean already known; NaN of fewer than two. */
export function sampleVariance(values: Float64Array, around: number): number {
  const squares = values.map((value) => (value - around) * (value - around));
  return sum(squares) / (values.length - 1);
}

/**
 * Student's t interval of a mean over independent runs ("Student" 1908): mean -+ t(n - 1) s / sqrt(n). Null of fewer than
 * two runs. When all runs agree its width is 0, which says that the sample shows no spread, not that there is none.
 */
export function meanInterval(values: Float64Array, confidence = defaultConfidence): Interval | null {
  const runs = values.length;
  if (runs < 2) return null;
  const centre = mean(values);
  const error = Math.sqrt(sampleVariance(values, centre) / runs);
  const halfWidth = error === 0 ? 0 : tQuantile((1 + confidence) / 2, runs - 1) * error;
  return { low: centre - halfWidth, high: centre + halfWidth };
}
