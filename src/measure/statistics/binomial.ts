/**
 * P(B = k) of a binomial(n, p) for k = 0..n, 0 < p < 1. The ratios of neighbours are walked outwards from the mode and
 * the whole is divided by its sum, so that no factorial and no logarithm is needed and nothing overflows.
 */
export function binomialProbabilities(n: number, p: number): Float64Array {
  const weights = new Float64Array(n + 1);
  const mode = Math.min(Math.floor((n + 1) * p), n);
  const odds = p / (1 - p);
  weights[mode] = 1;
  let total = 1;
  for (let k = mode, weight = 1; k < n && weight > 0; k++) {
    weight *= ((n - k) / (k + 1)) * odds;
    weights[k + 1] = weight;
    total += weight;
  }
  for (let k = mode, weight = 1; k > 0 && weight > 0; k--) {
    weight *= k / (n - k + 1) / odds;
    weights[k - 1] = weight;
    total += weight;
  }
  return weights.map((weight) => weight / total);
}
