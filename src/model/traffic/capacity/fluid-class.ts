import type { Micros } from '../../../kernel/index.js';
import { ArrivalBuckets } from './arrival-buckets.js';
import type { FlowClass } from './flow.js';
import type { Batch } from './fluid-station.js';
import { PendingRetries } from './pending-retries.js';
import type { ClassOptions } from './request-class.js';
import { ClassTally, type Failure } from './tally.js';

/** Attempts that failed, and that their clients would make again. */
export interface Asking {
  readonly batch: Batch;
  readonly amount: number;
  readonly how: Failure;
  readonly from: Micros;
  readonly to: Micros;
}

/** A class by rates. */
export class FluidClass implements FlowClass {
  tally = new ClassTally();
  readonly buckets = new ArrivalBuckets();
  readonly pending: PendingRetries;
  rate = 0;
  /** Attempts that may time out, the oldest first. */
  readonly watched: Batch[] = [];
  /** Who asks the budget for a retry in the present piece of time. */
  readonly asking: Asking[] = [];
  private tokens: number;
  private shares: readonly number[] | undefined;

  constructor(
    readonly options: ClassOptions,
    routes: number,
    step: Micros,
  ) {
    this.pending = new PendingRetries(options.retry, routes, step);
    this.tokens = options.retry.budget?.burst ?? Number.POSITIVE_INFINITY;
  }

  deposit(requests: number): void {
    const { budget } = this.options.retry;
    if (budget) this.tokens = Math.min(budget.burst, this.tokens + budget.ratio * requests);
  }

  /** Its retries have long been held back. */
  useUpBudget(): void {
    this.tokens = 0;
  }

  /** What share of so many retries the budget allows. */
  withdraw(retries: number): number {
    const allowed = Math.min(retries, this.tokens);
    this.tokens -= allowed;
    this.tally.withheld += retries - allowed;
    return retries > 0 ? allowed / retries : 1;
  }

  /** These are the shares by route from now on; clients that wait for a retry move too. */
  follow(shares: readonly number[]): readonly number[] {
    const before = this.shares;
    if (before?.every((share, route) => share === shares[route])) return before;
    this.shares = shares;
    if (before) this.pending.move((route) => this.moved(before, route));
    return shares;
  }

  /** Whether clients that had these shares still have them. */
  isThere(shares: readonly number[]): boolean {
    return shares === this.shares;
  }

  /** Where the clients of a route are that had these shares: no more of them move than must. */
  moved(before: readonly number[], route: number): readonly number[] {
    const now = this.shares!;
    const kept = before[route]! > 0 ? Math.min(1, now[route]! / before[route]!) : 1;
    const gains = now.map((share, i) => Math.max(0, share - before[i]!));
    const gained = gains.reduce((sum, gain) => sum + gain, 0);
    // What rounding makes of shares that add up to 1 moves nobody.
    if (gained === 0 || kept === 1) return now.map((_, to) => Number(to === route));
    return gains.map((gain, to) => ((1 - kept) * gain) / gained + Number(to === route) * kept);
  }
}
