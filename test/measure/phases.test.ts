import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitTime } from '../../src/measure/phases.js';
import { phaseNames } from '../../src/measure/result.js';

const path = fc
  .array(fc.record({ phase: fc.constantFrom(...phaseNames), until: fc.nat({ max: 1000 }) }), { maxLength: 6 })
  .map((list) => list.sort((a, b) => a.until - b.until));

describe('splitTime', () => {
  it('adds up to the whole, with no part below nothing', () => {
    fc.assert(
      fc.property(
        fc.option(path, { nil: undefined }),
        fc.nat({ max: 500 }),
        fc.nat({ max: 500 }),
        (path, opened, time) => {
          const parts = Object.values(splitTime(path, opened, opened + time));
          expect(parts.reduce((a, b) => a + b, 0)).toBe(time);
          expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        },
      ),
      { seed: 103, numRuns: 500 },
    );
  });

  it('gives each stretch to the phase that it was spent in', () => {
    const milestones = [
      { phase: 'detect' as const, until: 130 },
      { phase: 'decide' as const, until: 200 },
      { phase: 'act' as const, until: 260 },
      { phase: 'propagate' as const, until: 300 },
    ];
    expect(splitTime(milestones, 100, 300)).toEqual({
      detect: 30,
      decide: 70,
      act: 60,
      propagate: 40,
      absorb: 0,
      rideOut: 0,
    });
  });

  it('begins at the opening, and leaves what nothing explains to riding out', () => {
    const milestones = [
      { phase: 'rideOut' as const, until: 90 },
      { phase: 'detect' as const, until: 130 },
    ];
    expect(splitTime(milestones, 100, 300)).toMatchObject({ detect: 30, rideOut: 170 });
    expect(splitTime(undefined, 100, 300)).toMatchObject({ rideOut: 200 });
    // What happened after the recovery did not bring it about.
    expect(splitTime(milestones, 100, 120)).toMatchObject({ detect: 20, rideOut: 0 });
  });
});
