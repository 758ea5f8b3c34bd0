import { describe, expect, test } from 'vitest';
import {
  drawBeta,
  drawBinomial,
  drawExponential,
  drawGamma,
  drawHypergeometric,
  drawPoisson,
} from '../../src/kernel/counts.js';
import { regularisedBeta, regularisedGamma } from '../../src/kernel/incomplete.js';
import { binomialMass, hypergeometricMass, poissonMass } from '../../src/kernel/mass.js';
import { normalCdf } from '../../src/kernel/mathematics.js';
import { Stream, Streams } from '../../src/kernel/streams.js';
import { countExcess, momentExcess, sample, uniformExcess } from './law.js';

const size = 50_000;
const open = (name: string) => new Streams('counts').at(0).open(name);
/** Every law is tested with a fixed seed at this many standard errors: wrong once in thirty thousand lawful generators. */
const tolerance = 4;

const masses = (mass: (k: number) => number, last: number) =>
  Array.from({ length: last + 1 }, (_, k) => mass(k));

function expectMoments(draws: number[], mean: number, variance: number, kurtosis: number): void {
  for (const excess of momentExcess(draws, mean, variance, kurtosis)) {
    expect(Math.abs(excess)).toBeLessThan(tolerance);
  }
}

/**
 * How far the accepted parts of the square of two uniform numbers are, as areas, from the masses of the law: what a
 * rejection method rests on, seen without sampling error. In shares of all that is accepted.
 */
function worstArea(draw: (stream: Stream) => number, mass: (k: number) => number): number {
  const [columns, rows] = [3000, 100];
  const areas = new Map<number, number>();
  let total = 0;
  for (let i = 0; i < columns * rows; i += 1) {
    // What is not accepted asks for two more: the middle of the hat, which always is.
    const given = [(Math.floor(i / rows) + 0.5) / columns, ((i % rows) + 0.5) / rows];
    let asked = 0;
    const k = draw(new Stream('square', () => given[asked++] ?? (asked % 2 === 1 ? 0.5 : 0)));
    if (asked > 2) continue;
    areas.set(k, (areas.get(k) ?? 0) + 1);
    total += 1;
  }
  return Math.max(...[...areas].map(([k, area]) => Math.abs(area / total - mass(k))));
}

describe('a Poisson count', () => {
  test.each([10, 11.3, 200])('of mean %d is accepted in proportion to its mass', (mean) => {
    const worst = worstArea(
      (stream) => drawPoisson(mean, stream),
      (k) => poissonMass(k, mean),
    );
    expect(worst).toBeLessThan(0.0004);
  });

  test.each([0.001, 0.3, 2, 9.99, 10, 10.5, 13, 50, 400])('of mean %d has the masses of its law', (mean) => {
    const draws = sample(size, (stream) => drawPoisson(mean, stream), open(`poisson ${mean}`));
    expect(
      countExcess(
        draws,
        masses((k) => poissonMass(k, mean), 3 * mean + 20),
      ),
    ).toBeLessThan(tolerance);
    expectMoments(draws, mean, mean, 3 + 1 / mean);
  });

  test.each([1e6, 3e14, 2 ** 52])(
    'of mean %d has the moments of its law and the shape of the normal',
    (mean) => {
      const draws = sample(size, (stream) => drawPoisson(mean, stream), open(`poisson ${mean}`));
      expectMoments(draws, mean, mean, 3);
      expect(draws.every(Number.isInteger)).toBe(true);
      // Continuity: a count k stands for the interval from k to k + 1; the skewness left is below 1/1000.
      const shares = draws.map((k) => normalCdf((k + 0.5 - mean) / Math.sqrt(mean)));
      expect(uniformExcess(shares, 100)).toBeLessThan(tolerance);
    },
  );

  test('costs no more at a mean of 3e14 than at 20', () => {
    let numbers = 0;
    const counting = new Stream('counting', () => {
      numbers += 1;
      return source.next();
    });
    const source = open('cost');
    for (const mean of [20, 3e14]) {
      numbers = 0;
      sample(10_000, () => drawPoisson(mean, counting), counting);
      expect(numbers).toBeLessThan(30_000);
    }
  });

  test('of mean 0 is 0; of an impossible one there is none', () => {
    expect(drawPoisson(0, open('none'))).toBe(0);
    for (const mean of [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => drawPoisson(mean, open('none'))).toThrow(`not ${mean}`);
    }
  });
});

describe('a binomial count', () => {
  test.each([
    [20, 0.5],
    [40, 0.4],
    [1000, 0.3],
  ])('of %d trials of chance %d is accepted in proportion to its mass', (n, p) => {
    const worst = worstArea(
      (stream) => drawBinomial(n, p, stream),
      (k) => binomialMass(k, n, p),
    );
    expect(worst).toBeLessThan(0.0004);
  });

  test.each([
    [1, 0.3],
    [7, 0.5],
    [20, 0.9],
    [40, 0.5],
    [60, 0.17],
    [1000, 0.02],
    [1000, 0.985],
    [5000, 0.3],
    [1e6, 2e-6],
    [1e15, 4e-15],
    [1e15, 3e-14],
  ])('of %d trials of chance %d has the masses of its law', (n, p) => {
    const draws = sample(size, (stream) => drawBinomial(n, p, stream), open(`binomial ${n} ${p}`));
    const last = Math.min(n, Math.ceil(3 * n * p + 40));
    expect(
      countExcess(
        draws,
        masses((k) => binomialMass(k, n, p), last),
      ),
    ).toBeLessThan(tolerance);
    const variance = n * p * (1 - p);
    expectMoments(draws, n * p, variance, 3 + (1 - 6 * p * (1 - p)) / variance);
  });

  test.each([
    [1e9, 0.25],
    [1e15, 0.3],
    [2 ** 53 - 1, 0.75],
  ])('of %d trials of chance %d has the moments of its law and the shape of the normal', (n, p) => {
    const draws = sample(size, (stream) => drawBinomial(n, p, stream), open(`binomial ${n} ${p}`));
    const variance = n * p * (1 - p);
    expectMoments(draws, n * p, variance, 3);
    const shares = draws.map((k) => normalCdf((k + 0.5 - n * p) / Math.sqrt(variance)));
    expect(uniformExcess(shares, 100)).toBeLessThan(tolerance);
  });

  test('is certain where nothing is random', () => {
    const stream = open('certain');
    expect([drawBinomial(0, 0.5, stream), drawBinomial(9, 0, stream), drawBinomial(9, 1, stream)]).toEqual([
      0, 0, 9,
    ]);
  });

  test.each([
    [-1, 0.5],
    [1.5, 0.5],
    [2 ** 53, 0.5],
    [3, -0.1],
    [3, 1.1],
    [3, Number.NaN],
  ])('of %d trials of chance %d there is none', (n, p) => {
    expect(() => drawBinomial(n, p, open('none'))).toThrow(RangeError);
  });
});

describe('a hypergeometric count', () => {
  test('has the masses of a lottery', () => {
    // 6 of 49: so many ways to hit k.
    const ways = (n: number, k: number): number => (k === 0 ? 1 : (ways(n, k - 1) * (n - k + 1)) / k);
    for (let k = 0; k <= 6; k += 1) {
      const mass = (ways(6, k) * ways(43, 6 - k)) / ways(49, 6);
      expect(hypergeometricMass(k, 6, 49, 6)).toBeCloseTo(mass, 13);
    }
  });

  test.each([
    [6, 49, 6],
    [500, 1000, 500],
    [30, 1000, 970],
    [999, 1000, 3],
    [40_000, 1e7, 5000],
  ])('of %d among %d, of which %d are drawn, has the masses of its law', (marked, total, drawn) => {
    const stream = open(`hypergeometric ${marked} ${total} ${drawn}`);
    const draws = sample(size, (one) => drawHypergeometric(marked, total, drawn, one), stream);
    const law = masses((k) => hypergeometricMass(k, marked, total, drawn), Math.min(marked, drawn));
    expect(law.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 9);
    expect(countExcess(draws, law)).toBeLessThan(tolerance);
  });

  test('has the moments of its law where numbers are large', () => {
    const [marked, total, drawn] = [3e7, 1e9, 5e8];
    const stream = open('large hypergeometric');
    const draws = sample(2000, (one) => drawHypergeometric(marked, total, drawn, one), stream);
    const mean = (drawn * marked) / total;
    const variance = (mean * (1 - marked / total) * (total - drawn)) / (total - 1);
    expectMoments(draws, mean, variance, 3);
  });

  test('is certain where nothing is random, and refuses parts that exceed the total', () => {
    const stream = open('certain parts');
    expect([drawHypergeometric(0, 5, 3, stream), drawHypergeometric(5, 5, 3, stream)]).toEqual([0, 3]);
    expect(() => drawHypergeometric(6, 5, 3, stream)).toThrow(RangeError);
  });
});

describe('a continuous variable has its law', () => {
  test.each([0.02, 0.5, 1, 1.4, 3, 40, 1e6])('gamma of shape %d', (shape) => {
    const draws = sample(size, (stream) => drawGamma(shape, stream), open(`gamma ${shape}`));
    expectMoments(draws, shape, shape, 3 + 6 / shape);
    if (shape > 40) return;
    const shares = draws.map((x) => regularisedGamma(shape, x));
    expect(uniformExcess(shares, 100)).toBeLessThan(tolerance);
  });

  test.each([
    [1, 1],
    [0.5, 0.5],
    [0.03, 0.7],
    [2, 5],
    [300, 7],
  ])('beta of shapes %d and %d', (a, b) => {
    const draws = sample(size, (stream) => drawBeta(a, b, stream), open(`beta ${a} ${b}`));
    const variance = (a * b) / ((a + b) * (a + b) * (a + b + 1));
    const shares = draws.map((x) => regularisedBeta(x, a, b));
    expect(uniformExcess(shares, 100)).toBeLessThan(tolerance);
    const [shift] = momentExcess(draws, a / (a + b), variance, 3);
    expect(Math.abs(shift)).toBeLessThan(tolerance);
  });

  test('beta of shapes so small that no gamma variable could be told from 0: a coin', () => {
    const draws = sample(10_000, (stream) => drawBeta(1e-5, 3e-5, stream), open('coin'));
    expect(draws.every((x) => x >= 0 && x <= 1)).toBe(true);
    const heads = draws.filter((x) => x > 0.5).length;
    expect(Math.abs(heads - 2500)).toBeLessThan(tolerance * Math.sqrt(10_000 * 0.25 * 0.75));
  });

  test('exponential', () => {
    const draws = sample(size, (stream) => drawExponential(5, stream), open('exponential'));
    expectMoments(draws, 5, 25, 9);
    expect(
      uniformExcess(
        draws.map((x) => 1 - Math.exp(-x / 5)),
        100,
      ),
    ).toBeLessThan(tolerance);
    expect(drawExponential(0, open('exponential'))).toBe(0);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('and no shape %d', (shape) => {
    expect(() => drawGamma(shape, open('none'))).toThrow(RangeError);
    expect(() => drawBeta(shape, 1, open('none'))).toThrow(RangeError);
    expect(() => drawBeta(1, shape, open('none'))).toThrow(RangeError);
  });
});
