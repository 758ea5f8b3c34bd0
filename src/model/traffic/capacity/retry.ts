import {
  constant,
  type Distribution,
  exponential,
  type Micros,
  pow,
  residualQuantile,
  type Stream,
  uniform,
} from '../../../kernel/index.js';

/**
 * How a wait before a retry is spread: not at all, evenly from 0 or from its half on ("Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015), or exponentially with itself as the mean.
 */
export type Jitter = 'none' | 'full' | 'equal' | 'exponential';

/**
 * A budget of retries: each request first made brings `ratio` tokens, up to `burst` of them, and each retry takes one (Finagle's
 * RetryBudget; gRPC A6 "retry throttling"). All clients of a class share it.
 */
export interface RetryBudgetOptions {
  readonly ratio: number;
  readonly burst: number;
}

export interface RetryOptions {
  /** Attempts after the first. */
  readonly attempts: number;
  /** Wait before the first retry. */
  readonly backoff: Micros;
  /** By what each further wait is longer. */
  readonly factor: number;
  /** No wait is longer, before jitter. */
  readonly cap: Micros;
  readonly jitter: Jitter;
  readonly budget?: RetryBudgetOptions;
}

/** The wait before a retry, without jitter: `failures`, at least 1, attempts have failed. */
export function fullBackoff({ backoff, factor, cap }: RetryOptions, failures: number): Micros {
  return Math.min(cap, backoff * pow(factor, failures - 1));
}

/** A wait as it is spread. */
export function jittered(wait: Micros, jitter: Jitter, stream: Stream): Micros {
  return jitter === 'none' ? wait : wait * spreadOf(jitter).quantile(stream.next());
}

/** What is left of a wait at a random instant of it. */
export function drawRest(wait: Micros, jitter: Jitter, stream: Stream): Micros {
  const spread = spreadOf(jitter);
  return wait * residualQuantile((x) => spread.excess(x), stream.next());
}

/** The law of a wait, in units of the one without jitter. */
export function spreadOf(jitter: Jitter): Distribution {
  return spreads[jitter];
}

const spreads: Readonly<Record<Jitter, Distribution>> = {
  none: constant(1),
  full: uniform(0, 1),
  equal: uniform(0.5, 1),
  exponential: exponential(1),
};

/** The tokens of a class in one run. */
export class RetryBudget {
  private tokens: number;

  constructor(private readonly options: RetryBudgetOptions) {
    this.tokens = options.burst;
  }

  useUp(): void {
    this.tokens = 0;
  }

  deposit(): void {
    const { ratio, burst } = this.options;
    this.tokens = Math.min(burst, this.tokens + ratio);
  }

  take(): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
