import { describe, expect, test } from 'vitest';
import {
  constant,
  type Distribution,
  exponential,
  lognormal,
  Streams,
  uniform,
} from '../../../../src/kernel/index.js';
import {
  type Apply,
  drawRead,
  drawStaleReads,
  type ReadSeen,
} from '../../../../src/model/data/reads/staleness.js';

const reads = 20_000;

function sample(writeRate: number, lag: Distribution, apply: Apply): ReadSeen[] {
  const stream = new Streams('1').at(0).open('reads');
  return Array.from({ length: reads }, () => drawRead({ writeRate, lag, apply }, stream));
}

/** How many standard errors the mean of a figure is from what it should be. */
function distance(values: number[], expected: number): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  return Math.abs(mean - expected) / Math.sqrt(variance / values.length);
}

const stale = (seen: ReadSeen[]) => seen.map(({ behind }) => (behind > 0 ? 1 : 0));
const behind = (seen: ReadSeen[]) => seen.map((one) => one.behind);
const ages = (seen: ReadSeen[]) => seen.map(({ age }) => age);

describe('a fixed lag', () => {
  test.each(['newest-wins', 'in-order', 'one-lag'] as const)('is seen alike with %s', (apply) => {
    const seen = sample(2, constant(0.5), apply);
    // Poisson with mean 1: the writes of the last half second; the oldest of them is half a second old, less an exponential.
    expect(distance(stale(seen), 1 - Math.exp(-1))).toBeLessThan(4);
    expect(distance(behind(seen), 1)).toBeLessThan(4);
    expect(distance(ages(seen), 0.5 - (1 - Math.exp(-1)) / 2)).toBeLessThan(4);
    expect(Math.max(...ages(seen))).toBeLessThanOrEqual(0.5);
  });
});

describe('exponential lags', () => {
  const [w, mu] = [2, 4];
  const lag = exponential(1 / mu);

  test('newest wins: stale until the newest has arrived', () => {
    const seen = sample(w, lag, 'newest-wins');
    expect(distance(stale(seen), w / (w + mu))).toBeLessThan(4);
  });

  test('one lag: stale when a write is younger', () => {
    const seen = sample(w, lag, 'one-lag');
    expect(distance(stale(seen), w / (w + mu))).toBeLessThan(4);
    expect(distance(behind(seen), w / mu)).toBeLessThan(4);
  });

  test('in order: stale until all have arrived', () => {
    const seen = sample(w, lag, 'in-order');
    expect(distance(stale(seen), 1 - Math.exp(-w / mu))).toBeLessThan(4);
    // The oldest that is under way has an age X with P(X <= x) = exp(-(w/mu) e^(-mu x)); all since are missing too.
    expect(distance(ages(seen), 0.11096051977943723)).toBeLessThan(4);
    expect(distance(behind(seen), 0.6153903798462407)).toBeLessThan(4);
  });
});

/** The replica played write by write over a window that all lags fit in: the newest `count` writes before the read. */
function play(
  writeRate: number,
  lag: Distribution,
  apply: 'newest-wins' | 'in-order',
  count: number,
): ReadSeen[] {
  const stream = new Streams('2').at(0).open('writes');
  return Array.from({ length: reads }, () => {
    let age = 0;
    const writes = Array.from({ length: count }, () => {
      age -= Math.log(1 - stream.next()) / writeRate;
      return { age, arrived: lag.quantile(stream.next()) <= age };
    });
    const newestSeen =
      apply === 'newest-wins'
        ? writes.findIndex(({ arrived }) => arrived)
        : writes.map(({ arrived }) => arrived).lastIndexOf(false) + 1;
    return newestSeen <= 0 ? { behind: 0, age: 0 } : { behind: newestSeen, age: writes[newestSeen - 1]!.age };
  });
}

describe.each([
  ['uniform', uniform(0, 1)],
  ['lognormal', lognormal(-1, 0.5)],
])('%s lags, against a replica played write by write', (_, lag) => {
  test.each(['newest-wins', 'in-order'] as const)('%s', (apply) => {
    const drawn = sample(3, lag, apply);
    const played = play(3, lag, apply, 30);
    for (const of of [stale, behind, ages]) {
      const expected = of(played).reduce((a, b) => a + b, 0) / reads;
      // Both are samples of the same size.
      expect(distance(of(drawn), expected) / Math.SQRT2).toBeLessThan(4);
    }
  });
});

test('no lag, no stale read', () => {
  const stream = new Streams('1').at(0).open('reads');
  for (const apply of ['newest-wins', 'in-order', 'one-lag'] as const)
    expect(drawRead({ writeRate: 1e6, lag: constant(0), apply }, stream)).toEqual({ behind: 0, age: 0 });
});

test('an isolated write is missed a geometric number of times', () => {
  const stream = new Streams('1').at(0).open('reads');
  const missed = Array.from({ length: reads }, () => drawStaleReads(10, exponential(0.25), stream));
  expect(distance(missed, 2.5)).toBeLessThan(4);
  const none = missed.filter((count) => count === 0).length / reads;
  expect(Math.abs(none - 4 / 14) / Math.sqrt(((4 / 14) * (10 / 14)) / reads)).toBeLessThan(4);
});
