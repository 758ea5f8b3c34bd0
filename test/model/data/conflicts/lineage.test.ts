import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lineages } from '../../../../src/model/data/conflicts/lineage.js';
import type { ConflictPolicy } from '../../../../src/model/data/conflicts/policy.js';
import type { Split } from '../../../../src/model/data/conflicts/split.js';
import { replay, type Write } from './replay.js';
import { rules } from './rules.js';
import { splitArbitrary } from './split-arbitrary.js';

/** Up to two writes of each span, stamped by clocks that may be ahead of others. */
const cases = fc
  .tuple(
    splitArbitrary({ ahead: fc.constantFrom(0, 0, 30, -170) }),
    fc.array(fc.array(fc.nat({ max: 9999 }), { maxLength: 2 }), { minLength: 31, maxLength: 31 }),
  )
  .map(([split, counts]): { split: Split; writes: Write[] } => ({
    split,
    writes: split.spans.flatMap(({ from, to, clock, writer }, span) =>
      [...new Set(counts[span])].map((part) => {
        const time = from + ((to - from) * part) / 10_000;
        return { span, time, stamp: time + (clock as number), writer };
      }),
    ),
  }));

/** What the product makes of the same key. */
function follow(split: Split, policy: ConflictPolicy, writes: readonly Write[]) {
  const last = split.spans.map((_, span) =>
    writes
      .filter((write) => write.span === span)
      .reduce<Write | undefined>((a, b) => (a && a.time > b.time ? a : b), undefined),
  );
  return new Lineages(split, policy).follow({
    written: last.reduce((set, write, span) => (write ? set | (1 << span) : set), 0),
    isLater: (a, b) =>
      last[a]!.stamp - last[b]!.stamp > 0 ||
      (last[a]!.stamp === last[b]!.stamp && last[a]!.writer > last[b]!.writer),
    show: ({ side, head }) => ({
      side,
      region: split.spans[head]!.region,
      writes: 1,
      stamp: { time: last[head]!.stamp, counter: 0, writer: last[head]!.writer },
      writtenAt: last[head]!.time,
    }),
  });
}

describe('the writes of a key that goes through partings and joins', () => {
  for (const { rule, policy, order } of rules) {
    it(`have the fates that they have one by one: ${rule}`, () => {
      let contests = 0;
      fc.assert(
        fc.property(cases, ({ split, writes }) => {
          const { building, replacing, siblings, pairs } = replay(split, writes, rule, order);
          const outcome = follow(split, policy, writes);
          contests += outcome.contests.length > 1 ? 1 : 0;
          for (const write of writes) {
            expect(outcome.building[write.span]).toBe(building.get(write));
            const isLast = writes.every(({ span, time }) => span !== write.span || time <= write.time);
            expect(isLast ? outcome.replacing[write.span] : 'surviving').toBe(replacing.get(write));
          }
          expect(outcome.siblings).toBe(siblings);
          const counts = split.spans.map((_, span) => writes.filter((write) => write.span === span).length);
          const { concurrent } = new Lineages(split, policy);
          expect(concurrent.reduce((sum, [a, b]) => sum + counts[a]! * counts[b]!, 0)).toBe(pairs);
        }),
        { seed: 331, numRuns: 1500 },
      );
      // The trees are deep enough to matter.
      if (policy.decides === 'key') expect(contests).toBeGreaterThan(100);
    });
  }
});

describe('a split', () => {
  const { policy } = rules[0]!;
  const sides = [
    { from: [], regions: ['a'] },
    { from: [], regions: ['b'] },
    { from: [0, 1], regions: ['a', 'b'] },
  ];
  const span = { side: 0, region: 'a', writer: 0, from: 0, to: 10, mass: 1, clock: 0 };

  it.each([
    [{ sides, spans: [{ ...span, side: 2 }] }, 'a span is of side 2'],
    [{ sides, spans: [{ ...span, to: -1 }] }, 'before it begins'],
    [{ sides, spans: [{ ...span, mass: Number.NaN }] }, 'finite number of expected writes'],
    [
      { sides: [...sides.slice(0, 2), { from: [1], regions: ['b'] }], spans: [] },
      'side 0 is joined by nobody',
    ],
    [{ sides: [{ from: [1], regions: ['a'] }, ...sides.slice(1)], spans: [] }, 'side 0 comes from 1'],
    [{ sides, spans: Array.from({ length: 32 }, () => span) }, 'at most 31 spans'],
  ])('that is none is refused: %#', (split, why) => {
    expect(() => new Lineages(split, policy)).toThrow(why);
  });
});
