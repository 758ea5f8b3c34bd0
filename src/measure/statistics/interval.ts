import erfcinv from '@stdlib/math-base-special-erfcinv';

/** A two-sided interval with equal tails: each end is missed with a probability of at most (1 - confidence) / 2. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Probability with which every interval of a result holds the true value. */
export const defaultConfidence = 0.95;

/** The standard normal value that is exceeded with probability (1 - confidence) / 2: 1.96 at 95 %. */
export function criticalValue(confidence: number): number {
  return Math.sqrt(2) * erfcinv(1 - confidence);
}
