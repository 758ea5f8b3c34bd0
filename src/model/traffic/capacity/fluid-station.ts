import type { Micros } from '../../../kernel/index.js';
import type { FlowStation } from './flow.js';
import type { StationOptions } from './station.js';
import type { TokenBucketOptions } from './token-bucket.js';
import { WorkClock } from './work-clock.js';

/** Attempts of a class on a route that began in [from, to). Amounts need not be whole. */
export interface Batch {
  readonly klass: number;
  readonly route: number;
  /** Attempts of the same requests that failed before. */
  readonly failures: number;
  readonly from: Micros;
  readonly to: Micros;
  /** Bucket of the first arrivals; -1 if nobody counts them. */
  readonly bucket: number;
  /** Shares of the clients by route when it began. */
  readonly shares: readonly number[];
  /** Share whose clients have not given up. */
  alive: number;
  /** Attempts at stations, or sent to where nobody answers. */
  left: number;
}

/** Some of a batch, at a station of its route. */
export interface Part {
  readonly batch: Batch;
  readonly step: number;
  amount: number;
}

/** A station by rates: it serves its capacity, first come first served, and nobody waits while it is not used up. */
export class FluidStation implements FlowStation {
  readonly clock = new WorkClock();
  servers: number;
  /** Attempts that wait. */
  backlog = 0;
  served = 0;
  shed = 0;
  /** Integral of the backlog: request-microseconds of waiting. */
  delayed = 0;
  /** By rates those who are served do not count. */
  readonly busy = 0;
  idleFrom: Micros | undefined;
  private used = 0;
  private inflow: Part[] = [];
  private queue: Part[] = [];
  private head = 0;

  constructor(readonly options: StationOptions) {
    this.servers = options.servers;
  }

  get limit(): TokenBucketOptions | undefined {
    return this.options.limit;
  }

  get waiting(): number {
    return this.backlog;
  }

  awaitIdle(now: Micros): void {
    this.idleFrom = this.backlog === 0 ? now : undefined;
  }

  busyTime(): number {
    return this.used;
  }

  /** What it can serve in [from, to). */
  capacity(from: Micros, to: Micros): number {
    return (this.servers * (this.clock.workAt(to) - this.clock.workAt(from))) / this.options.service.mean;
  }

  /** Comes evenly while the piece of time lasts that is worked on. */
  join(part: Part): void {
    this.inflow.push(part);
  }

  /** What comes and is served in [from, to): told part by part. */
  work(
    from: Micros,
    to: Micros,
    onShed: (part: Part, amount: number) => void,
    onServed: (part: Part, amount: number) => void,
  ): void {
    const capacity = this.capacity(from, to);
    const came = this.admit(to - from, capacity, onShed);
    this.account(from, to, came, capacity);
    const served = Math.min(capacity, this.backlog + came);
    this.backlog = Math.max(0, this.backlog + came - served);
    this.served += served;
    if (capacity > 0) this.used += (served / capacity) * this.servers * (to - from);
    this.serve(served, onServed);
  }

  /** Takes out all that waits. */
  empty(): Part[] {
    const all = [...this.queue.slice(this.head), ...this.inflow];
    this.queue = [];
    this.inflow = [];
    this.head = 0;
    this.backlog = 0;
    return all;
  }

  /** Lets in what the limit allows and there is place for. All have the same chance. */
  private admit(time: Micros, capacity: number, onShed: (part: Part, amount: number) => void): number {
    const parts = this.inflow;
    this.inflow = [];
    const came = parts.reduce((sum, { amount }) => sum + amount, 0);
    const { queue, limit } = this.options;
    const allowed = Math.min(
      came,
      limit ? limit.rate * time : came,
      Math.max(0, queue + capacity - this.backlog),
    );
    const share = came > 0 ? allowed / came : 1;
    for (const part of parts) {
      if (share < 1) {
        const amount = part.amount * (1 - share);
        this.shed += amount;
        part.amount -= amount;
        onShed(part, amount);
      }
      if (part.amount > 0) this.queue.push(part);
    }
    return allowed;
  }

  private account(from: Micros, to: Micros, came: number, capacity: number): void {
    if (this.backlog === 0 && came <= capacity) return;
    const time = to - from;
    const after = this.backlog + came - capacity;
    if (after >= 0) {
      this.delayed += ((this.backlog + after) / 2) * time;
      if (after === 0) this.idleFrom ??= to;
      return;
    }
    const until = (this.backlog / (capacity - came)) * time;
    this.delayed += (this.backlog / 2) * until;
    this.idleFrom ??= from + until;
  }

  private serve(amount: number, onServed: (part: Part, amount: number) => void): void {
    let left = amount;
    const isEmpty = this.backlog === 0;
    while (this.head < this.queue.length) {
      const part = this.queue[this.head]!;
      // What rounding leaves of a queue that is empty goes with it.
      const taken = isEmpty ? part.amount : Math.min(part.amount, left);
      if (taken <= 0) break;
      left -= taken;
      part.amount -= taken;
      if (part.amount === 0) this.head++;
      onServed(part, taken);
    }
    if (this.head > 1024 && this.head * 2 > this.queue.length) {
      this.queue = this.queue.slice(this.head);
      this.head = 0;
    }
  }
}
