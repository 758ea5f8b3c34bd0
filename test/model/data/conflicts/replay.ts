import type { Fate } from '../../../../src/model/data/conflicts/policy.js';
import type { Split } from '../../../../src/model/data/conflicts/split.js';

/** One write to one key. */
export interface Write {
  readonly span: number;
  readonly time: number;
  readonly stamp: number;
  readonly writer: number;
}

/** A value that a side holds: a write, and all those that it builds on, itself included. */
interface Value {
  readonly write: Write;
  readonly on: ReadonlySet<Write>;
}

/** How conflicts are decided, in words of this replay. */
export type Rule = 'last' | 'priority' | 'siblings' | 'pending' | 'ignore' | 'discard' | 'earliest';

export interface Replayed {
  readonly building: Map<Write, Fate>;
  readonly replacing: Map<Write, Fate>;
  readonly siblings: number;
  readonly pairs: number;
}

/**
 * One key of a split, write by write: what each side holds, what it has seen, what joins decide. Written to be read, with none
 * of the code that it is held against.
 */
export function replay(
  split: Split,
  writes: readonly Write[],
  rule: Rule,
  order: readonly string[],
): Replayed {
  const holds: { values: Value[]; seen: Set<Write> }[] = [];
  const marks = new Map<Write, Fate>();
  const lastMarks = new Map<Write, Fate>();
  const replaced = new Set<Write>();
  const sawOf = new Map<Write, Set<Write>>();
  const rank = (side: number) =>
    Math.min(...split.sides[side]!.regions.map((region) => order.indexOf(region)).filter((i) => i >= 0));

  split.sides.forEach(({ from }, side) => {
    let values: Value[];
    const seen = new Set(from.flatMap((parent) => [...holds[parent]!.seen]));
    if (from.length <= 1) values = from.flatMap((parent) => holds[parent]!.values);
    else if (rule === 'discard') {
      // Most writers, then the first in order.
      const best = [...from].sort(
        (a, b) => split.sides[b]!.regions.length - split.sides[a]!.regions.length || rank(a) - rank(b),
      )[0]!;
      values = holds[best]!.values;
    } else values = join(from);
    const own = writes
      .filter((write) => split.spans[write.span]!.side === side)
      .sort((a, b) => a.time - b.time);
    for (const write of own) {
      for (const before of seen) {
        if (!sawOf.has(write)) sawOf.set(write, new Set());
        sawOf.get(write)!.add(before);
      }
      seen.add(write);
    }
    if (own.length > 0) {
      const last = own.reduce((a, b) => (isLater(b, a) ? b : a));
      for (const { write } of values) replaced.add(write);
      for (const write of own) if (write !== last) replaced.add(write);
      values = [{ write: last, on: new Set([...values.flatMap(({ on }) => [...on]), ...own]) }];
    }
    holds.push({ values, seen });
  });

  function join(from: readonly number[]): Value[] {
    // What a side brings is one version, of one value or of several side by side.
    const brought = from
      .map((side) => ({
        side,
        values: holds[side]!.values,
        on: union(holds[side]!.values),
        seen: holds[side]!.seen,
      }))
      .filter(({ on }) => on.size > 0);
    const open = brought.filter(
      (one, i) =>
        !brought.some((other, j) => {
          if (i === j || ![...one.on].every((write) => other.seen.has(write))) return false;
          const same = one.on.size === other.on.size && [...one.on].every((write) => other.on.has(write));
          return same ? j < i : ![...other.on].every((write) => one.seen.has(write));
        }),
    );
    if (open.length < 2) return open.flatMap(({ values }) => values);
    const shared = [...open[0]!.on].filter((write) => open.every(({ on }) => on.has(write)));
    const newest = (i: number) =>
      open[i]!.values.map(({ write }) => write).reduce((a, b) => (isLater(b, a) ? b : a));
    const places = open.map((_, i) => i);
    let winners: number[];
    let mark: Fate = 'surviving';
    if (rule === 'last') winners = [places.reduce((a, b) => (isLater(newest(b), newest(a)) ? b : a))];
    else if (rule === 'earliest')
      winners = [places.reduce((a, b) => (newest(b).time < newest(a).time ? b : a))];
    else if (rule === 'priority')
      winners = [places.reduce((a, b) => (rank(open[b]!.side) < rank(open[a]!.side) ? b : a))];
    else {
      winners = places;
      mark = rule === 'siblings' ? 'merged' : rule === 'pending' ? 'pending' : 'diverged';
    }
    const wonOn = new Set(winners.flatMap((i) => [...open[i]!.on]));
    const wonValues = new Set(winners.flatMap((i) => open[i]!.values.map(({ write }) => write)));
    for (const { on, values } of open) {
      for (const write of on) {
        if (shared.includes(write)) continue;
        const now = wonOn.has(write) ? mark : 'lostInConflict';
        keep(marks, write, now);
      }
      for (const { write } of values) keep(lastMarks, write, wonValues.has(write) ? mark : 'lostInConflict');
    }
    const all = winners.flatMap((i) => open[i]!.values);
    const distinct = all.filter((value, i) => all.findIndex(({ write }) => write === value.write) === i);
    return distinct.filter(({ write }) => !all.some((other) => other.write !== write && other.on.has(write)));
  }

  const { values } = holds.at(-1)!;
  const finalOn = union(values);
  const building = new Map<Write, Fate>();
  const replacing = new Map<Write, Fate>();
  for (const write of writes) {
    building.set(write, fate(marks.get(write), finalOn.has(write)));
    replacing.set(write, fate(lastMarks.get(write), finalOn.has(write) || replaced.has(write)));
  }
  let pairs = 0;
  writes.forEach((a, i) => {
    for (const b of writes.slice(0, i)) {
      const together = split.spans[a.span]!.side === split.spans[b.span]!.side;
      if (!together && !sawOf.get(a)?.has(b) && !sawOf.get(b)?.has(a)) pairs += 1;
    }
  });
  return {
    building,
    replacing,
    siblings: rule === 'siblings' && values.length > 1 ? values.length : 0,
    pairs,
  };
}

function fate(mark: Fate | undefined, isThere: boolean): Fate {
  if (mark === 'pending' || mark === 'diverged') return mark;
  if (!isThere) return 'lostInConflict';
  return mark === 'merged' ? 'merged' : 'surviving';
}

function keep(marks: Map<Write, Fate>, write: Write, now: Fate): void {
  const before = marks.get(write);
  if (now === 'surviving' && before !== undefined && before !== 'lostInConflict') return;
  marks.set(write, now);
}

function isLater(a: Write, b: Write): boolean {
  return a.stamp > b.stamp || (a.stamp === b.stamp && a.writer > b.writer);
}

function union(values: readonly Value[]): Set<Write> {
  return new Set(values.flatMap(({ on }) => [...on]));
}
