import type { Micros } from '../../../kernel/index.js';
import { TokenBucket, type TokenBucketOptions } from './token-bucket.js';

/** The control plane that starts servers: it may be throttled, or down, while the servers that run are well. */
export class Provisioning {
  private bucket: TokenBucket | undefined;
  private isDown = false;

  /** @param limit servers that it starts in a microsecond, and at once; unlimited when absent */
  constructor(limit?: TokenBucketOptions) {
    this.throttle(0, limit);
  }

  /** This is what it allows from now on. */
  throttle(now: Micros, limit: TokenBucketOptions | undefined): void {
    this.bucket = limit && new TokenBucket(limit, now, false);
  }

  fail(): void {
    this.isDown = true;
  }

  recover(): void {
    this.isDown = false;
  }

  /** How many of so many servers it starts now; who is refused asks again. */
  start(now: Micros, servers: number): number {
    if (this.isDown) return 0;
    return this.bucket ? this.bucket.takeUpTo(now, servers) : servers;
  }
}
