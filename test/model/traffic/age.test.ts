import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../src/kernel/index.js';
import { AgeLaw } from '../../../src/model/traffic/age.js';

interface Layers {
  readonly weight: number;
  readonly lives: readonly number[];
  readonly exponential: number;
}

const layers = fc.record({
  lives: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 3 }),
  exponential: fc.constantFrom(0, 0, 5, 30),
});

const laws: fc.Arbitrary<Layers[]> = fc
  .tuple(layers, layers, fc.constantFrom(0.2, 0.5, 1))
  .map(([a, b, share]) => [
    { weight: share, ...a },
    { weight: 1 - share, ...b },
  ]);

/** Share of ages up to x, by adding up the layers on a grid of `step`. */
function gridCdf(parts: readonly Layers[], x: number, step: number): number {
  return parts.reduce((sum, part) => sum + part.weight * gridPart(part, x, step), 0);
}

function gridPart({ lives, exponential }: Layers, x: number, step: number): number {
  const cells = Math.round(x / step);
  // Share of the sum so far in each cell; the first layer starts from an age of exactly 0.
  let density = new Float64Array(cells);
  let atZero = 1;
  for (const cdf of [
    ...lives.filter((life) => life > 0).map((life) => (age: number) => Math.min(1, age / life)),
    ...(exponential > 0 ? [(age: number) => 1 - Math.exp(-age / exponential)] : []),
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
        const law = new AgeLaw(parts);
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
        const law = new AgeLaw(parts);
        const lives = parts.map((part) => part.lives.reduce((a, b) => a + b, 0));
        expect(law.cdf(-1)).toBe(0);
        if (parts.every(({ exponential }) => exponential === 0)) {
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
        const law = new AgeLaw(parts);
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
        const law = new AgeLaw(parts);
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
      { weight: 0.7, lives: [60, 30], exponential: 10 },
      { weight: 0.3, lives: [], exponential: 10 },
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
});
