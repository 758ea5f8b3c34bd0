import { describe, expect, it } from 'vitest';
import { ObservedRemoveSet } from '../../../../src/model/data/crdt/observed-remove-set.js';

describe('a shopping cart as an observed-remove set', () => {
  const shared = ObservedRemoveSet.empty<string>().add(0, 'milk');

  it('keeps what one side adds again while the other takes it out', () => {
    const merged = shared.remove('milk').merge(shared.add(1, 'milk'));
    expect(merged.elements).toEqual(new Set(['milk']));
  });

  it('does not bring back what was taken out after it was seen', () => {
    expect(shared.merge(shared.remove('milk')).elements).toEqual(new Set());
    const again = shared.remove('milk').add(0, 'milk');
    expect(shared.merge(again.remove('milk')).elements).toEqual(new Set());
  });

  it('has every element once, those that are no numbers too', () => {
    const numbers = ObservedRemoveSet.empty<number>().add(0, Number.NaN).add(0, 0).add(1, Number.NaN);
    expect([...numbers.elements]).toEqual([0, Number.NaN]);
    expect([...numbers.remove(Number.NaN).elements]).toEqual([0]);
  });
});
