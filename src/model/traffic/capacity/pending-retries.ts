import type { Micros } from '../../../kernel/index.js';
import { fullBackoff, type RetryOptions, spreadOf } from './retry.js';

/** Requests of a class that are tried again: which, and how many. */
export interface Retries {
  /** Of the attempt that failed, or where its clients are now. */
  readonly route: number;
  /** Attempts of each that have failed, from 1 on. */
  readonly failures: number;
  readonly bucket: number;
  readonly amount: number;
}

/** The share of a wait that is over before this chance is all of it. */
const all = 1 - 1e-12;
/** Less than this is nothing. */
const least = 1e-12;

/** Retries to come of a class, by rates: how many, by slot of time. */
export class PendingRetries {
  private readonly slots = new Map<number, Map<number, number>>();

  constructor(
    private readonly retry: RetryOptions,
    private readonly routes: number,
    private readonly slot: Micros,
  ) {}

  /** After an attempt with which so many have failed; 0 if no other follows. */
  longestWait(failures: number): Micros {
    const { retry } = this;
    return failures > retry.attempts
      ? 0
      : fullBackoff(retry, failures) * spreadOf(retry.jitter).quantile(all);
  }

  /** Attempts that fail evenly in [from, to) are made again, after their wait, but not within that time. */
  add(retries: Retries, from: Micros, to: Micros): void {
    const wait = fullBackoff(this.retry, retries.failures);
    const { jitter } = this.retry;
    const spread = spreadOf(jitter);
    const middle = (from + to) / 2;
    const end = jitter === 'none' ? to + wait : middle + wait * spread.quantile(all);
    this.distribute(retries, to, end, (at) => {
      if (jitter === 'none') return Math.max(0, (at - wait - from) / (to - from));
      return wait > 0 ? spread.cdf((at - middle) / wait) : 1;
    });
  }

  /** What waits at an instant when so many attempts in a microsecond have long been failing; how many that is. */
  fill({ amount: rate, ...retries }: Retries, now: Micros): number {
    const wait = fullBackoff(this.retry, retries.failures);
    const spread = spreadOf(this.retry.jitter);
    const amount = rate * wait * spread.mean;
    if (amount === 0) return 0;
    const end = now + wait * spread.quantile(all);
    this.distribute(
      { ...retries, amount },
      now,
      end,
      (at) => 1 - spread.excess((at - now) / wait) / spread.mean,
    );
    return amount;
  }

  /** Takes what is due in [from, to), which lies in one slot. */
  take(from: Micros, to: Micros): Retries[] {
    const index = Math.floor(from / this.slot);
    const amounts = this.slots.get(index);
    if (!amounts) return [];
    const end = (index + 1) * this.slot;
    const isAll = to >= end;
    if (isAll) this.slots.delete(index);
    const share = isAll ? 1 : (to - from) / (end - from);
    const taken: Retries[] = [];
    for (const [key, amount] of amounts) {
      if (!isAll) amounts.set(key, amount * (1 - share));
      taken.push(this.named(key, amount * share));
    }
    return taken;
  }

  /** Clients move: what waits on a route goes to these routes, with these shares. */
  move(to: (route: number) => readonly number[]): void {
    for (const [index, amounts] of this.slots) {
      const moved = new Map<number, number>();
      this.slots.set(index, moved);
      for (const [key, amount] of amounts) {
        const retries = this.named(key, amount);
        to(retries.route).forEach((share, route) => {
          if (share > 0) increase(moved, this.key({ ...retries, route }), amount * share);
        });
      }
    }
  }

  private distribute(retries: Retries, earliest: Micros, end: Micros, share: (at: Micros) => number): void {
    const key = this.key(retries);
    let before = 0;
    for (let index = Math.floor(earliest / this.slot); before < 1; index++) {
      const edge = (index + 1) * this.slot;
      const upTo = edge >= end ? 1 : share(edge);
      const amount = retries.amount * (upTo - before);
      before = upTo;
      if (amount < least) continue;
      let amounts = this.slots.get(index);
      if (!amounts) {
        amounts = new Map();
        this.slots.set(index, amounts);
      }
      increase(amounts, key, amount);
    }
  }

  private key({ route, failures, bucket }: Retries): number {
    return ((bucket + 1) * this.routes + route) * this.retry.attempts + failures - 1;
  }

  private named(key: number, amount: number): Retries {
    const { attempts } = this.retry;
    const rest = Math.floor(key / attempts);
    return {
      route: rest % this.routes,
      failures: (key % attempts) + 1,
      bucket: Math.floor(rest / this.routes) - 1,
      amount,
    };
  }
}

function increase(amounts: Map<number, number>, key: number, by: number): void {
  amounts.set(key, (amounts.get(key) ?? 0) + by);
}
