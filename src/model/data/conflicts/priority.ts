import { keepOnly } from './last-writer-wins.js';
import type { Conflict, KeyPolicy, Side, Version } from './policy.js';

/**
 * The copy in the region that comes first in the order is kept (site priority, as in Oracle's Advanced Replication). A side of
 * several regions ranks as its highest one does, whose copy holds what the others of that side wrote.
 *
 * @throws RangeError from `resolve` if a side has no region in the order.
 */
export function priority(order: readonly string[]): KeyPolicy {
  return {
    name: 'priority',
    asks: 'sides',
    decides: 'key',
    resolve({ versions, sides }: Conflict) {
      const ranks = versions.map((version) => rank(order, regionsOf(version, sides)));
      return keepOnly(versions, versions[ranks.indexOf(Math.min(...ranks))]);
    },
  };
}

function regionsOf({ side, region }: Version, sides: readonly Side[] | undefined): readonly string[] {
  return sides?.find((one) => one.side === side)?.regions ?? [region];
}

/**
 * Place in the order of the first region in it, from 0.
 *
 * @throws RangeError if none of the regions is in the order.
 */
export function rank(order: readonly string[], regions: readonly string[]): number {
  const first = order.findIndex((region) => regions.includes(region));
  if (first < 0) throw new RangeError(`the order ${order.join(', ')} says nothing of ${regions.join(', ')}`);
  return first;
}
