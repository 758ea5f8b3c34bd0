import type { Stream } from '../../kernel/index.js';

/** Draws a position in proportion to its weight. */
export function pickPosition(weights: readonly number[], stream: Stream): number {
  let left = stream.next() * weights.reduce((total, weight) => total + weight, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  // Sums round: the last one that can be.
  return weights.findLastIndex((weight) => weight > 0);
}
