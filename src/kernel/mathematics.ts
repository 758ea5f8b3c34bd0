/**
 * Elementary and special functions that give the same bits in every engine: `Math.log`, `exp` and `pow` do not.
 */
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import exp from '@stdlib/math-base-special-exp';
import gammaln from '@stdlib/math-base-special-gammaln';
import ln from '@stdlib/math-base-special-ln';
import pow from '@stdlib/math-base-special-pow';

export { exp, ln, pow };

/** ln(1 + x) without the loss of digits near 0 (Kahan's correction of the rounded 1 + x). */
export function lnOnePlus(x: number): number {
  const sum = 1 + x;
  if (sum === 1) return x;
  if (sum === Number.POSITIVE_INFINITY || sum <= 0) return ln(sum);
  return (ln(sum) * x) / (sum - 1);
}

/** e^x - 1 without the loss of digits near 0 (Kahan). */
export function expMinusOne(x: number): number {
  const power = exp(x);
  if (power === 1) return x;
  if (power - 1 === -1 || power === Number.POSITIVE_INFINITY) return power - 1;
  return ((power - 1) * x) / ln(power);
}

/** P(Z <= z) of the standard normal law. */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z * Math.SQRT1_2);
}

/** The z with P(Z <= z) = p; -Infinity at 0, Infinity at 1. */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}

/** ln Γ(x) for x > 0. */
export function lnGamma(x: number): number {
  return gammaln(x);
}
