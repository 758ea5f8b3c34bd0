/** Random counts, and the gamma and beta variables that split them. Each law is exact for every parameter. */
import { binomialMass, hypergeometricMass, poissonMass } from './mass.js';
import { exp, ln, lnOnePlus, normalQuantile } from './mathematics.js';
import type { Stream } from './streams.js';

const largest = Number.MAX_SAFE_INTEGER;

/** Below this mean counts are drawn by inversion, from it on by rejection, which is made for means of at least 10. */
const inversionBelow = 10;
/** No count of a mean below {@link inversionBelow} exceeds this: its chance is below 10^-60, a uniform number's step 10^-16. */
const inversionLimit = 120;

/**
 * A Poisson count: inversion by sequential search for small means, else transformed rejection PTRS (Hörmann 1993, "The
 * transformed rejection method for generating Poisson random variables"). The cost does not grow with the mean.
 *
 * @throws RangeError if the mean is negative or above 2^53 - 1.
 */
export function drawPoisson(mean: number, stream: Stream): number {
  if (!(mean >= 0 && mean <= largest)) {
    throw new RangeError(`the mean of a Poisson count must lie between 0 and 2^53 - 1, not ${mean}`);
  }
  if (mean === 0) return 0;
  if (mean < inversionBelow) return invert(exp(-mean), (k) => mean / k, stream);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const accepted = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = stream.next() - 0.5;
    const v = stream.next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= accepted) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if ((v * inverseAlpha) / (a / (us * us) + b) <= poissonMass(k, mean)) return k;
  }
}

/**
 * How many of n trials of chance p succeed: inversion for small means, else transformed rejection BTRS (Hörmann 1993,
 * "The generation of binomial random variates"). The cost does not grow with n.
 *
 * @throws RangeError if n is negative, not whole or above 2^53 - 1, or p lies outside 0 to 1.
 */
export function drawBinomial(n: number, p: number, stream: Stream): number {
  if (!(Number.isSafeInteger(n) && n >= 0)) {
    throw new RangeError(`the number of trials must be whole, from 0 to 2^53 - 1, not ${n}`);
  }
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a chance must lie between 0 and 1, not ${p}`);
  if (p > 0.5) return n - drawBinomial(n, 1 - p, stream);
  if (n === 0 || p === 0) return 0;
  const odds = p / (1 - p);
  if (n * p < inversionBelow) {
    return invert(exp(n * lnOnePlus(-p)), (k) => ((n - k + 1) / k) * odds, stream);
  }
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const accepted = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = binomialMass(Math.floor((n + 1) * p), n, p);
  for (;;) {
    const u = stream.next() - 0.5;
    const v = stream.next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + n * p + 0.5);
    if (us >= 0.07 && v <= accepted) return k;
    if (k < 0 || k > n) continue;
    if ((v * alpha * mode) / (a / (us * us) + b) <= binomialMass(k, n, p)) return k;
  }
}

/**
 * How many of `marked` things are among `drawn` that are taken without putting back out of `total`: one uniform number, spent on the
 * counts outwards from the mode, the likeliest first. The cost grows with the standard deviation.
 *
 * @throws RangeError if a number is negative or not whole, or a part exceeds the total.
 */
export function drawHypergeometric(marked: number, total: number, drawn: number, stream: Stream): number {
  for (const part of [marked, drawn]) {
    if (!(Number.isSafeInteger(part) && part >= 0 && part <= total && total <= largest)) {
      throw new RangeError(`${marked} marked and ${drawn} drawn must be whole parts of ${total}`);
    }
  }
  const least = Math.max(0, drawn - (total - marked));
  const most = Math.min(marked, drawn);
  if (least === most) return least;
  const mode = Math.min(Math.max(Math.floor(((drawn + 1) * (marked + 1)) / (total + 2)), least), most);
  // The chance of k + 1 over that of k.
  const ratio = (k: number) => ((marked - k) / (k + 1)) * ((drawn - k) / (total - marked - drawn + k + 1));
  let rest = stream.next();
  let [up, down] = [mode, mode];
  let above = hypergeometricMass(mode, marked, total, drawn);
  let below = above;
  if (rest < above) return mode;
  rest -= above;
  while (up < most || down > least) {
    above = up < most ? above * ratio(up) : 0;
    below = down > least ? below / ratio(down - 1) : 0;
    // What is left of the uniform number is rounding once neither side has a chance worth a digit.
    if (above + below < 1e-18 && rest < 1e-12) return mode;
    if (up < most) up += 1;
    if (rest < above) return up;
    rest -= above;
    if (down > least) down -= 1;
    if (rest < below) return down;
    rest -= below;
  }
  return mode;
}

/** The first count whose cumulated chance exceeds one uniform number; `ratio(k)` is the chance of k over that of k - 1. */
function invert(chanceOfNone: number, ratio: (k: number) => number, stream: Stream): number {
  let rest = stream.next();
  let chance = chanceOfNone;
  let k = 0;
  while (rest >= chance && k < inversionLimit) {
    rest -= chance;
    k += 1;
    chance *= ratio(k);
  }
  return k;
}

/** An exponential variable of the given mean, 0 for mean 0, by inversion of one uniform number. */
export function drawExponential(mean: number, stream: Stream): number {
  return -mean * lnOnePlus(-stream.next());
}

/**
 * A gamma variable of scale 1 (Marsaglia and Tsang 2000, "A simple method for generating gamma variables").
 *
 * @throws RangeError if the shape is not above 0 and finite.
 */
export function drawGamma(shape: number, stream: Stream): number {
  if (!(shape > 0 && shape < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`the shape of a gamma variable must be above 0 and finite, not ${shape}`);
  }
  return shape >= 1 ? drawGammaFromOne(shape, stream) : exp(drawLnGamma(shape, stream));
}

/**
 * A beta variable, of two gamma variables.
 *
 * @throws RangeError if a or b is not above 0 and finite.
 */
export function drawBeta(a: number, b: number, stream: Stream): number {
  for (const shape of [a, b]) {
    if (!(shape > 0 && shape < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`the shapes of a beta variable must be above 0 and finite, not ${shape}`);
    }
  }
  if (a >= 1 && b >= 1) {
    const x = drawGammaFromOne(a, stream);
    return x / (x + drawGammaFromOne(b, stream));
  }
  // Both may be too small for a number to hold; their logarithms are not.
  const x = drawLnGamma(a, stream);
  const y = drawLnGamma(b, stream);
  return 1 / (1 + exp(y - x));
}

function drawLnGamma(shape: number, stream: Stream): number {
  if (shape >= 1) return ln(drawGammaFromOne(shape, stream));
  return ln(drawGammaFromOne(shape + 1, stream)) + ln(1 - stream.next()) / shape;
}

function drawGammaFromOne(shape: number, stream: Stream): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normalQuantile(stream.next());
    const root = 1 + c * z;
    const v = root * root * root;
    if (v > 0 && ln(1 - stream.next()) < 0.5 * z * z + d - d * v + d * ln(v)) return d * v;
  }
}
