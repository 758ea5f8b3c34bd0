import type { Micros } from '../../../kernel/index.js';

export interface TokenBucketOptions {
  /** Tokens that come in a microsecond. */
  readonly rate: number;
  /** Most tokens that it holds, from 1 on. */
  readonly burst: number;
}

/**
 * Lets through what a rate allows: tokens come evenly up to a burst, and each request takes one or is shed. Under Poisson
 * arrivals above the rate every one is as likely to be shed, and what is let through is the rate.
 */
export class TokenBucket {
  private tokens: number;
  private at: Micros;

  constructor(
    private readonly options: TokenBucketOptions,
    now: Micros,
    isEmpty: boolean,
  ) {
    const { rate, burst } = options;
    if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`the rate of a limit must be finite and not negative, not ${rate}`);
    }
    if (!(burst >= 1)) throw new RangeError(`the burst of a limit must be at least 1, not ${burst}`);
    this.tokens = isEmpty ? 0 : burst;
    this.at = now;
  }

  /** Takes a token; false if there is none. */
  take(now: Micros): boolean {
    this.fill(now);
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  /** Takes as many tokens as there are, up to a number; how many. */
  takeUpTo(now: Micros, most: number): number {
    this.fill(now);
    const taken = Math.min(most, Math.floor(this.tokens));
    this.tokens -= taken;
    return taken;
  }

  private fill(now: Micros): void {
    const { rate, burst } = this.options;
    this.tokens = Math.min(burst, this.tokens + rate * (now - this.at));
    this.at = now;
  }
}
