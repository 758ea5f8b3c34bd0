import type { Micros } from '../../../kernel/index.js';
import { TokenBucket, type TokenBucketOptions } from './token-bucket.js';

/** The control plane that starts servers: it may be throttled, or have none to give, while the servers that run are well. */
export class Provisioning {
  private readonly bucket: TokenBucket | undefined;

  /**
   * @param isStarved whether it can start none now
   * @param limit servers that it starts in a microsecond, and at once; unlimited when absent
   */
  constructor(
    private readonly isStarved: () => boolean,
    limit?: TokenBucketOptions,
  ) {
    if (limit) this.bucket = new TokenBucket(limit, 0, false);
  }

  /** How many of so many servers it starts now; who is refused asks again. */
  start(now: Micros, servers: number): number {
    if (this.isStarved()) return 0;
    return this.bucket ? this.bucket.takeUpTo(now, servers) : servers;
  }
}
