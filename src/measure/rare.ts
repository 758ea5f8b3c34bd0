import type { ColumnStore } from './columns.js';
import type { Estimate, Unit } from './result.js';
import { mean, meanInterval, sum } from './statistics/mean.js';

/** A figure over weighed runs. */
export interface RareFigure {
  unit: Unit;
  mean: Estimate;
  /** Share of runs with a value above 0. */
  shareAboveZero: Estimate;
}

/** What weighed runs say: plain JSON. */
export interface RareResult {
  regionfall: string;
  scenario: string;
  seed: string;
  runs: number;
  confidence: number;
  /** Of the weights: 1, or something is wrong. */
  weight: Estimate;
  /** As many runs of equal weight would tell as much of what they all have in common. */
  effectiveRuns: number;
  /** Of whole runs, by name. */
  figures: Record<string, RareFigure>;
  stopped?: string;
}

/** Means over runs of weight times value, with their t intervals: unbiased, since the weights are likelihood ratios. */
export function summariseRare(store: ColumnStore): Pick<RareResult, 'weight' | 'effectiveRuns' | 'figures'> {
  const weights = store.sample(store.indexOf('weight')).values;
  const squares = sum(weights.map((weight) => weight * weight));
  const total = sum(weights);
  const figures = store.columns.flatMap((column, index) => {
    if (column.group !== 'run' || column.figure === 'weight') return [];
    const { atLeast, censored } = store.sample(index);
    const weighed = estimate(atLeast.map((value, run) => value * weights[run]!));
    const above = atLeast.map((value, run) => (value > 0 ? weights[run]! : 0));
    const bounded: Estimate = censored > 0 ? { ...weighed, high: null, lowerBound: true } : weighed;
    return [[column.name, { unit: column.unit, mean: bounded, shareAboveZero: estimate(above) }] as const];
  });
  return {
    weight: estimate(weights),
    effectiveRuns: (total * total) / squares,
    figures: Object.fromEntries(figures),
  };
}

function estimate(values: Float64Array): Estimate & { value: number } {
  const interval = meanInterval(values);
  return {
    value: mean(values),
    low: interval ? Math.max(0, interval.low) : null,
    high: interval?.high ?? null,
  };
}
