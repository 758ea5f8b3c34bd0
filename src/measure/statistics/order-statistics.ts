import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import { binomialProbabilities } from './binomial.js';
import { defaultConfidence } from './interval.js';

/** Ranks (from 1) of the order statistics that bound a quantile; null where the sample is too small to have that end. */
export interface RankInterval {
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Ranks of a distribution-free interval of the quantile of level `p` (0 < p < 1) from `n` independent runs. The number of
 * runs at or below the quantile is binomial(n, p): the low rank is the largest l with P(B < l) <= (1 - confidence) / 2,
 * the high rank the smallest u with P(B >= u) <= (1 - confidence) / 2. Holds for any law; where it has ties the interval
 * holds at least as often. (David and Nagaraja, Order Statistics, 3rd ed., section 7.1.)
 */
export function quantileRanks(n: number, p: number, confidence = defaultConfidence): RankInterval {
  const tail = (1 - confidence) / 2;
  const low = firstTrue(1, n + 1, (rank) => binomialCdf(rank - 1, n, p) > tail) - 1;
  const high = firstTrue(1, n + 1, (rank) => binomialCdf(rank - 1, n, p) >= 1 - tail);
  return { low: low >= 1 ? low : null, high: high <= n ? high : null };
}

/** Probability that the interval between two ranks holds the quantile of level `p` of a continuous law. */
export function coverageOfRanks(n: number, p: number, ranks: RankInterval): number {
  const probabilities = binomialProbabilities(n, p);
  let coverage = 0;
  for (let below = ranks.low ?? 0; below < (ranks.high ?? n + 1); below++)
    coverage += probabilities[below] ?? 0;
  return coverage;
}

/**
 * Fewest runs whose largest value is an upper bound of the quantile of level `p` (0 < p < 1) with the given one-sided
 * confidence: the smallest n with p^n <= 1 - confidence. 299 for p99 at 95 %, 368 at 97.5 %, the upper half of a
 * two-sided 95 %.
 */
export function runsForUpperBound(p: number, confidence = defaultConfidence): number {
  let runs = 0;
  for (let allBelow = 1; allBelow > 1 - confidence; allBelow *= p) runs++;
  return runs;
}

/** Smallest whole number in [from, to) at which a monotone condition holds; `to` if at none. */
function firstTrue(from: number, to: number, holds: (value: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
