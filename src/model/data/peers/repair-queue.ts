import type { Micros } from '../../../kernel/index.js';

/** Keys that wait for people, who settle one after the other, first come first served. */
export class RepairQueue {
  private free: Micros = 0;

  /** `rate`: keys settled a microsecond; absent when nobody settles any. */
  constructor(private readonly rate: number | undefined) {}

  /** Whether anybody works on it. */
  get staffed(): boolean {
    return this.rate !== undefined && this.rate > 0;
  }

  /** Puts keys at the end of the queue. */
  add(at: Micros, keys: number): Repair {
    if (!this.staffed) return { keys, from: at, lasts: Number.POSITIVE_INFINITY };
    const from = Math.max(at, this.free);
    const lasts = keys / this.rate!;
    this.free = from + lasts;
    return { keys, from, lasts };
  }
}

/** Keys that people work on together. */
export interface Repair {
  readonly keys: number;
  /** When people begin with them. */
  readonly from: Micros;
  /** For how long they work on them; Infinity when nobody does. */
  readonly lasts: Micros;
}

/** Share of the keys that are settled by a time: whole keys. */
export function settledShare({ keys, from, lasts }: Repair, at: Micros): number {
  if (keys === 0 || at <= from) return 0;
  return Math.min(keys, Math.floor((keys * (at - from)) / lasts)) / keys;
}
