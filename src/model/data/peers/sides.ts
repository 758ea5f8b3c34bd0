import type { Micros } from '../../../kernel/index.js';

/** What one writer took while it was on one side. */
export interface Segment {
  readonly side: number;
  readonly writer: number;
  readonly from: Micros;
  readonly to: Micros;
}

/** Writers that see each other, and the sides that they came from. */
export interface Side {
  readonly from: readonly number[];
  readonly writers: readonly number[];
}

/**
 * Who was on which side and when, from the first cut until all are together again. Sides are numbered in the order in which
 * they come about; all writers begin on side 0.
 */
export class Sides {
  readonly all: Side[];
  /** The side of each writer now. */
  private readonly sideOf: number[];
  private readonly closed: Segment[] = [];
  /** Since when each writer's writes are its side's alone. */
  private readonly since: Micros[];

  /** `since`: for each writer, up to when its writes were accounted for before. */
  constructor(
    readonly began: Micros,
    since: readonly Micros[],
  ) {
    this.since = [...since];
    this.sideOf = since.map(() => 0);
    this.all = [{ from: [], writers: since.map((_, writer) => writer) }];
  }

  of(writer: number): number {
    return this.sideOf[writer]!;
  }

  /** Writers that are on a side now, in order. */
  on(side: number): number[] {
    return this.sideOf.flatMap((one, writer) => (one === side ? [writer] : []));
  }

  /** Sides that have writers now. */
  present(): number[] {
    return [...new Set(this.sideOf)];
  }

  /** A side and all that it came from. */
  ancestors(side: number): Set<number> {
    const found = new Set([side]);
    for (const one of found) for (const before of this.all[one]!.from) found.add(before);
    return found;
  }

  /** The writers of one side part into groups; what each took after `from` is unknown to the other groups. */
  part(groups: readonly (readonly number[])[], from: (writer: number) => Micros): void {
    const side = this.of(groups[0]![0]!);
    for (const writers of groups) {
      const fresh = this.all.push({ from: [side], writers }) - 1;
      for (const writer of writers) this.move(writer, fresh, from(writer));
    }
  }

  /** Sides become one, whose number is returned; what each writer took after `until` is the joined side's. */
  join(sides: readonly number[], until: (writer: number) => Micros): number {
    const writers = sides.flatMap((side) => this.on(side));
    const fresh = this.all.push({ from: sides, writers }) - 1;
    for (const writer of writers) this.move(writer, fresh, until(writer));
    return fresh;
  }

  /** What was taken on sides, not yet together, up to a time. */
  segments(to: Micros): Segment[] {
    const open = this.sideOf.map((side, writer) => ({ side, writer, from: this.since[writer]!, to }));
    return [...this.closed, ...open].filter((one) => one.side !== 0 && one.to > one.from);
  }

  private move(writer: number, side: number, from: Micros): void {
    const since = this.since[writer]!;
    // What it took on an earlier side stays there.
    const at = Math.max(from, since);
    this.closed.push({ side: this.of(writer), writer, from: since, to: at });
    this.since[writer] = at;
    this.sideOf[writer] = side;
  }
}
