import { type ColumnName, indicatorFigures, type Sample } from './columns.js';
import type { Estimate } from './result.js';
import { mean, meanInterval } from './statistics/mean.js';
import { quantileRanks } from './statistics/order-statistics.js';
import { quantileRank } from './statistics/quantile.js';
import { wilson } from './statistics/share-interval.js';

/**
 * Estimates from samples with censored runs, of which only a least value is known. The low end of an interval takes every
 * censored run at that least value, the high end takes it as larger than all others: whatever happened after the horizon,
 * the interval of the completed sample lies between the two.
 */
export interface Bounds {
  /** Null when the sample is too small to have this end. */
  readonly low: number | null;
  /** Null when the sample is too small to have this end, or it falls among censored runs. */
  readonly high: number | null;
}

/** A sample in ascending order of its values, censored runs last, and of its least values. */
export type SortedSample = Sample;

export function sortSample(sample: Sample): SortedSample {
  const values = sample.values.slice().sort();
  const atLeast = sample.censored === 0 ? values : sample.atLeast.slice().sort();
  return { values, atLeast, censored: sample.censored };
}

/** Distribution-free bounds of the quantile of level `p`, 0 < p < 1. */
export function boundQuantile(sorted: SortedSample, p: number): Bounds {
  const ranks = quantileRanks(sorted.values.length, p);
  return {
    low: ranks.low === null ? null : sorted.atLeast[ranks.low - 1]!,
    high: ranks.high === null ? null : finiteOrNull(sorted.values[ranks.high - 1]!),
  };
}

/** The quantile of level `p`: censored runs rank above every observed one; among them only the least value is known. */
export function estimateQuantile(sorted: SortedSample, p: number): Estimate {
  const rank = quantileRank(p, sorted.values.length);
  const value = sorted.values[rank - 1]!;
  if (value === Number.POSITIVE_INFINITY) return { value: null, atLeast: sorted.atLeast[rank - 1]! };
  return { value, ...boundQuantile(sorted, p) };
}

/**
 * The mean with its t interval, which for a share ends at 1; of what is 1 or 0 in a run, with Wilson's. With any censored run a lower
 * bound, from the least values, without an upper end.
 */
export function estimateMean(
  sample: Sample,
  { figure, unit }: Pick<ColumnName, 'figure' | 'unit'>,
): Estimate & { value: number } {
  if (indicatorFigures.has(figure)) return estimateShareAboveZero(sample);
  const value = mean(sample.atLeast);
  const interval = meanInterval(sample.atLeast);
  // No figure of a run is negative; a t interval of a few runs may be.
  const low = interval ? Math.max(0, interval.low) : null;
  if (sample.censored > 0) return { value, low, high: null, lowerBound: true };
  if (!interval) return { value, low, high: null };
  return { value, low, high: unit === 'share' ? Math.min(1, interval.high) : interval.high };
}

/** The largest value observed, a censored run counting as what was observed of it; 0 of nothing. */
export function largest(sample: Sample): number {
  return sample.atLeast.reduce((most, value) => Math.max(most, value), 0);
}

/** The share of runs with a property, from the runs that have it and those that may turn out to have it; Wilson's interval. */
export function estimateShare(having: number, open: number, runs: number): Estimate & { value: number } {
  const value = having / runs;
  const bounds = { low: wilson(having, runs).low, high: wilson(having + open, runs).high };
  return open > 0 ? { value, ...bounds, lowerBound: true } : { value, ...bounds };
}

/** Share of runs with a value above 0. */
export function estimateShareAboveZero(sample: Sample): Estimate & { value: number } {
  let above = 0;
  let open = 0;
  for (let run = 0; run < sample.values.length; run++) {
    if (sample.atLeast[run]! > 0) above++;
    else if (sample.values[run]! > 0) open++;
  }
  return estimateShare(above, open, sample.values.length);
}

function finiteOrNull(value: number): number | null {
  return value === Number.POSITIVE_INFINITY ? null : value;
}
