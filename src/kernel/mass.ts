/**
 * Chances of single counts, to full precision at any size: Loader's saddle-point expansion ("Fast and accurate computation
 * of binomial probabilities", 2000). The textbook forms lose all digits where ln Γ exceeds 10^16.
 */
import { exp, ln, lnGamma, lnOnePlus } from './mathematics.js';

const tau = 6.283185307179586;
const halfLnTau = 0.9189385332046727;

/** The chance of exactly k for a Poisson count of the given mean > 0: mean^k e^-mean / Γ(k + 1), also for k between. */
export function poissonMass(k: number, mean: number): number {
  if (k < 0) return 0;
  if (k === 0) return exp(-mean);
  return exp(-stirlingError(k) - deviance(k, mean)) / Math.sqrt(tau * k);
}

/** The chance of exactly k successes in n trials of chance p in (0, 1). */
export function binomialMass(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (k === 0) return exp(n * lnOnePlus(-p));
  if (k === n) return exp(n * ln(p));
  const rest = n - k;
  const lnMass =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(rest) -
    deviance(k, n * p) -
    deviance(rest, n * (1 - p));
  return exp(lnMass) * Math.sqrt(n / (tau * k * rest));
}

/**
 * The chance that n of N things, drawn without putting back, hold exactly k of the K that are marked; as a ratio of three
 * binomial chances of p = n / N, which keep their digits (Loader 2000, section 6).
 */
export function hypergeometricMass(k: number, marked: number, total: number, drawn: number): number {
  if (k < 0 || k > marked || k > drawn || drawn - k > total - marked) return 0;
  if (drawn === 0 || drawn === total) return 1;
  const p = drawn / total;
  const both = binomialMass(k, marked, p) * binomialMass(drawn - k, total - marked, p);
  return both / binomialMass(drawn, total, p);
}

/** ln Γ(n + 1) minus Stirling's ln(sqrt(2πn) (n/e)^n), n > 0. */
function stirlingError(n: number): number {
  if (n < 16) return lnGamma(n + 1) - ((n + 0.5) * ln(n) - n + halfLnTau);
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x ln(x / mean) + mean - x without cancellation where x is near the mean. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  const sum = x + mean;
  if (Math.abs(difference) >= 0.1 * sum) return x * ln(x / mean) - difference;
  const v = difference / sum;
  let total = difference * v;
  let term = 2 * x * v;
  for (let j = 1; ; j += 1) {
    term *= v * v;
    const next = total + term / (2 * j + 1);
    if (next === total) return total;
    total = next;
  }
}
