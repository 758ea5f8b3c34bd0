import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../src/kernel/index.js';
import { AgeLaw, startAfter, startRedrawn } from '../../../src/model/traffic/age.js';

/** A first layer with its own law. */
const starts = {
  none: { start: undefined, cdf: undefined, span: 0 },
  after: { start: startAfter(7), cdf: (age: number) => (age >= 7 ? 1 : 0), span: 7 },
  // Density (1 - F)/mean of a life redrawn between 10 and 40 (renewal theory).
  redrawn: {
    start: startRedrawn(10, 40),
    cdf: (age: number) => (age <= 10 ? age / 25 : age >= 40 ? 1 : (age - (age - 10) ** 2 / 60) / 25),
    span: 40,
  },
};

interface Layers {
  readonly weight: number;
  readonly first: keyof typeof starts;
  readonly lives: readonly number[];
  readonly exponentials: readonly number[];
}

const layers = fc.record({
  first: fc.constantFrom('none' as const, 'none' as const, 'after' as const, 'redrawn' as const),
  lives: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 3 }),
  exponentials: fc.constantFrom([], [], [5], [30], [5, 30], [20, 20]),
});

const laws: fc.Arbitrary<Layers[]> = fc
  .tuple(layers, layers, fc.constantFrom(0.2, 0.5, 1))
  .map(([a, b, share]) => [
    { weight: share, ...a },
    { weight: 1 - share, ...b },
  ]);

function lawOf(parts: readonly Layers[]): AgeLaw {
  return new AgeLaw(
    parts.map(({ first, ...rest }) => ({
      ...rest,
      ...(first === 'none' ? {} : { start: starts[first].start! }),
    })),
  );
}

/** Share of ages up to x, by adding up the layers on a grid of `step`. */
function gridCdf(parts: readonly Layers[], x: number, step: number): number {
  return parts.reduce((sum, part) => sum + part.weight * gridPart(part, x, step), 0);
}

function gridPart({ first, lives, exponentials }: Layers, x: number, step: number): number {
  const cells = Math.round(x / step);
  // Share of the sum so far in each cell; the first layer starts from an age of exactly 0.
  let density = new Float64Array(cells);
  let atZero = 1;
  for (const cdf of [
    ...lives.filter((life) => life > 0).map((life) => (age: number) => Math.min(1, age / life)),
    ...exponentials.map((mean) => (age: number) => 1 - Math.exp(-age / mean)),
    ...[starts[first].cdf].filter((cdf) => cdf !== undefined),
  ]) {
    const layer = Float64Array.from(density, (_, i) => cdf((i + 1) * step) - cdf(i * step));
    const sum = layer.map((share) => share * atZero);
    for (let i = 0; i < cells; i++) {
      for (let j = 0; i + j < cells; j++) sum[i + j]! += density[i]! * layer[j]!;
    }
    density = sum;
    atZero = 0;
  }
  return atZero + density.reduce((a, b) => a + b, 0);
}

describe('AgeLaw', () => {
  it('is the law of the sum of the ages of its layers', () => {
    fc.assert(
      fc.property(laws, fc.integer({ min: 1, max: 120 }), (parts, x) => {
        const law = lawOf(parts);
        const step = 0.25;
        // A sum of cells lies within one cell for each layer.
        const low = gridCdf(parts, Math.max(step, x - 3 * step), step);
        const high = gridCdf(parts, x + 3 * step, step);
        expect(law.cdf(x)).toBeGreaterThanOrEqual(low - 0.02);
        expect(law.cdf(x)).toBeLessThanOrEqual(high + 0.02);
      }),
      { seed: 51, numRuns: 100 },
    );
  });

  it('moves nobody before the change and everybody by the sum of all lives', () => {
    fc.assert(
      fc.property(laws, (parts) => {
        const law = lawOf(parts);
        const lives = parts.map((part) => part.lives.reduce((a, b) => a + b, starts[part.first].span));
        expect(law.cdf(-1)).toBe(0);
        if (parts.every(({ exponentials }) => exponentials.length === 0)) {
          expect(law.longest).toBe(Math.max(...lives));
          expect(law.cdf(Math.max(...lives))).toBe(1);
        }
        expect(law.cdf(law.longest)).toBe(1);
      }),
      { seed: 52, numRuns: 200 },
    );
  });

  it('never falls, and its integral is the area below it', () => {
    fc.assert(
      fc.property(laws, fc.integer({ min: 0, max: 300 }), (parts, to) => {
        const law = lawOf(parts);
        const step = 1 / 16;
        let [area, before, deepest] = [0, 0, 0];
        for (let x = 0; x < to; x += step) {
          const share = law.cdf(x + step / 2);
          deepest = Math.max(deepest, before - share);
          before = share;
          area += share * step;
        }
        expect(deepest).toBeLessThan(1e-9);
        expect(law.integral(to)).toBeCloseTo(area, 1);
      }),
      { seed: 53, numRuns: 100 },
    );
  });

  it('inverts to the first microsecond', () => {
    fc.assert(
      fc.property(laws, fc.double({ min: 0, max: 0.999, noNaN: true }), (parts, share) => {
        const law = lawOf(parts);
        const reached = law.reaches(share);
        expect(law.cdf(reached)).toBeGreaterThanOrEqual(share - 1e-9);
        if (reached > 0) expect(law.cdf(reached - 1)).toBeLessThan(share + 1e-9);
        const exceeded = law.exceeds(share);
        expect(law.cdf(exceeded)).toBeGreaterThan(share);
        if (exceeded > 0) expect(law.cdf(exceeded - 1)).toBeLessThanOrEqual(share + 1e-9);
      }),
      { seed: 54, numRuns: 300 },
    );
  });

  it('draws ages of its own law', () => {
    const law = new AgeLaw([
      { weight: 0.5, lives: [60, 30], exponentials: [10] },
      { weight: 0.2, start: startRedrawn(5, 50), lives: [20], exponentials: [10, 30] },
      { weight: 0.3, start: startAfter(3), lives: [], exponentials: [10] },
    ]);
    const stream = new Streams('ages').at(0).open('age');
    const draws = 40_000;
    const ages = Float64Array.from({ length: draws }, () => law.draw(stream)).sort();
    let distance = 0;
    ages.forEach((age, i) => {
      distance = Math.max(distance, Math.abs(law.cdf(age) - (i + 0.5) / draws));
    });
    // Kolmogorov: P(sqrt(n) D > 2.2) = 2 exp(-2 2.2^2) = 1e-4.
    expect(distance * Math.sqrt(draws)).toBeLessThan(2.2);
  });

  it('never moves those who hold an answer for ever', () => {
    const law = new AgeLaw([
      { weight: 0.75, lives: [60] },
      { weight: 0.25, lives: [60, Number.POSITIVE_INFINITY] },
    ]);
    expect(law.longest).toBe(60);
    expect([law.most, law.cdf(60), law.cdf(1e15)]).toEqual([0.75, 0.75, 0.75]);
    expect(law.integral(100)).toBeCloseTo(0.75 * 70, 9);
    expect(law.reaches(0.75)).toBe(60);
    expect([law.reaches(0.76), law.exceeds(0.75)]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    const stream = new Streams('ages').at(1).open('age');
    const ages = Array.from({ length: 400 }, () => law.draw(stream));
    expect(ages.filter((age) => age === Number.POSITIVE_INFINITY).length).toBeGreaterThan(60);
    expect(Math.max(...ages.filter(Number.isFinite))).toBeLessThanOrEqual(60);
  });

  it('is met by length where lives are drawn anew at each fill', () => {
    // Mean E[L^2]/(2 E[L]) (inspection paradox): for 30 to 300, 33,300 / 330.
    const law = new AgeLaw([{ weight: 1, start: startRedrawn(30, 300), lives: [] }]);
    const mean = 300 - law.integral(300);
    expect(mean).toBeCloseTo(33_300 / 330, 9);
  });
});
