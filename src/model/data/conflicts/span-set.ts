/**
 * A set of the spans of a split, by their places: bits of a number, or of a bigint in a split of more than 31 spans. Sets of one
 * split are all of one kind, so that two are the same if they are ===, and the empty one is falsy.
 */
export type SpanSet = number | bigint;

const bitsOfNumber = 31;

/** The spans of these places, in a split of `size` spans. */
export function setOf(places: readonly number[], size: number): SpanSet {
  if (size <= bitsOfNumber) return places.reduce((set, place) => set | (1 << place), 0);
  return places.reduce((set, place) => set | (1n << BigInt(place)), 0n);
}

// The operators are the same for both kinds, which the language has no type for.

export function union(a: SpanSet, b: SpanSet): SpanSet {
  return (a as number) | (b as number);
}

export function common(a: SpanSet, b: SpanSet): SpanSet {
  return (a as number) & (b as number);
}

/** What is in the first and not in the second. */
export function without(a: SpanSet, b: SpanSet): SpanSet {
  return (a as number) & ~(b as number);
}

export function contains(set: SpanSet, part: SpanSet): boolean {
  return !without(part, set);
}

export function has(set: SpanSet, place: number): boolean {
  return typeof set === 'number' ? ((set >>> place) & 1) === 1 : ((set >> BigInt(place)) & 1n) === 1n;
}

/** The places in the set, in order. */
export function members(set: SpanSet): number[] {
  const found: number[] = [];
  for (let place = 0, rest = set; rest; place += 1, rest = next(rest)) if (has(rest, 0)) found.push(place);
  return found;
}

/** The set with every place one lower, without that which was 0: to go through a set without a list of its places. */
export function next(set: SpanSet): SpanSet {
  return typeof set === 'number' ? set >>> 1 : set >> 1n;
}
