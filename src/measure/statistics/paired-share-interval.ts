import { criticalValue, defaultConfidence, type Interval } from './interval.js';

/**
 * Interval of the difference of two shares seen in the same `n` runs, from the runs where only the second has the property
 * (`onlySecond`) and those where only the first has it (`onlyFirst`). It holds the differences that a score test does not
 * reject (Tango 1998, Statistics in Medicine 17:891), so it excludes 0 exactly when McNemar's test does; with no run on
 * either side it is -+ z^2 / (n + z^2), not a point. Recommended for few differing runs by Fagerland, Lydersen and Laake
 * (2014, Statistics in Medicine 33:2850).
 */
export function pairedShareInterval(
  onlySecond: number,
  onlyFirst: number,
  n: number,
  confidence = defaultConfidence,
): Interval {
  const z = criticalValue(confidence);
  const score = (difference: number) => pairedScore(onlySecond, onlyFirst, n, difference);
  const estimate = (onlySecond - onlyFirst) / n;
  return {
    low: bisect(-1, estimate, (difference) => score(difference) <= z),
    high: bisect(estimate, 1, (difference) => score(difference) < -z),
  };
}

/** Tango's score of a hypothetical difference: standard normal if it is the true one; falls as the difference grows. */
function pairedScore(onlySecond: number, onlyFirst: number, n: number, difference: number): number {
  const numerator = onlySecond - onlyFirst - n * difference;
  if (numerator === 0) return 0;
  // The share of "only first" that is most likely under this difference: the root of a x^2 + b x + c.
  const a = 2 * n;
  const b = -onlySecond - onlyFirst + (2 * n - onlySecond + onlyFirst) * difference;
  const c = -onlyFirst * difference * (1 - difference);
  const share = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = n * (2 * share + difference * (1 - difference));
  return variance > 0 ? numerator / Math.sqrt(variance) : numerator * Number.POSITIVE_INFINITY;
}

/** Where a monotone condition turns true between two numbers, to the last bit that halving can find. */
function bisect(from: number, to: number, holds: (value: number) => boolean): number {
  let low = from;
  let high = to;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (holds(middle)) high = middle;
    else low = middle;
  }
}
