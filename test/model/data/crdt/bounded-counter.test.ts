import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedCounter } from '../../../../src/model/data/crdt/bounded-counter.js';
import { commands, play, replicas } from './replay.js';

describe('a bounded counter', () => {
  it('sells what there is and no more, each replica its own share without asking', () => {
    // Ten seats, added in Europe, half of them given to America.
    const [europe, america] = [0, 1];
    const seats = BoundedCounter.at(0).increment(europe, 10).transfer(europe, america, 5);
    expect([seats.rights(europe), seats.rights(america), seats.value]).toEqual([5, 5, 10]);
    const there = seats.decrement(america, 5);
    const here = seats.decrement(europe, 4);
    expect(() => there.decrement(america)).toThrow(new RangeError('replica 1 has rights to 0, not to 1'));
    expect(() => here.decrement(europe, 2)).toThrow(new RangeError('replica 0 has rights to 1, not to 2'));
    expect(here.merge(there).value).toBe(1);
    expect(here.transfer(europe, america, 1).merge(there).rights(america)).toBe(1);
  });

  it('is never below its bound, whatever is tried wherever, and whatever a replica knows', () => {
    const operation = fc.record({
      does: fc.constantFrom('increment' as const, 'decrement' as const, 'transfer' as const),
      by: fc.nat({ max: 3 }),
      to: fc.constantFrom(...replicas),
    });
    fc.assert(
      fc.property(commands(operation), fc.integer({ min: -5, max: 5 }), (list, bound) => {
        const { all, latest } = play(list, BoundedCounter.at(bound), (state, replica, { does, by, to }) => {
          try {
            return does === 'transfer' ? state.transfer(replica, to, by) : state[does](replica, by);
          } catch {
            return undefined;
          }
        });
        const merged = latest.map(({ state }) => state).reduce((a, b) => a.merge(b));
        for (const state of [merged, ...all.map((one) => one.state)]) {
          expect(state.value).toBeGreaterThanOrEqual(bound);
          for (const replica of replicas) expect(state.rights(replica)).toBeGreaterThanOrEqual(0);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('gives nothing to itself, takes no rights it lacks, and merges with its like only', () => {
    const counter = BoundedCounter.at(0).increment(1, 2);
    expect(counter.transfer(1, 1, 2)).toEqual(counter);
    expect(() => counter.transfer(1, 2, 3)).toThrow(RangeError);
    expect(() => counter.transfer(1, 2, -1)).toThrow(RangeError);
    expect(() => counter.decrement(1, 0.5)).toThrow(RangeError);
    expect(() => counter.merge(BoundedCounter.at(1))).toThrow(RangeError);
  });
});
