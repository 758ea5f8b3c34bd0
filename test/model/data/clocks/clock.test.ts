import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clock } from '../../../../src/model/data/clocks/clock.js';

describe('a clock', () => {
  it('says true time if nothing is wrong with it', () => {
    expect(new Clock().stampAt(123)).toBe(123);
  });

  it('adds its known and its drawn distance, and what it gains', () => {
    const clock = new Clock({ ahead: -20e6, error: 0.5, drift: 20e-6 });
    expect(clock.stampAt(0)).toBe(-20e6 + 0.5);
    // 20 ppm are 72 ms an hour.
    expect(clock.stampAt(3600e6)).toBeCloseTo(3600e6 - 20e6 + 0.5 + 72e3, 6);
  });

  it('is off by the sum of the steps so far, in whichever order they were stated', () => {
    const clock = new Clock({ ahead: 7 });
    clock.step(200, -1000);
    clock.step(100, 50);
    expect([99, 100, 199, 200].map((time) => clock.stampAt(time) - time)).toEqual([7, 57, 57, -943]);
  });

  it('says what it said before a step, and goes on at the same pace after it', () => {
    const time = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(time, fc.integer({ min: -1e6, max: 1e6 }), fc.array(time), (at, by, asked) => {
        const stepped = new Clock({ ahead: 3, drift: 1e-4 });
        stepped.step(at, by);
        const steady = new Clock({ ahead: 3, drift: 1e-4 });
        for (const one of asked) {
          expect(stepped.stampAt(one)).toBe(steady.stampAt(one) + (one < at ? 0 : by));
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('refuses what is no clock', () => {
    expect(() => new Clock({ ahead: Number.NaN })).toThrow(RangeError);
    expect(() => new Clock({ error: Number.NEGATIVE_INFINITY })).toThrow(RangeError);
    expect(() => new Clock({ drift: -1 })).toThrow(RangeError);
    expect(() => new Clock().step(0, Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});
