import { type ColumnStore, incidentsFigure, type Sample } from './columns.js';
import type { Estimate, PerIncident } from './result.js';
import { meanInterval, sum } from './statistics/mean.js';
import { lengths } from './years.js';

/**
 * Figures per incident over long horizons. Incidents of one run share its luck, so that runs stay the sampling unit: each figure is
 * a ratio of sums over runs, and its interval is that of the residuals a - r b over their mean b (the linearised ratio estimator:
 * Cochran, Sampling Techniques, 3rd ed., 6.4). Undefined where runs are shorter than a year, or none had an incident.
 */
export function figuresPerIncident(store: ColumnStore): PerIncident | undefined {
  if (store.indexOf('recoveryTotal') < 0) return undefined;
  const counts = store.sample(store.indexOf(incidentsFigure)).values;
  const count = sum(counts);
  if (count === 0) return undefined;
  const column = (name: string) => store.sample(store.indexOf(name));
  const recovery = column('recoveryTotal');
  const mean = estimateRatio(recovery.atLeast, counts);
  const longer = lengths.map(([figure, length]): [number, Estimate] => [
    length / 1e6,
    estimateLonger(column(figure), counts),
  ]);
  return {
    count,
    recovery: recovery.censored > 0 ? { ...mean, high: null, lowerBound: true } : mean,
    writesLost: estimateRatio(column('writesLost').atLeast, counts),
    longerThan: longer.map(([seconds, share]) => ({ seconds, share })),
  };
}

/** A share of the incidents; one of a run may not have been over by the horizon, and counts for the upper end alone. */
function estimateLonger({ atLeast, values, censored }: Sample, counts: Float64Array): Estimate {
  const share = estimateRatio(atLeast, counts, 1);
  if (censored === 0) return share;
  const most = atLeast.map((least, run) => (values[run] === Number.POSITIVE_INFINITY ? least + 1 : least));
  return { ...share, high: estimateRatio(most, counts, 1).high, lowerBound: true };
}

/** The ratio of two sums over runs with its interval, which stays within 0 and `most`. */
export function estimateRatio(
  numerators: Float64Array,
  denominators: Float64Array,
  most = Number.POSITIVE_INFINITY,
): Estimate & { value: number } {
  const denominator = sum(denominators);
  const value = sum(numerators) / denominator;
  const mean = denominator / denominators.length;
  const residuals = numerators.map((one, run) => value + (one - value * denominators[run]!) / mean);
  const interval = meanInterval(residuals);
  return {
    value,
    low: interval ? Math.max(0, interval.low) : null,
    high: interval ? Math.min(most, interval.high) : null,
  };
}
