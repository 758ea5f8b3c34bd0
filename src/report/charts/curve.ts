/** Empirical distribution curves, thinned to what a picture can show. */
import type { Column } from '../../measure/result.js';

/** One step of an empirical distribution: `share` of all runs are at or below `value`. */
export interface CurvePoint {
  value: number;
  share: number;
}

/** Ranks kept evenly over the distribution, and ranks kept one by one in its upper tail. */
const evenRanks = 200;
const tailRanks = 40;

/** What was observed of a column, sorted upwards; censored runs are left out. */
export function observedValues(column: Column): number[] {
  return column.values.filter((value) => value !== null).sort((a, b) => a - b);
}

/**
 * The steps of the distribution of `sorted` among `runs` runs. Censored runs rank above every observed one, so the
 * curve then ends below 1. With many runs the steps are thinned; each that is kept is exact.
 */
export function distributionCurve(sorted: readonly number[], runs: number): CurvePoint[] {
  const points: CurvePoint[] = [];
  for (const rank of keptRanks(sorted.length)) {
    const value = sorted[rank]!;
    const share = countUpTo(sorted, rank) / runs;
    if (points.at(-1)?.value !== value) points.push({ value, share });
  }
  return points;
}

function keptRanks(count: number): number[] {
  const even = Array.from({ length: evenRanks + 1 }, (_, i) => Math.round((i * (count - 1)) / evenRanks));
  const tail = Array.from({ length: Math.min(tailRanks, count) }, (_, i) => count - 1 - i);
  return [...new Set(count === 0 ? [] : [...even, ...tail])].sort((a, b) => a - b);
}

/** How many are at or below the value at `rank`, by bisection. */
function countUpTo(sorted: readonly number[], rank: number): number {
  const value = sorted[rank]!;
  let low = rank;
  let high = sorted.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle;
    else high = middle;
  }
  return high;
}
