import { exp, normalQuantile } from '../../src/index.js';

/** Numbers in the words of a scenario. */

/** All digits of a number, without an exponent. */
function decimal(value: number): string {
  const shortest = String(value);
  return shortest.includes('e') ? value.toFixed(30).replace(/\.?0+$/, '') : shortest;
}

export function seconds(value: number): string {
  return `${decimal(value)}s`;
}

export function milliseconds(value: number): string {
  return `${decimal(value)}ms`;
}

export function perSecond(value: number): string {
  return `${decimal(value)}/s`;
}

/** Rounded to 15 digits, so that 0.29 is 29% although 0.29 * 100 is not 29. */
export function percent(share: number): string {
  return `${decimal(Number((share * 100).toPrecision(15)))}%`;
}

/** A duration with its unit: `seconds` or `milliseconds`. */
export type Unit = (value: number) => string;

/** A minimum plus an exponential rest. */
export function shiftedExponential(min: number, rest: number, unit: Unit) {
  return rest > 0 ? { min: unit(min), mean: unit(min + rest) } : unit(min);
}

/** A lognormal law by its median and the standard deviation of its logarithm. */
export function lognormal(median: number, sigma: number, unit: Unit) {
  return sigma > 0
    ? { p50: unit(median), p99: unit(median * exp(sigma * normalQuantile(0.99))) }
    : unit(median);
}
