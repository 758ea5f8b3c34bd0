import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { day, hour, Streams } from '../../../src/kernel/index.js';
import type { Cutover } from '../../../src/model/curve.js';
import {
  addCurves,
  firstTime,
  integralOf,
  mostOf,
  sameCurve,
  underLoad,
  valueAt,
} from '../../../src/model/curve.js';
import { betweenSteps, stepsOf } from '../../../src/model/steps.js';
import { AgeLaw } from '../../../src/model/traffic/age.js';
import { MeanFieldCutover, SampledCutover } from '../../../src/model/traffic/cutover.js';
import { CyclicLoad, drawBeginning } from '../../../src/model/traffic/load.js';

/** Steps at whole times of a short cycle, met somewhere in it. */
const loads = fc
  .record({
    period: fc.integer({ min: 10, max: 80 }),
    steps: fc.uniqueArray(fc.record({ from: fc.nat({ max: 79 }), factor: fc.integer({ min: 0, max: 5 }) }), {
      selector: ({ from }) => from,
      maxLength: 6,
    }),
    first: fc.integer({ min: 0, max: 5 }),
    begins: fc.nat({ max: 79 }),
  })
  .map(({ period, steps, first, begins }) => {
    const later = steps.filter(({ from }) => from > 0 && from < period).sort((a, b) => a.from - b.from);
    return new CyclicLoad({ period, steps: [{ from: 0, factor: first }, ...later] }, begins % period);
  });

const cutovers: fc.Arbitrary<Cutover> = fc.oneof(
  fc
    .record({ at: fc.nat({ max: 150 }), life: fc.integer({ min: 1, max: 120 }) })
    .map(({ at, life }) => new MeanFieldCutover(at, 0, [], new AgeLaw([{ weight: 1, lives: [life] }]))),
  fc
    .record({
      at: fc.nat({ max: 150 }),
      delays: fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 5 }),
    })
    .map(({ at, delays }) => {
      const moves = {
        delays: Float64Array.from(delays),
        weights: new Float64Array(delays.length).fill(1),
        total: delays.length,
      };
      return new SampledCutover(at, 0, [], { since: at, settled: at + 100, draw: () => moves });
    }),
);

const curves = fc
  .record({
    load: loads,
    base: fc.constantFrom(0, 0.5, 1),
    terms: fc.array(fc.record({ weight: fc.constantFrom(-0.4, 0.3, 0.6), cutover: cutovers }), {
      maxLength: 2,
    }),
  })
  .map(({ load, base, terms }) => underLoad(load, { base, terms }));

const stretch = fc
  .tuple(fc.nat({ max: 300 }), fc.nat({ max: 300 }))
  .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);

/** The midpoint rule on parts in which curves made of whole times are straight. */
function sum(of: (at: number) => number, from: number, to: number): number {
  let total = 0;
  for (let at = from; at < to; at++) total += of(at + 0.5);
  return total;
}

describe('a load', () => {
  it('adds up to its integral', () => {
    fc.assert(
      fc.property(loads, stretch, (load, [from, to]) => {
        expect(load.integral(from, to)).toBeCloseTo(
          sum((at) => load.factorAt(at), from, to),
          9,
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('stays what it is until its next step', () => {
    fc.assert(
      fc.property(loads, fc.nat({ max: 300 }), (load, at) => {
        const next = load.stepAfter(at);
        expect(next).toBeGreaterThan(at);
        for (let time = at; time < next; time++) expect(load.factorAt(time)).toBe(load.factorAt(at));
        expect(load.factorAt(at)).toBeLessThanOrEqual(load.most);
        expect(load.factorAt(at)).toBeGreaterThanOrEqual(load.least);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});

describe('a curve under a load', () => {
  it('has the integral of its values', () => {
    fc.assert(
      fc.property(curves, curves, stretch, (one, other, [from, to]) => {
        const both = addCurves([
          { factor: 2, curve: one },
          { factor: 0.5, curve: other },
          { factor: 1, curve: { base: 3, terms: [] } },
        ]);
        const value = (at: number) => 2 * valueAt(one, at) + 0.5 * valueAt(other, at) + 3;
        expect(valueAt(both, from)).toBeCloseTo(value(from), 9);
        expect(integralOf(both, from, to)).toBeCloseTo(sum(value, from, to), 8);
        for (let at = from; at < to; at += 7)
          expect(valueAt(both, at)).toBeLessThanOrEqual(mostOf(both) + 1e-9);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('first comes to a level when its values do', () => {
    const levels = fc.constantFrom(0.3, 0.9, 1.7, 3.2);
    fc.assert(
      fc.property(curves, curves, levels, fc.boolean(), stretch, (one, other, level, above, [from, to]) => {
        const sum = addCurves([
          { factor: 1, curve: one },
          { factor: 0.5, curve: other },
        ]);
        let first: number | undefined;
        for (let at = to - 1; at >= from; at--) {
          const value = valueAt(sum, at);
          if (above ? value >= level - 1e-12 : value < level - 1e-12) first = at;
        }
        expect(firstTime(sum, level, above, from, to)).toBe(first);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('is the same only under the same load', () => {
    const shape = { period: day, steps: [{ from: 0, factor: 1 }] };
    const share = { base: 1, terms: [] };
    const [load, alike] = [new CyclicLoad(shape, 0), new CyclicLoad(shape, 0)];
    expect(sameCurve(underLoad(load, share), underLoad(load, share))).toBe(true);
    expect(sameCurve(underLoad(load, share), underLoad(alike, share))).toBe(false);
    expect(sameCurve(underLoad(load, share), share)).toBe(false);
  });
});

describe('a long time between steps', () => {
  const steps = Array.from({ length: 24 }, (_, i) => ({ from: i * hour, factor: i % 2 ? 1.5 : 0.5 }));
  const daily = new CyclicLoad({ period: day, steps }, 5 * hour + 17);

  test('is told once a period', () => {
    const parts = betweenSteps([daily], 3, 3650 * day);
    expect(parts.length).toBeLessThan(60);
    expect(parts.reduce((total, { from, to, times }) => total + (to - from) * times, 0)).toBe(3650 * day - 3);
  });

  it('has the same length at each height as step by step', () => {
    fc.assert(
      fc.property(loads, loads, stretch, (one, other, [from, to]) => {
        if (from === to) return;
        const both = [one, other];
        const height = (at: number) => 10 * one.factorAt(at) + other.factorAt(at);
        const told = betweenSteps(both, from, to).reduce(
          (total, part) => total + height(part.from) * (part.to - part.from) * part.times,
          0,
        );
        expect(told).toBeCloseTo(sum(height, from, to), 6);
        expect(stepsOf(both, from, to)).toEqual([...stepsOf(both, from, to)].sort((a, b) => a - b));
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

describe('the beginning of a run', () => {
  const calendar = { ahead: -5 * hour, clockOf: 'users', days: 1 };

  test('is the stated time of the day by the clock of the population', () => {
    const { inCycle, timeOfDay } = drawBeginning({ ...calendar, begins: 22 * hour }, new Streams('1').at(0));
    expect(timeOfDay).toBe(22 * hour);
    // 22:00 at 75 degrees west is 03:00 UTC of the next day.
    expect(inCycle).toBe(3 * hour);
  });

  test('is uniform over the day when nothing is stated, and the day of a week when the time is', () => {
    const runs = 2000;
    const streams = new Streams('beginnings');
    const hours = Array.from(
      { length: runs },
      (_, run) => drawBeginning(calendar, streams.at(run)).timeOfDay / hour,
    );
    const mean = hours.reduce((total, one) => total + one, 0) / runs;
    // Standard deviation 24 / sqrt 12; 4 standard errors.
    expect(Math.abs(mean - 12)).toBeLessThan((4 * 24) / Math.sqrt(12 * runs));
    const week = { ...calendar, begins: 9 * hour, days: 7 };
    const days = new Set(
      Array.from({ length: 200 }, (_, run) => Math.floor(drawBeginning(week, streams.at(run)).inCycle / day)),
    );
    expect([...days].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
