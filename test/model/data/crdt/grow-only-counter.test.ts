import { expect, it } from 'vitest';
import { GrowOnlyCounter } from '../../../../src/model/data/crdt/grow-only-counter.js';

it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
  'a counter refuses to count by %d',
  (by) => {
    expect(() => GrowOnlyCounter.zero.increment(0, by)).toThrow(RangeError);
  },
);

it('a counter refuses a sum that would not be exact', () => {
  const full = GrowOnlyCounter.zero.increment(0, Number.MAX_SAFE_INTEGER);
  expect(() => full.increment(0)).toThrow(RangeError);
  expect(full.increment(1).of(1)).toBe(1);
});
