import type { Micros } from '../../../kernel/index.js';
import type { ArrivalBucket } from './arrival-buckets.js';
import type { FlowClass } from './flow.js';

/** Requests that a stretch has on average: shares of them are told apart to a percent or so. */
const enough = 400;
const longest: Micros = 10_000_000;

/** Goodput of one kind of requests of one population, by when they were first made, in stretches of time that follow each other. */
export class GoodputLedger {
  private openedAt: Micros = 0;
  private readonly waiting: ArrivalBucket[][];

  /** @param classes those that the requests are in, one for each store */
  constructor(private readonly classes: readonly FlowClass[]) {
    this.waiting = classes.map(() => []);
  }

  /** A stretch begins, and ends the one before it. */
  open(at: Micros): void {
    this.openedAt = at;
    for (const { buckets } of this.classes) buckets.open(at);
  }

  /** A new stretch, if the present one is long enough. */
  tick(at: Micros): void {
    let rate = 0;
    for (const one of this.classes) rate += one.rate;
    if (at - this.openedAt >= Math.min(longest, enough / rate)) this.open(at);
  }

  /** Stretches whose requests have all been answered or failed. */
  take(): ArrivalBucket[] {
    this.classes.forEach(({ buckets }, i) => {
      this.waiting[i]!.push(...buckets.takeComplete());
    });
    return this.merge();
  }

  /** All that is left, by the requests that have ended. */
  close(at: Micros): ArrivalBucket[] {
    this.classes.forEach(({ buckets }, i) => {
      buckets.end(at);
      this.waiting[i]!.push(...buckets.takeAll());
    });
    return this.merge();
  }

  /** All classes begin their stretches together. */
  private merge(): ArrivalBucket[] {
    const complete = Math.min(...this.waiting.map(({ length }) => length));
    const taken = this.waiting.map((own) => own.splice(0, complete));
    return Array.from({ length: complete }, (_, i) => {
      const parts = taken.map((own) => own[i]!);
      return {
        from: parts[0]!.from,
        to: parts[0]!.to,
        offered: parts.reduce((sum, { offered }) => sum + offered, 0),
        served: parts.reduce((sum, { served }) => sum + served, 0),
      };
    });
  }
}
