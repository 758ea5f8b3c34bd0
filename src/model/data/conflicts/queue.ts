import type { Conflict, KeyPolicy, Resolution } from './policy.js';

/**
 * Every key in conflict goes to a queue that people work off, all versions kept until then.
 *
 * @param rate Keys settled a microsecond, 0 or more.
 */
export function queue(rate: number): KeyPolicy {
  return { name: 'queue', asks: 'sides', decides: 'key', repairRate: rate, resolve: allPending };
}

/** Nothing is decided: each version waits for a person. */
export function allPending({ versions }: Conflict): Resolution {
  return { fates: versions.map(() => 'pending'), siblings: 0 };
}
