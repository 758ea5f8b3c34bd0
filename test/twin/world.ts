import type { Given } from './given.js';

export interface Setting {
  readonly regions: readonly string[];
  /** Named by the record, and holding the primary, when a run begins. */
  readonly record: string;
  readonly primary: string;
}

/** A stretch of time in which nothing changes: which region does what. */
interface Stretch {
  readonly from: number;
  readonly up: readonly boolean[];
  readonly writes: readonly boolean[];
}

/** What is up, what reaches what and what the record says, at every instant of one run. Regions by number. */
export class World {
  private readonly stretches: readonly Stretch[];
  private readonly records: readonly { at: number; region: number }[];

  constructor(setting: Setting, given: Given) {
    const { regions } = setting;
    this.records = [
      { at: Number.NEGATIVE_INFINITY, region: regions.indexOf(setting.record) },
      ...given.records.map(({ at, region }) => ({ at, region: regions.indexOf(region) })),
    ];
    const times = [
      Number.NEGATIVE_INFINITY,
      ...given.faults.flatMap(({ from, to }) => [from, to]),
      ...given.promotions.map(({ at }) => at),
    ].sort((a, b) => a - b);
    this.stretches = times.map((from) => describe(from, setting, given));
  }

  /** The region that the record names. */
  recordAt(at: number): number {
    let last = this.records.length - 1;
    while (this.records[last]!.at > at) last--;
    return this.records[last]!.region;
  }

  isUp(region: number, at: number): boolean {
    return this.stretches[this.indexAt(at)]!.up[region]!;
  }

  takesWrites(region: number, at: number): boolean {
    return this.stretches[this.indexAt(at)]!.writes[region]!;
  }

  /** When a region that is up at `from` next goes down. */
  downAfter(region: number, from: number): number {
    for (let i = this.indexAt(from); i < this.stretches.length; i++) {
      if (!this.stretches[i]!.up[region]) return this.stretches[i]!.from;
    }
    return Number.POSITIVE_INFINITY;
  }

  private indexAt(at: number): number {
    let index = this.stretches.length - 1;
    while (this.stretches[index]!.from > at) index--;
    return index;
  }
}

/** A region answers reads while it is up (each has a copy), and writes while it also reaches a primary that is up. */
function describe(from: number, { regions, primary }: Setting, { faults, promotions }: Given): Stretch {
  const inForce = faults.filter((fault) => fault.from <= from && from < fault.to);
  const up = regions.map((region) => !inForce.some(({ kind, on }) => kind === 'lose' && on === region));
  const leader = regions.indexOf(promotions.findLast(({ at }) => at <= from)?.region ?? primary);
  const cut = (region: number) =>
    inForce.some(
      ({ kind, on }) =>
        kind === 'partition' && on.includes(regions[region]!) && on.includes(regions[leader]!),
    );
  const writes = up.map((isUp, region) => isUp && up[leader]! && (region === leader || !cut(region)));
  return { from, up, writes };
}
