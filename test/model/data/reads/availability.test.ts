import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  majorityAvailability,
  operationAvailability,
  quorumAvailability,
} from '../../../../src/model/data/reads/availability.js';

/** Summed over every set of sites that may be up. */
function enumerate(sites: readonly number[], needed: number): number {
  let total = 0;
  for (let set = 0; set < 2 ** sites.length; set++) {
    let chance = 1;
    let up = 0;
    sites.forEach((availability, i) => {
      const isUp = (set >> i) % 2 === 1;
      chance *= isUp ? availability : 1 - availability;
      up += isUp ? 1 : 0;
    });
    if (up >= needed) total += chance;
  }
  return total;
}

test('is the sum over all sets of sites that are enough', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(share, { maxLength: 7 }), fc.integer({ min: 0, max: 8 }), (sites, needed) => {
      expect(quorumAvailability(sites, needed)).toBeCloseTo(enumerate(sites, needed), 12);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('a majority is more than half', () => {
  expect(majorityAvailability([0.9])).toBe(0.9);
  expect(majorityAvailability([0.9, 0.9])).toBeCloseTo(0.81, 15);
  expect(majorityAvailability([0.9, 0.9, 0.9, 0.9])).toBeCloseTo(0.9 ** 4 + 4 * 0.9 ** 3 * 0.1, 15);
  // Two regions and a witness: any two of the three.
  const [p, q, w] = [0.999, 0.995, 0.99];
  expect(majorityAvailability([p, q, w])).toBeCloseTo(p * q + (p + q - 2 * p * q) * w, 15);
});

test('reads and writes wait for their own quorum', () => {
  const sites = [0.9, 0.9, 0.9];
  const reads = 1 - 0.1 ** 3;
  const writes = 0.9 ** 3 + 3 * 0.9 ** 2 * 0.1;
  expect(operationAvailability(sites, { read: 1, write: 2, reads: 0.75 })).toBeCloseTo(
    0.75 * reads + 0.25 * writes,
    14,
  );
});

test('what is no share is refused', () => {
  expect(() => quorumAvailability([0.5, 1.5], 1)).toThrow('must lie between 0 and 1, not 1.5');
  expect(() => quorumAvailability([Number.NaN], 1)).toThrow(RangeError);
});
