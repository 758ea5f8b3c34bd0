/** Names and lists in sentences. */
import type { Explanation } from '../../experiment/explain.js';

/** `a`, `a and b`, `a, b and c`. */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? 'nowhere';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A part of a store that has a home of its own: `orders@us-east` is `orders (home us-east)`. */
export function shardName(shard: string): string {
  const [store, home] = shard.split('@');
  return home === undefined ? shard : `${store} (home ${home})`;
}

export function isStore({ figures }: Explanation, name: string): boolean {
  return figures.some(({ group, of }) => group === 'store' && of === name);
}
