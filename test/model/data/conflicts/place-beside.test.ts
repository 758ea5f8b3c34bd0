import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../src/kernel/index.js';
import { KeyLaw } from '../../../../src/model/data/conflicts/keys.js';
import { placeBeside } from '../../../../src/model/data/conflicts/place-beside.js';

describe('a write beside those that every key of a group expects', () => {
  it.each([1, 0.3, 3])(
    'is to each in proportion to what it expects more than the last, exponent %f',
    (zipf) => {
      const group = new KeyLaw({ count: 1000, zipf }).groups(3).find(({ keys }) => keys >= 12)!;
      const stream = new Streams('beside').at(0).open(`exponent ${zipf}`);
      const draws = 200_000;
      // Twelve parts of the group.
      const found = new Array<number>(12).fill(0);
      const expected = new Array<number>(12).fill(0);
      const part = (place: number) => Math.floor((place * 12) / group.keys);
      for (let i = 0; i < draws; i += 1) found[part(placeBeside(group, stream))]! += 1;
      const whole = group.mass - group.keys * group.least;
      for (let place = 0; place < group.keys; place += 1) {
        expected[part(place)]! += (draws * (group.chance(place) - group.least)) / whole;
      }
      const tested = expected.map((_, i) => i).filter((i) => expected[i]! > 20);
      const chiSquare = tested.reduce((sum, i) => sum + (found[i]! - expected[i]!) ** 2 / expected[i]!, 0);
      expect(tested.length).toBeGreaterThan(8);
      expect(chiSquare).toBeLessThan(tested.length + 4.5 * Math.sqrt(2 * tested.length));
    },
  );
});
