import type { Micros } from '../../../kernel/index.js';

/** Requests first made in [from, to) and how many of them were finally answered in time: known once all have ended. */
export interface ArrivalBucket {
  readonly from: Micros;
  readonly to: Micros;
  readonly offered: number;
  readonly ended: number;
  readonly served: number;
}

interface OpenBucket {
  readonly from: Micros;
  to: Micros;
  offered: number;
  ended: number;
  served: number;
}

/** By rates amounts do not add up to the last digit. */
export const whole = 1 - 1e-9;

/** Goodput by when a request was first made. Nothing is counted before the first bucket is opened. */
export class ArrivalBuckets {
  /** Number of the bucket that is open, or -1. */
  current = -1;
  private readonly buckets: OpenBucket[] = [];
  /** Number of the first that is kept. */
  private first = 0;

  /** Begins a bucket at a time, which ends the one before it. */
  open(at: Micros): void {
    this.end(at);
    this.current = this.first + this.buckets.length;
    this.buckets.push({ from: at, to: Number.POSITIVE_INFINITY, offered: 0, ended: 0, served: 0 });
  }

  /** Ends the open bucket; what comes after belongs to none. */
  end(at: Micros): void {
    const last = this.current < 0 ? undefined : this.buckets[this.current - this.first];
    if (last) last.to = at;
    this.current = -1;
  }

  arrive(count = 1): void {
    if (this.current >= 0) this.buckets[this.current - this.first]!.offered += count;
  }

  conclude(bucket: number, isServed: boolean, count = 1): void {
    const own = bucket < 0 ? undefined : this.buckets[bucket - this.first];
    if (!own) return;
    own.ended += count;
    if (isServed) own.served += count;
  }

  /** Takes out the buckets that have ended and whose requests all have, up to the first of which that is not so. */
  takeComplete(): ArrivalBucket[] {
    let count = this.buckets.findIndex(
      ({ to, offered, ended }) => to === Number.POSITIVE_INFINITY || ended < offered * whole,
    );
    if (count < 0) count = this.buckets.length;
    this.first += count;
    return this.buckets
      .splice(0, count)
      .map(({ from, to, offered, served }) => ({ from, to, offered, ended: offered, served }));
  }

  /** Takes out all, with what is still in progress. */
  takeAll(): ArrivalBucket[] {
    this.first += this.buckets.length;
    return this.buckets.splice(0);
  }
}
