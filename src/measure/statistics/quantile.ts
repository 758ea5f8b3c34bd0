/**
 * Rank (from 1) of the quantile of level `p` in a sorted sample of `n`: the smallest k with k / n >= p. Division rounds
 * to the nearest double, so a k / n that equals p as decimals equals it as doubles, where ceil(p n) may be one too many
 * (0.07 * 100 is 7.000000000000001).
 */
export function quantileRank(p: number, n: number): number {
  let rank = Math.min(Math.max(Math.round(p * n), 1), n);
  while (rank > 1 && (rank - 1) / n >= p) rank--;
  while (rank < n && rank / n < p) rank++;
  return rank;
}

/** The smallest value with at least a share `p` (0 < p <= 1) of the sample at or below it. NaN of an empty sample. */
export function quantile(sorted: Float64Array, p: number): number {
  return sorted[quantileRank(p, sorted.length) - 1] ?? Number.NaN;
}
