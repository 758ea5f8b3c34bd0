import type { Micros, RunStreams, Stream } from '../../../kernel/index.js';
import { drawExponential } from '../../../kernel/index.js';
import { ArrivalBuckets } from './arrival-buckets.js';
import { type Attempts, none } from './attempts.js';
import { Breaker, type BreakerOptions } from './breaker.js';
import { fullBackoff, jittered, RetryBudget, type RetryOptions } from './retry.js';
import { ClassTally } from './tally.js';

/** Requests of one kind by one population of clients. */
export interface ClassOptions {
  readonly name: string;
  /** After which a client gives an attempt up, from 1; Infinity = never. */
  readonly timeout: Micros;
  readonly retry: RetryOptions;
  readonly breaker?: BreakerOptions;
}

/** A class in one run: its arrivals, its clients' patience, and what became of its requests. */
export class RequestClass {
  tally = new ClassTally();
  readonly buckets = new ArrivalBuckets();
  /** When its next request is first made. */
  nextArrival: Micros = Number.POSITIVE_INFINITY;
  /** Requests per microsecond that are first made. */
  rate = 0;
  /** Ends of the list of attempts that may time out. */
  oldest = none;
  youngest = none;
  readonly places: Stream;
  readonly errors: Stream;
  private readonly arrivals: Stream;
  private readonly backoffs: Stream;
  private readonly budget: RetryBudget | undefined;
  /** Waits before retries, without jitter. */
  private readonly waits: Micros[] = [];
  private breakers: readonly Breaker[];

  constructor(
    readonly options: ClassOptions,
    routes: number,
    streams: RunStreams,
  ) {
    const { name, timeout, retry, breaker } = options;
    if (!(timeout >= 1)) throw new RangeError(`the timeout of ${name} must be at least 1, not ${timeout}`);
    this.places = streams.open(`places of ${name}`);
    this.errors = streams.open(`errors of ${name}`);
    this.arrivals = streams.open(`arrivals of ${name}`);
    this.backoffs = streams.open(`backoffs of ${name}`);
    if (retry.budget) this.budget = new RetryBudget(retry.budget);
    this.breakers = breaker ? Array.from({ length: routes }, () => new Breaker(breaker)) : [];
  }

  /** Counts from now on. */
  forgetCounts(): void {
    const { inProgress } = this.tally;
    this.tally = new ClassTally();
    this.tally.carried = inProgress;
    this.tally.inProgress = inProgress;
  }

  /**
   * Changes the rate. What is left of the gap to the next request is stretched: as exponential as ever, and near what it was, so
   * that designs that differ little meet nearly the same arrivals.
   */
  setRate(now: Micros, rate: number): void {
    if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`the rate of ${this.options.name} must be finite and not negative, not ${rate}`);
    }
    if (rate === this.rate) return;
    const left = this.rate > 0 ? (this.nextArrival - now) * this.rate : drawExponential(1, this.arrivals);
    this.rate = rate;
    this.nextArrival = rate > 0 ? now + left / rate : Number.POSITIVE_INFINITY;
  }

  /** A request is made now: when the next one is. */
  arrive(now: Micros): void {
    this.nextArrival = now + drawExponential(1 / this.rate, this.arrivals);
    this.budget?.deposit();
  }

  /** How long to wait before another attempt; undefined if there is none. */
  nextBackoff(failures: number): Micros | undefined {
    const { retry } = this.options;
    if (failures > retry.attempts) return undefined;
    if (this.budget?.take() === false) {
      this.tally.withheld++;
      return undefined;
    }
    this.waits[failures - 1] ??= fullBackoff(retry, failures);
    return jittered(this.waits[failures - 1]!, retry.jitter, this.backoffs);
  }

  /** Its retries have long been held back. */
  useUpBudget(): void {
    this.budget?.useUp();
  }

  breaker(route: number): Breaker | undefined {
    return this.breakers[route];
  }

  /** When the oldest attempt times out. */
  nextExpiry(attempts: Attempts): Micros {
    return this.oldest === none
      ? Number.POSITIVE_INFINITY
      : attempts.began[this.oldest]! + this.options.timeout;
  }

  /** An attempt that has just begun may time out. */
  watch(attempts: Attempts, id: number): void {
    const { youngest } = this;
    attempts.older[id] = youngest;
    attempts.younger[id] = none;
    if (youngest === none) this.oldest = id;
    else attempts.younger[youngest] = id;
    this.youngest = id;
  }

  unwatch(attempts: Attempts, id: number): void {
    const older = attempts.older[id]!;
    const younger = attempts.younger[id]!;
    if (older === none) this.oldest = younger;
    else attempts.younger[older] = younger;
    if (younger === none) this.youngest = older;
    else attempts.older[younger] = older;
  }
}
