import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareStamps } from '../../../../src/model/data/clocks/stamp.js';

it('stamps are in one order: by time, then counter, then writer', () => {
  const small = fc.integer({ min: -1, max: 1 });
  const stamp = fc.record({ time: small, counter: fc.nat({ max: 2 }), writer: fc.nat({ max: 2 }) });
  const rank = ({ time, counter, writer }: { time: number; counter: number; writer: number }) =>
    time * 9 + counter * 3 + writer;
  fc.assert(
    fc.property(stamp, stamp, (a, b) => {
      expect(Math.sign(compareStamps(a, b))).toBe(Math.sign(rank(a) - rank(b)));
    }),
    { seed: 1, numRuns: 300 },
  );
});
