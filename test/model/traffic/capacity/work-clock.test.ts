import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkClock } from '../../../../src/model/traffic/capacity/work-clock.js';

describe('a work clock', () => {
  it('does at a quarter of the speed a quarter of the work', () => {
    const clock = new WorkClock();
    clock.throttle(100, 0.25);
    expect(clock.workAt(140)).toBe(110);
    clock.throttle(140, 1);
    expect(clock.workAt(150)).toBe(120);
    expect(clock.timeOf(130)).toBe(160);
  });

  it('warms up evenly, also while it is throttled', () => {
    const clock = new WorkClock();
    clock.warmUp(0, 0.5, 100);
    expect(clock.speedAt(50)).toBeCloseTo(0.75);
    expect(clock.workAt(100)).toBeCloseTo(75);
    expect(clock.workAt(150)).toBeCloseTo(125);
    const slow = new WorkClock();
    slow.warmUp(0, 0.5, 100);
    slow.throttle(50, 0.5);
    expect(slow.speedAt(50)).toBeCloseTo(0.375);
    expect(slow.speedAt(100)).toBeCloseTo(0.5);
    slow.throttle(75, 1);
    expect(slow.speedAt(75)).toBeCloseTo(0.875);
    expect(slow.speedAt(200)).toBe(1);
  });

  it('knows the time of each amount of work', () => {
    const change = fc.record({
      after: fc.integer({ min: 1, max: 1000 }),
      share: fc.double({ min: 0.05, max: 1, noNaN: true }),
      within: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.integer({ min: 0, max: 2000 }), (changes, ahead) => {
        const clock = new WorkClock();
        let now = 0;
        for (const { after, share, within } of changes) {
          now += after;
          const before = clock.workAt(now);
          if (within === undefined) clock.throttle(now, share);
          else clock.warmUp(now, share, within);
          // Work neither jumps nor is lost when the speed changes.
          expect(clock.workAt(now)).toBeCloseTo(before, 8);
        }
        expect(clock.timeOf(clock.workAt(now + ahead))).toBeCloseTo(now + ahead, 6);
      }),
      { seed: 43, numRuns: 200 },
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a speed of %d', (speed) => {
    expect(() => new WorkClock().throttle(0, speed)).toThrow('a speed must lie in (0, 1]');
  });
});
