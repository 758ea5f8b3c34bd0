import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type AddressSet, sharesOf } from '../../../../src/model/traffic/policies/addresses.js';

/** All ordered picks of some of the items. */
function picks(items: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return items.flatMap((first) =>
    picks(
      items.filter((one) => one !== first),
      count - 1,
    ).map((rest) => [first, ...rest]),
  );
}

it('gives each region what clients end at that try their addresses in random order', () => {
  const subset = fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 6 });
  const health = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(subset, fc.integer({ min: 1, max: 4 }), health, (regions, most, answering) => {
      const tries = Math.min(most, regions.length);
      const expected = new Array<number>(6).fill(0);
      const orders = picks(regions, tries);
      for (const order of orders) {
        const found = order.find((region) => answering[region]);
        // Of those who find nobody, each address tried has its part.
        for (const region of found === undefined ? order : [found]) {
          expected[region]! += (found === undefined ? 1 / tries : 1) / orders.length;
        }
      }
      const set: AddressSet = { share: 1, regions, tries };
      const shares = sharesOf([set], 6, answering);
      expected.forEach((share, region) => {
        expect(shares[region]).toBeCloseTo(share, 12);
      });
    }),
    { seed: 4, numRuns: 300 },
  );
});
