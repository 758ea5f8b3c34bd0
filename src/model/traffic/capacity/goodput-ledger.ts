import type { Micros } from '../../../kernel/index.js';
import { type ArrivalBucket, whole } from './arrival-buckets.js';
import type { FlowClass } from './flow.js';

/** Requests that a stretch has on average: shares of them are told apart to a percent or so. */
const enough = 400;
const longest: Micros = 10_000_000;

/** Goodput of one kind of requests of one population, by when they were first made, in stretches of time that follow each other. */
export class GoodputLedger {
  private openedAt: Micros = 0;
  private readonly waiting: ArrivalBucket[][];
  /** Share served of the last stretch whose requests have all ended. */
  private known: number | undefined;

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
    const taken = this.merge();
    const last = taken.findLast(({ offered }) => offered > 0);
    if (last) this.known = last.served / last.offered;
    return taken;
  }

  /**
   * All that is left. Who is served ends soon and who fails waits long: what is in progress is taken to end so that its stretch comes
   * as near as it can to the last one that is known.
   */
  close(at: Micros): ArrivalBucket[] {
    this.classes.forEach(({ buckets }, i) => {
      buckets.end(at);
      this.waiting[i]!.push(...buckets.takeAll());
    });
    return this.merge().map((bucket) => this.complete(bucket));
  }

  private complete(bucket: ArrivalBucket): ArrivalBucket {
    const { offered, ended, served } = bucket;
    if (offered === 0) return bucket;
    if (ended >= offered * whole) {
      this.known = served / offered;
      return bucket;
    }
    if (this.known === undefined) return { ...bucket, offered: ended };
    const most = served + offered - ended;
    return { ...bucket, served: Math.min(most, Math.max(served, this.known * offered)) };
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
        ended: parts.reduce((sum, { ended }) => sum + ended, 0),
        served: parts.reduce((sum, { served }) => sum + served, 0),
      };
    });
  }
}
