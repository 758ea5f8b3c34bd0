import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCurves,
  type Curve,
  type Cutover,
  firstTime,
  integralOf,
  sameCurve,
  valueAt,
} from '../../src/model/curve.js';
import { AgeLaw } from '../../src/model/traffic/age.js';
import {
  type DrawnMoves,
  LayeredCutover,
  MeanFieldCutover,
  SampledCutover,
} from '../../src/model/traffic/cutover.js';
import type { Moves } from '../../src/model/traffic/steps.js';

const horizon = 1500;

/** A cutover among many clients, with caches of these lives. */
function meanField(lives: fc.Arbitrary<number[]>): fc.Arbitrary<Cutover> {
  return fc
    .record({
      at: fc.nat({ max: 600 }),
      lives,
      empty: fc.constantFrom(0, 0.25),
      mean: fc.constantFrom(0, 0, 40),
    })
    .map(
      ({ at, lives, empty, mean }) =>
        new MeanFieldCutover(
          at,
          0,
          [],
          new AgeLaw([
            { weight: 1 - empty, lives, exponentials: [mean] },
            { weight: empty, lives: [], exponentials: [mean] },
          ]),
        ),
    );
}

/** Resolvers of which each moves at a time of its own, not whole microseconds. */
const resolvers = fc
  .array(
    fc.record({
      delay: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 250, noNaN: true })),
      weight: fc.integer({ min: 1, max: 5 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((list) => ({
    delays: Float64Array.from(list, ({ delay }) => delay),
    weights: Float64Array.from(list, ({ weight }) => weight),
    total: list.reduce((sum, { weight }) => sum + weight, 0),
  }));

function drawnMoves(at: number, moves: Moves): DrawnMoves {
  return { since: at, settled: at + 250, draw: () => moves };
}

const sampled: fc.Arbitrary<Cutover> = fc
  .record({ at: fc.nat({ max: 600 }), moves: resolvers })
  .map(({ at, moves }) => new SampledCutover(at, 0, [], drawnMoves(at, moves)));

const layered: fc.Arbitrary<Cutover> = fc
  .record({ at: fc.nat({ max: 600 }), moves: resolvers, life: fc.integer({ min: 1, max: 200 }) })
  .map(
    ({ at, moves, life }) =>
      new LayeredCutover(at, 0, [], drawnMoves(at, moves), new AgeLaw([{ weight: 1, lives: [life] }])),
  );

const oneLife = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 1 });
const fewLives = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 3 });

/** Weights are tenths and thirds, so that sums of them meet a level only but for their rounding. */
function curves(cutover: fc.Arbitrary<Cutover>, terms: { minLength: number; maxLength: number }) {
  const weight = fc.oneof(
    fc.integer({ min: -10, max: 10 }).map((n) => n / 10),
    fc.integer({ min: -3, max: 3 }).map((n) => n / 3),
  );
  return fc.record({
    base: fc.constantFrom(0, 0.1, 0.3, 1 / 3, 0.5, 2 / 3, 0.9, 1),
    terms: fc.array(fc.record({ weight, cutover }), terms),
  });
}

interface Question {
  readonly level: number;
  readonly above: boolean;
  readonly from: number;
}

const questions: fc.Arbitrary<Question> = fc.record({
  level: fc.constantFrom(0, 0.1, 1 / 3, 0.5, 0.7, 0.95, 1),
  above: fc.boolean(),
  from: fc.nat({ max: 900 }),
});

/** By looking at every microsecond; the horizon if there is none. A level counts as met from so little below it. */
function scan(curve: Curve, { level, above, from }: Question, tie: number): number {
  for (let at = from; at < horizon; at++) if (valueAt(curve, at) >= level - tie === above) return at;
  return horizon;
}

function expectFirstTimes(arbitrary: fc.Arbitrary<Curve>, seed: number, numRuns = 1000): void {
  fc.assert(
    fc.property(arbitrary, questions, (curve, question) => {
      const { level, above, from } = question;
      const found = firstTime(curve, level, above, from, horizon) ?? horizon;
      // Where a curve creeps up to a level, the rounding of sums decides: between the two.
      const [exact, rough] = [scan(curve, question, 1e-15), scan(curve, question, 1e-11)];
      expect(found).toBeGreaterThanOrEqual(Math.min(exact, rough));
      expect(found).toBeLessThanOrEqual(Math.max(exact, rough));
    }),
    { seed, numRuns },
  );
}

describe('firstTime', () => {
  it('solves one cutover of many clients', () => {
    expectFirstTimes(curves(meanField(fewLives), { minLength: 0, maxLength: 1 }), 21);
  });

  it('solves one cutover of drawn resolvers', () => {
    expectFirstTimes(curves(sampled, { minLength: 1, maxLength: 1 }), 22);
  });

  it('solves one cutover of drawn resolvers with caches behind them', () => {
    expectFirstTimes(curves(layered, { minLength: 1, maxLength: 1 }), 23);
  });

  it('solves several cutovers at once', () => {
    expectFirstTimes(curves(fc.oneof(meanField(oneLife), sampled), { minLength: 2, maxLength: 4 }), 24, 2000);
  });

  it('solves several cutovers with caches in layers', () => {
    expectFirstTimes(curves(fc.oneof(meanField(fewLives), layered), { minLength: 2, maxLength: 3 }), 25);
  });
});

describe('integralOf', () => {
  it('is the area under the curve', () => {
    const any = fc.oneof(meanField(fewLives), sampled, layered);
    fc.assert(
      fc.property(
        curves(any, { minLength: 0, maxLength: 3 }),
        fc.nat({ max: 700 }),
        fc.nat({ max: 700 }),
        (curve, from, length) => {
          const steps = 16;
          let area = 0;
          for (let i = 0; i < length * steps; i++) area += valueAt(curve, from + (i + 0.5) / steps) / steps;
          // A step of the curve falls somewhere inside a step of the sum: at most one of each resolver and cutover.
          expect(integralOf(curve, from, from + length)).toBeCloseTo(area, -0.5);
          const middle = from + Math.floor(length / 3);
          const parts = integralOf(curve, from, middle) + integralOf(curve, middle, from + length);
          expect(integralOf(curve, from, from + length)).toBeCloseTo(parts, 6);
        },
      ),
      { seed: 26, numRuns: 150 },
    );
  });
});

describe('addCurves', () => {
  it('adds values, each times its factor', () => {
    const any = curves(meanField(fewLives), { minLength: 0, maxLength: 2 });
    fc.assert(
      fc.property(any, any, fc.nat({ max: 1500 }), (a, b, at) => {
        const sum = addCurves([
          { factor: 2, curve: a },
          { factor: -0.5, curve: b },
        ]);
        expect(valueAt(sum, at)).toBeCloseTo(2 * valueAt(a, at) - 0.5 * valueAt(b, at), 9);
        expect(sameCurve(a, b)).toBe(a.base === b.base && a.terms.length === 0 && b.terms.length === 0);
      }),
      { seed: 27, numRuns: 300 },
    );
  });
});
