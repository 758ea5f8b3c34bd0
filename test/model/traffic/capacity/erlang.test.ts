import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erlangC, waitsAtMost } from '../../../../src/model/traffic/capacity/erlang.js';

describe('whether no more than a share of the requests wait', () => {
  test('is what the delay formula says, however many servers there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0, max: 1.1, noNaN: true }),
        fc.constantFrom(1e-9, 1e-6, 1e-3, 0.1, 0.5),
        (servers, use, share) => {
          const load = use * servers;
          expect(waitsAtMost(servers, load, share)).toBe(erlangC(servers, load) <= share);
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  test('is decided without a look at each of many servers', () => {
    // The recursion would go through a thousand million of them.
    expect(waitsAtMost(1e9, 0.9e9, 1e-6)).toBe(true);
  });
});
