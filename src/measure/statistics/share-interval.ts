import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { binomialProbabilities } from './binomial.js';
import { criticalValue, defaultConfidence, type Interval } from './interval.js';

/** An interval of a true share, from `count` (0..n) of `n` independent runs (n >= 1). */
export type ShareInterval = (count: number, n: number, confidence?: number) => Interval;

/**
 * Wilson's score interval (Wilson 1927): the shares that a score test does not reject. Its coverage is close to the nominal
 * one on average and may dip below it for a given share.
 */
export const wilson: ShareInterval = (count, n, confidence = defaultConfidence) => {
  const z = criticalValue(confidence);
  const share = count / n;
  const centre = (count + (z * z) / 2) / (n + z * z);
  const halfWidth = (z * Math.sqrt(share * (1 - share) * n + (z * z) / 4)) / (n + z * z);
  return {
    low: count === 0 ? 0 : Math.max(0, centre - halfWidth),
    high: count === n ? 1 : Math.min(1, centre + halfWidth),
  };
};

/** The exact interval (Clopper and Pearson 1934): holds at least as often as it says, usually more often. */
export const clopperPearson: ShareInterval = (count, n, confidence = defaultConfidence) => {
  const tail = (1 - confidence) / 2;
  return {
    low: count === 0 ? 0 : betaQuantile(tail, count, n - count + 1),
    high: count === n ? 1 : betaQuantile(1 - tail, count + 1, n - count),
  };
};

/**
 * Wald's interval, share -+ z sqrt(share (1 - share) / n): here to be compared with, not to be used. After no event it is
 * [0, 0], and of a share of 1 % it holds the truth in 80 % of samples of 300.
 */
export const wald: ShareInterval = (count, n, confidence = defaultConfidence) => {
  const share = count / n;
  const halfWidth = criticalValue(confidence) * Math.sqrt((share * (1 - share)) / n);
  return { low: share - halfWidth, high: share + halfWidth };
};

/** Probability that an interval from `n` runs holds the true share `p` (0 < p < 1): the exact sum over all counts. */
export function coverageOfShareInterval(
  n: number,
  p: number,
  interval: ShareInterval,
  confidence = defaultConfidence,
): number {
  const probabilities = binomialProbabilities(n, p);
  let coverage = 0;
  for (let count = 0; count <= n; count++) {
    const { low, high } = interval(count, n, confidence);
    if (low <= p && p <= high) coverage += probabilities[count] ?? 0;
  }
  return coverage;
}
