import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lineages } from '../../../../src/model/data/conflicts/lineage.js';
import { conflictPolicy } from '../../../../src/model/data/conflicts/policies.js';
import type { ConflictPolicy } from '../../../../src/model/data/conflicts/policy.js';
import { setOf } from '../../../../src/model/data/conflicts/span-set.js';
import type { Split } from '../../../../src/model/data/conflicts/split.js';
import { replay, type Write } from './replay.js';
import { rules } from './rules.js';
import { splitArbitrary } from './split-arbitrary.js';

/** Up to two writes of each span, stamped by clocks that may be ahead of others. */
const cases = (least: number) =>
  fc
    .tuple(
      splitArbitrary({ ahead: fc.constantFrom(0, 0, 30, -170), least }),
      fc.array(fc.array(fc.nat({ max: 9999 }), { maxLength: 2 }), { minLength: 100, maxLength: 100 }),
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
    written: setOf(
      last.flatMap((write, span) => (write ? [span] : [])),
      split.spans.length,
    ),
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
    it.each([
      [0, 1000],
      // More spans than a number has bits.
      [20, 60],
    ])(`have the fates that they have one by one: ${rule}, %i steps or more`, (least, numRuns) => {
      let contests = 0;
      fc.assert(
        fc.property(cases(least), ({ split, writes }) => {
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
        { seed: 331, numRuns },
      );
      // The trees are deep enough to matter.
      if (policy.decides === 'key') expect(contests).toBeGreaterThan(numRuns / 20);
    });
  }
});

describe('two copies that decided the same conflict each its own way', () => {
  it('are in conflict when they meet', () => {
    const side = (regions: string, ...from: number[]) => ({ from, regions: [...regions] });
    const span = (place: number, region: string, writer: number) => {
      return { side: place, region, writer, from: 0, to: 10, mass: 1, clock: 0 };
    };
    const split: Split = {
      sides: [
        side('ab'),
        side('cd'),
        ...[side('a', 0), side('b', 0), side('c', 1), side('d', 1)],
        ...[side('ac', 2, 4), side('bd', 3, 5), side('abcd', 6, 7)],
      ],
      spans: [span(0, 'a', 0), span(1, 'c', 2)],
    };
    const writes = [5, 6].map((time, i): Write => ({ span: i, time, stamp: time, writer: 2 * i }));
    // a goes before c, but d before b.
    const policy = conflictPolicy({ policy: 'priority', order: ['a', 'd', 'c', 'b'] });
    const { building, contests } = follow(split, policy, writes);
    expect(building).toEqual(['surviving', 'lostInConflict']);
    expect(contests).toHaveLength(3);
  });
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
  ])('that is none is refused: %#', (split, why) => {
    expect(() => new Lineages(split, policy)).toThrow(why);
  });
});
