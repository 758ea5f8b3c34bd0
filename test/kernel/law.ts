/** What the tests of random laws share. */
import type { Stream } from '../../src/kernel/streams.js';

/** How often each cell was hit, and how often it should be. */
interface Cells {
  observed: number[];
  expected: number[];
}

/**
 * The chi-square statistic in standard deviations above its mean; about normal for more than a few cells. Neighbouring
 * cells are merged until each expects at least 10.
 */
export function chiSquareExcess({ observed, expected }: Cells): number {
  let statistic = 0;
  let cells = 0;
  let seen = 0;
  let due = 0;
  let left = expected.reduce((sum, value) => sum + value, 0);
  for (let i = 0; i < expected.length; i += 1) {
    seen += observed[i]!;
    due += expected[i]!;
    left -= expected[i]!;
    if (due >= 10 && (left >= 10 || i === expected.length - 1)) {
      statistic += (seen - due) ** 2 / due;
      cells += 1;
      [seen, due] = [0, 0];
    }
  }
  if (due > 0) {
    statistic += (seen - due) ** 2 / due;
    cells += 1;
  }
  return (statistic - (cells - 1)) / Math.sqrt(2 * (cells - 1));
}

/** Chi-square of draws that should be uniform on [0, 1) once put through their cdf. */
export function uniformExcess(draws: number[], cells: number): number {
  const observed = new Array<number>(cells).fill(0);
  for (const u of draws) observed[Math.min(Math.floor(u * cells), cells - 1)]! += 1;
  return chiSquareExcess({ observed, expected: new Array<number>(cells).fill(draws.length / cells) });
}

/** Chi-square of drawn counts against their masses; counts beyond the last mass share a cell. */
export function countExcess(draws: number[], masses: number[]): number {
  const observed = new Array<number>(masses.length + 1).fill(0);
  for (const count of draws) observed[Math.min(count, masses.length)]! += 1;
  const rest = Math.max(1 - masses.reduce((sum, mass) => sum + mass, 0), 0);
  return chiSquareExcess({ observed, expected: [...masses, rest].map((mass) => mass * draws.length) });
}

/** How many standard errors the mean and the variance of a sample lie from what they should be, given the law's kurtosis. */
export function momentExcess(
  draws: number[],
  mean: number,
  variance: number,
  kurtosis: number,
): [number, number] {
  const n = draws.length;
  const shift = draws.reduce((sum, x) => sum + (x - mean), 0) / n;
  const spread = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
  return [shift / Math.sqrt(variance / n), (spread / variance - 1) / Math.sqrt((kurtosis - 1) / n)];
}

export function sample<T>(size: number, draw: (stream: Stream) => T, stream: Stream): T[] {
  return Array.from({ length: size }, () => draw(stream));
}
