import { expMinusOne, type Micros } from '../../../kernel/index.js';
import { fullBackoff, type RetryOptions } from './retry.js';

/** An exponential wait is taken to be over after so many means. */
const longestInMeans = 30;

/** Retries to come of a class, by rates: how many, by slot of time, route of the attempt that failed, and failures so far. */
export class PendingRetries {
  private readonly slots = new Map<number, Float64Array>();

  constructor(
    private readonly retry: RetryOptions,
    private readonly routes: number,
    private readonly slot: Micros,
  ) {}

  get total(): number {
    let total = 0;
    for (const amounts of this.slots.values()) for (const amount of amounts) total += amount;
    return total;
  }

  /** So many attempts, the `failures`th of their requests, failed evenly in [from, to). */
  add(route: number, failures: number, amount: number, from: Micros, to: Micros): void {
    const wait = fullBackoff(this.retry, failures);
    const middle = (from + to) / 2;
    const { jitter } = this.retry;
    if (jitter === 'exponential') this.spreadExponentially(route, failures, amount, middle, wait, to);
    else if (jitter === 'none') this.spread(route, failures, amount, from + wait, to + wait, to);
    else
      this.spread(route, failures, amount, jitter === 'full' ? middle : middle + wait / 2, middle + wait, to);
  }

  /** Takes what is due in [from, to), which lies in one slot: amounts by failures and route. */
  take(from: Micros, to: Micros): Float64Array | undefined {
    const index = Math.floor(from / this.slot);
    const amounts = this.slots.get(index);
    if (!amounts) return undefined;
    const end = (index + 1) * this.slot;
    if (to >= end) {
      this.slots.delete(index);
      return amounts;
    }
    const share = (to - from) / (end - from);
    const taken = amounts.map((amount) => amount * share);
    for (let i = 0; i < amounts.length; i++) amounts[i]! -= taken[i]!;
    return taken;
  }

  /** Clients move: what waits on route r goes to route s with the share `to[r][s]`. */
  move(to: readonly (readonly number[])[]): void {
    const { routes } = this;
    for (const amounts of this.slots.values()) {
      const before = amounts.slice();
      amounts.fill(0);
      before.forEach((amount, i) => {
        const failures = i - (i % routes);
        to[i % routes]!.forEach((share, route) => {
          amounts[failures + route]! += amount * share;
        });
      });
    }
  }

  /** Evenly over a span; what would be due before `earliest` is due then. */
  private spread(
    route: number,
    failures: number,
    amount: number,
    low: Micros,
    high: Micros,
    earliest: Micros,
  ): void {
    const width = high - low;
    this.distribute(route, failures, amount, earliest, high, (at) =>
      width > 0 ? Math.min(1, Math.max(0, (at - low) / width)) : Number(at >= high),
    );
  }

  private spreadExponentially(
    route: number,
    failures: number,
    amount: number,
    from: Micros,
    mean: Micros,
    earliest: Micros,
  ): void {
    const end = from + longestInMeans * mean;
    this.distribute(route, failures, amount, earliest, end, (at) =>
      at >= end ? 1 : -expMinusOne((from - at) / mean),
    );
  }

  private distribute(
    route: number,
    failures: number,
    amount: number,
    earliest: Micros,
    end: Micros,
    share: (at: Micros) => number,
  ): void {
    let before = 0;
    for (let index = Math.floor(earliest / this.slot); before < 1; index++) {
      const edge = (index + 1) * this.slot;
      const upTo = edge >= end ? 1 : share(edge);
      if (upTo > before) this.at(index)[(failures - 1) * this.routes + route]! += amount * (upTo - before);
      before = upTo;
    }
  }

  private at(index: number): Float64Array {
    let amounts = this.slots.get(index);
    if (!amounts) {
      amounts = new Float64Array(this.retry.attempts * this.routes);
      this.slots.set(index, amounts);
    }
    return amounts;
  }
}
