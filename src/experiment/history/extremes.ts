import type { Micros } from '../../kernel/index.js';
import type { WriteClass, WritesClassified } from '../../model/trace.js';

/** Some writes that met the same fate. */
interface Some {
  readonly from: Micros;
  readonly to: Micros;
  readonly count: number;
  readonly class: WriteClass;
}

/** Writes that were classified together, and which of their ends is not yet given to one of them. */
interface Told {
  readonly record: WritesClassified;
  readonly ends: Set<Micros>;
}

/** The commit times of the oldest and the newest of writes that were classified together, each of which is one write's. */
export class Extremes {
  private readonly told: readonly Told[];

  constructor(classified: readonly WritesClassified[]) {
    this.told = classified
      .filter(({ oldest, newest }) => oldest !== undefined && newest !== undefined)
      .map((record) => ({ record, ends: new Set([record.oldest!, record.newest!]) }));
  }

  /** Between which times these writes are, as far as anything was said of them. */
  of(some: Some): { readonly oldest: Micros; readonly newest: Micros } {
    const { oldest, newest } = this.find(some)?.record ?? {};
    return { oldest: oldest ?? some.from, newest: newest ?? some.to };
  }

  /** Ends that are one of these writes from now on. */
  claim(some: Some): Micros[] {
    const told = this.find(some);
    if (!told) return [];
    const own = [...told.ends].filter((at) => at >= some.from && at <= some.to).slice(0, some.count);
    for (const at of own) told.ends.delete(at);
    return own;
  }

  private find({ from, to, count, class: as }: Some): Told | undefined {
    return this.told.find(
      ({ record }) =>
        record.class === as && record.count >= count && record.oldest! <= to && record.newest! >= from,
    );
  }
}
