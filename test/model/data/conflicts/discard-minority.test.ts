import { describe, expect, it } from 'vitest';
import { discardMinority } from '../../../../src/model/data/conflicts/discard-minority.js';
import { version } from './conflict-arbitrary.js';

const policy = discardMinority(['r1', 'r0', 'r2', 'r3']);
const sidesOf = (...sides: string[][]) => sides.map((regions, side) => ({ side, regions }));

describe('discarding the minority', () => {
  it('keeps the side with the most writers', () => {
    expect(policy.keptSide(sidesOf(['r1'], ['r2', 'r3'], ['r0']))).toBe(1);
  });

  it('keeps, of equal sides, the one whose region comes first in the order', () => {
    expect(policy.keptSide(sidesOf(['r0', 'r2'], ['r3', 'r1']))).toBe(1);
    // The smaller side does not count, though its region comes first.
    expect(policy.keptSide(sidesOf(['r1'], ['r2', 'r5'], ['r0', 'r4']))).toBe(2);
  });

  it('loses all versions of a key that the side kept did not write', () => {
    const sides = sidesOf(['r0'], ['r1'], ['r2', 'r3']);
    const fates = ['lostInConflict', 'lostInConflict'];
    expect(policy.resolve({ versions: [version(0), version(1)], sides }).fates).toEqual(fates);
  });

  it('needs to know the sides, and a rank where they are equal', () => {
    expect(() => policy.resolve({ versions: [version(0), version(1)] })).toThrow(TypeError);
    expect(() => policy.keptSide(sidesOf(['r1'], ['r4']))).toThrow(RangeError);
  });
});
