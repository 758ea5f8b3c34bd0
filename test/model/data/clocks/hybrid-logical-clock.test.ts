import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HybridLogicalClock } from '../../../../src/model/data/clocks/hybrid-logical-clock.js';
import { compareStamps, type Stamp } from '../../../../src/model/data/clocks/stamp.js';
import { type Happening, happenings, pasts } from './causal-history.js';

/** Stamps of all events, each node's wall clock saying whatever it says: far off, standing, or going back. */
function stampsOf(events: readonly Happening[], readings: readonly number[]): Stamp[] {
  const clocks = [0, 1, 2].map((node) => new HybridLogicalClock(node));
  const stamps: Stamp[] = [];
  events.forEach(({ node, from }, index) => {
    const clock = clocks[node]!;
    const reading = readings[index]!;
    stamps.push(from === undefined ? clock.tick(reading) : clock.receive(stamps[from]!, reading));
  });
  return stamps;
}

const history = fc.record({
  events: happenings(3, 30),
  readings: fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 30, maxLength: 30 }),
});

function always(seed: number, holds: (event: { past: number[]; index: number } & Run) => void): void {
  fc.assert(
    fc.property(history, ({ events, readings }) => {
      const stamps = stampsOf(events, readings);
      pasts(events).forEach((past, index) => {
        holds({ past: [...past], index, stamps, readings });
      });
    }),
    { seed, numRuns: 500 },
  );
}

interface Run {
  readonly stamps: readonly Stamp[];
  readonly readings: readonly number[];
}

describe('a hybrid logical clock', () => {
  it('never stamps an effect before its cause, whatever wall clocks say', () => {
    always(1, ({ past, index, stamps }) => {
      const wrong = past.filter(
        (cause) => cause !== index && compareStamps(stamps[cause]!, stamps[index]!) >= 0,
      );
      expect(wrong).toEqual([]);
    });
  });

  it('is never behind its own wall clock, nor ahead of all that it has heard of', () => {
    always(2, ({ past, index, stamps, readings }) => {
      const heard = Math.max(...past.map((cause) => readings[cause]!));
      expect(stamps[index]!.time).toBe(Math.max(heard, readings[index]!));
    });
  });

  it('counts no further than there are events of the same time in the past', () => {
    always(3, ({ past, index, stamps }) => {
      const { time, counter } = stamps[index]!;
      const same = past.filter((cause) => cause !== index && stamps[cause]!.time === time);
      expect(counter).toBeLessThanOrEqual(same.length);
      if (same.length === 0) expect(counter).toBe(0);
    });
  });

  it('gives no stamp twice', () => {
    fc.assert(
      fc.property(history, ({ events, readings }) => {
        const stamps = stampsOf(events, readings).map((stamp) => JSON.stringify(stamp));
        expect(new Set(stamps).size).toBe(stamps.length);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('follows the rules of the paper, step by step', () => {
    const clock = new HybridLogicalClock(1);
    const at = (time: number, counter: number): Stamp => ({ time, counter, writer: 1 });
    const from = (time: number, counter: number): Stamp => ({ time, counter, writer: 0 });
    expect(clock.tick(10)).toEqual(at(10, 0));
    expect(clock.tick(10)).toEqual(at(10, 1));
    expect(clock.tick(9)).toEqual(at(10, 2));
    // A message of the same time with a higher count, with a lower one, of a later time, of an earlier one, and old news.
    expect(clock.receive(from(10, 5), 8)).toEqual(at(10, 6));
    expect(clock.receive(from(10, 1), 8)).toEqual(at(10, 7));
    expect(clock.receive(from(12, 3), 11)).toEqual(at(12, 4));
    expect(clock.receive(from(11, 9), 11)).toEqual(at(12, 5));
    expect(clock.receive(from(12, 9), 13)).toEqual(at(13, 0));
    expect(clock.tick(20)).toEqual(at(20, 0));
  });
});
