import fc from 'fast-check';
import type { Split, SplitSide, WriteSpan } from '../../../../src/model/data/conflicts/split.js';

export const regions = ['a', 'b', 'c', 'd'];

interface Options {
  readonly masses?: fc.Arbitrary<number>;
  /** How far clocks are ahead, microseconds. */
  readonly ahead?: fc.Arbitrary<number>;
  /** Least number of partings and joins between the first and the last. */
  readonly least?: number;
}

interface Living {
  readonly side: number;
  readonly writers: readonly number[];
  readonly since: number;
}

/**
 * Two to four writers that part and join again, one step a hundred microseconds, until all are together: steps are pairs of
 * numbers, of which the first says who parts or joins, the second how.
 */
export function splitArbitrary({
  least = 0,
  masses = fc.constant(1),
  ahead = fc.constant(0),
}: Options = {}): fc.Arbitrary<Split> {
  return fc
    .record({
      writers: fc.integer({ min: 2, max: 4 }),
      first: fc.nat({ max: 1000 }),
      steps: fc.array(fc.tuple(fc.nat({ max: 1000 }), fc.nat({ max: 1000 })), {
        minLength: least,
        maxLength: least + 5,
      }),
      masses: fc.array(masses, { minLength: 40, maxLength: 40 }),
      ahead: fc.array(ahead, { minLength: 4, maxLength: 4 }),
    })
    .map(({ writers, first, steps, masses: expected, ahead: offsets }) => {
      const sides: SplitSide[] = [];
      const spans: WriteSpan[] = [];
      let living: Living[] = [];
      const begin = (from: readonly number[], members: readonly number[], since: number) => {
        living.push({ side: sides.length, writers: members, since });
        sides.push({ from, regions: members.map((writer) => regions[writer]!) });
      };
      const end = (gone: readonly Living[], to: number) => {
        living = living.filter((one) => !gone.includes(one));
        for (const { side, writers: members, since } of gone) {
          for (const writer of members) {
            const mass = expected[spans.length % expected.length]!;
            const span = {
              side,
              region: regions[writer]!,
              writer,
              from: since,
              to,
              mass,
              clock: offsets[writer]!,
            };
            spans.push(span);
          }
        }
      };
      const everyone = Array.from({ length: writers }, (_, i) => i);
      for (const members of parted(everyone, first)) begin([], members, 0);
      let time = 0;
      for (const [who, how] of steps) {
        time += 100;
        const one = living[who % living.length]!;
        if (how % 2 === 0 && one.writers.length > 1) {
          end([one], time);
          for (const members of parted(one.writers, how)) begin([one.side], members, time);
        } else if (living.length > 2) {
          const other = living[(who + 1 + (how % (living.length - 1))) % living.length]!;
          end([one, other], time);
          begin([one.side, other.side], [...one.writers, ...other.writers], time);
        }
      }
      const last = living;
      end(last, time + 100);
      begin(
        last.map(({ side }) => side),
        everyone,
        time + 100,
      );
      return { sides, spans };
    });
}

/** Two parts or more, none of them empty. */
function parted(members: readonly number[], how: number): number[][] {
  const parts = new Map<number, number[]>();
  members.forEach((member, i) => {
    const part = i === 0 ? 0 : Math.floor(how / 3 ** i) % 3;
    parts.set(part, [...(parts.get(part) ?? []), member]);
  });
  return parts.size > 1 ? [...parts.values()] : [members.slice(0, 1), members.slice(1)];
}
