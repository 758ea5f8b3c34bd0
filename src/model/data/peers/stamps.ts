import type { Micros } from '../../../kernel/index.js';
import type { Clock } from '../clocks/clock.js';
import type { WriteSpan } from '../conflicts/split.js';
import type { Mesh } from './mesh.js';

/**
 * What a peer stamps its writes with during a split. A hybrid logical clock never falls behind what it has received
 * (Kulkarni et al., "Logical Physical Clocks", OPODIS 2014), at the cut what the others stamped one lag before, nor
 * behind itself.
 */
export function stampsOf(
  peer: number,
  cutAt: Micros,
  hybrid: boolean,
  clocks: readonly Clock[],
  mesh: Mesh,
): WriteSpan['clock'] {
  const own = clocks[peer]!;
  if (!hybrid) return own.ahead ?? ((at) => own.stampAt(at));
  const received = clocks.map((clock, other) =>
    other === peer ? Number.NEGATIVE_INFINITY : clock.greatestBy(cutAt - mesh.meanLag(other, peer)),
  );
  const least = Math.max(...received);
  return (at) => Math.max(least, own.greatestBy(at));
}
