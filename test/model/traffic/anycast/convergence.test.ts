import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constant,
  type Distribution,
  empirical,
  exponential,
  lognormalThrough,
  uniform,
} from '../../../../src/kernel/index.js';
import { Convergence } from '../../../../src/model/traffic/anycast/convergence.js';

const published = lognormalThrough([0.8, 10e6], [0.99, 180e6]);
const laws: fc.Arbitrary<Distribution> = fc.constantFrom(
  published,
  constant(5e6),
  uniform(1e6, 9e6),
  exponential(4e6),
  empirical([1e6, 1e6, 7e6]),
);

describe('convergence', () => {
  it('goes through the published points', () => {
    const moving = new Convergence(0, 0, [], published);
    expect(moving.share(10e6)).toBeCloseTo(0.8, 9);
    expect(moving.share(180e6)).toBeCloseTo(0.99, 9);
    expect(moving.share(-1)).toBe(0);
    expect(moving.share(moving.settled)).toBe(1);
    // Labovitz et al. saw up to fifteen minutes: beyond that, one in a thousand.
    expect(1 - moving.share(900e6)).toBeLessThan(1e-3);
  });

  it('never falls, and its inverses are the first times', () => {
    fc.assert(
      fc.property(laws, fc.double({ min: 1e-6, max: 0.999999, noNaN: true }), (law, share) => {
        const moving = new Convergence(7, 0, [], law);
        const reached = moving.reaches(share);
        expect(moving.share(reached)).toBeGreaterThanOrEqual(share - 1e-12);
        if (reached > 7) expect(moving.share(reached - 1)).toBeLessThan(share);
        const exceeded = moving.exceeds(share);
        expect(exceeded).toBeGreaterThanOrEqual(reached);
        expect(moving.share(exceeded)).toBeGreaterThan(share);
        expect(moving.reaches(1)).toBeLessThanOrEqual(moving.settled);
        expect(moving.exceeds(1)).toBe(Number.POSITIVE_INFINITY);
      }),
      { seed: 22, numRuns: 300 },
    );
  });

  it('is integrated exactly', () => {
    fc.assert(
      fc.property(laws, fc.nat({ max: 20_000_000 }), fc.nat({ max: 20_000_000 }), (law, a, b) => {
        const moving = new Convergence(1e6, 0, [], law);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const steps = 4000;
        const width = (to - from) / steps;
        let sum = 0;
        for (let i = 0; i < steps; i++) sum += moving.share(from + (i + 0.5) * width) * width;
        expect(Math.abs(moving.integral(from, to) - sum)).toBeLessThanOrEqual(2 * width + 1);
      }),
      { seed: 23, numRuns: 60 },
    );
    const moving = new Convergence(0, 0, [], published);
    const end = moving.settled;
    expect(moving.integral(end, end + 10)).toBeCloseTo(10, 3);
  });
});
