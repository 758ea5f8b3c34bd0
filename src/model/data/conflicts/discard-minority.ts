import { keepOnly } from './last-writer-wins.js';
import type { Conflict, Side, SidePolicy } from './policy.js';
import { rank } from './priority.js';

/**
 * The side with the most writers is kept whole; all that the others wrote since the sides parted is thrown away, conflict or
 * not. Between sides with equally many, the one with the region that comes first in the order.
 *
 * @throws RangeError if equal sides have no region in the order; TypeError from `resolve` if the conflict names no sides.
 */
export function discardMinority(order: readonly string[]): SidePolicy {
  return {
    name: 'discard-minority',
    asks: 'sides',
    decides: 'side',
    keptSide: (sides) => majority(sides, order).side,
    resolve({ versions, sides }: Conflict) {
      if (!sides) throw new TypeError('discard-minority needs the sides of the split');
      const { side } = majority(sides, order);
      return keepOnly(
        versions,
        versions.find((version) => version.side === side),
      );
    },
  };
}

function majority(sides: readonly Side[], order: readonly string[]): Side {
  const most = Math.max(...sides.map(({ regions }) => regions.length));
  const largest = sides.filter(({ regions }) => regions.length === most);
  if (largest.length === 1) return largest[0]!;
  const ranks = largest.map(({ regions }) => rank(order, regions));
  return largest[ranks.indexOf(Math.min(...ranks))]!;
}
