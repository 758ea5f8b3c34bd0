import type { Micros } from '../../../kernel/index.js';
import type { KeyPolicy } from './policy.js';
import { allPending } from './queue.js';

/**
 * All sides stop taking writes some time after they lost sight of each other; keys that several had written by then wait for
 * people.
 *
 * @param after Time from the cut, 0 or more.
 * @param rate Keys that people settle a microsecond; left out, nobody does.
 */
export function freeze(after: Micros, rate?: number): KeyPolicy {
  const frozen = { name: 'freeze', asks: 'sides', decides: 'key', freezesAfter: after } as const;
  return { ...frozen, ...(rate === undefined ? {} : { repairRate: rate }), resolve: allPending };
}
