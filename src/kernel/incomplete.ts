/**
 * The regularised incomplete gamma and beta functions, by series and by continued fractions evaluated with the modified
 * Lentz method (Press et al., Numerical Recipes, 3rd ed., sections 5.2, 6.2 and 6.4).
 */
import { poissonMass } from './mass.js';
import { exp, ln, lnGamma, lnOnePlus } from './mathematics.js';

/** Two units in the last place of 1: where the series and fractions stop. */
const epsilon = 2 ** -51;
/** Stands for a zero denominator in Lentz's method. */
const tiny = 1e-300;

/** P(a, x): the chance that a gamma variable of shape a > 0 and scale 1 is at most x >= 0. */
export function regularisedGamma(a: number, x: number): number {
  if (!(x > 0)) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  const front = poissonMass(a, x);
  return x < a + 1 ? front * gammaSeries(a, x) : 1 - front * a * gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * epsilon; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1, step = 0; Math.abs(step - 1) > epsilon; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    step = c * d;
    fraction *= step;
  }
  return fraction;
}

/** I_x(a, b): the chance that a beta variable of shapes a, b > 0 is at most x. */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (!(x > 0)) return 0;
  if (x >= 1) return 1;
  return betaFromKernel(betaKernel(x, a, b, lnBeta(a, b)), x, a, b);
}

/** ln B(a, b). */
export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
}

/** x^a (1 - x)^b / B(a, b) for 0 < x < 1: the density times x (1 - x). */
export function betaKernel(x: number, a: number, b: number, lnB: number): number {
  return exp(a * ln(x) + b * lnOnePlus(-x) - lnB);
}

/** I_x(a, b) for 0 < x < 1, given the {@link betaKernel}. */
export function betaFromKernel(kernel: number, x: number, a: number, b: number): number {
  // The fraction converges fast below the mean; above it the other tail is used.
  return x < (a + 1) / (a + b + 2)
    ? (kernel * betaFraction(x, a, b)) / a
    : 1 - (kernel * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1, step = 0; Math.abs(step - 1) > epsilon; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    step = d * c;
    fraction *= step;
  }
  return fraction;
}

function nonZero(x: number): number {
  return Math.abs(x) < tiny ? tiny : x;
}
