import { describe, expect, it } from 'vitest';
import { priority } from '../../../../src/model/data/conflicts/priority.js';
import { version } from './conflict-arbitrary.js';

const policy = priority(['r2', 'r0', 'r1']);
const winner = (fates: readonly string[]) => fates.indexOf('surviving');

describe('priority', () => {
  it('keeps the region that comes first, not the one that wrote last', () => {
    const versions = [version(0, { time: 1 }), version(1, { time: 9, writes: 9 })];
    expect(winner(policy.resolve({ versions }).fates)).toBe(0);
    expect(winner(policy.resolve({ versions: [...versions, version(2)] }).fates)).toBe(2);
  });

  it('ranks a side as its highest region, whichever of them wrote last', () => {
    const versions = [version(0), version(1, { region: 'r1' })];
    const sides = [
      { side: 0, regions: ['r0'] },
      { side: 1, regions: ['r1', 'r2'] },
    ];
    expect(winner(policy.resolve({ versions, sides }).fates)).toBe(1);
    expect(winner(policy.resolve({ versions }).fates)).toBe(0);
  });

  it('refuses a region that the order does not name', () => {
    expect(() => policy.resolve({ versions: [version(0), version(3)] })).toThrow(
      new RangeError('the order r2, r0, r1 says nothing of r3'),
    );
  });
});
