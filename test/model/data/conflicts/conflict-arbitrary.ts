import fc from 'fast-check';
import type { Conflict, Version } from '../../../../src/model/data/conflicts/policy.js';

/** Regions r0 to r5, all in the order that policies are given. */
export const regions = Array.from({ length: 6 }, (_, number) => `r${number}`);

type Drawn = Required<Conflict>;

/** Six regions on two to four sides, two or more of which wrote the key; few stamps, so that many are equal. */
export const conflictArbitrary: fc.Arbitrary<Drawn> = fc
  .array(fc.nat({ max: 3 }), { minLength: regions.length, maxLength: regions.length })
  .map((sideOf) => [...new Set(sideOf)].map((side) => sideFrom(sideOf, side)))
  .filter((sides) => sides.length > 1)
  .chain((sides) =>
    fc
      .subarray(sides, { minLength: 2 })
      .chain((writers) => fc.tuple(...writers.map(versionArbitrary)))
      .map((versions) => ({ versions, sides })),
  );

function sideFrom(sideOf: readonly number[], side: number): Drawn['sides'][number] {
  return { side, regions: regions.filter((_, region) => sideOf[region] === side) };
}

function versionArbitrary({ side, regions: members }: Drawn['sides'][number]): fc.Arbitrary<Version> {
  return fc
    .record({
      region: fc.constantFrom(...members),
      writes: fc.integer({ min: 1, max: 5 }),
      time: fc.integer({ min: -2, max: 2 }),
      counter: fc.nat({ max: 1 }),
      writtenAt: fc.nat({ max: 9 }),
    })
    .map(({ region, writes, time, counter, writtenAt }) => {
      return { side, region, writes, writtenAt, stamp: { time, counter, writer: regions.indexOf(region) } };
    });
}

/** A version for cases written out: one write of a region that is a side of its own. */
export function version(side: number, given: Partial<Version> & { time?: number } = {}): Version {
  const { time = 0, ...rest } = given;
  return {
    side,
    region: regions[side]!,
    writes: 1,
    stamp: { time, counter: 0, writer: side },
    writtenAt: 0,
    ...rest,
  };
}
