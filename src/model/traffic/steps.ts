import type { Micros } from '../../kernel/index.js';

/** Resolvers that were drawn: each moves with its whole weight at its own time. */
export interface Moves {
  /** Delay after the change, microseconds, by resolver; Infinity for one that never moves. */
  readonly delays: Float64Array;
  /** Whole numbers, by resolver. */
  readonly weights: Float64Array;
  readonly total: number;
}

/** The moves in order of delay: whole weights that have moved by each, and sums of weight times delay. */
export class Steps {
  readonly delays: Float64Array;
  private readonly moved: Float64Array;
  private readonly moments: Float64Array;

  constructor({ delays, weights }: Moves, longest: Micros) {
    const order = sortByDelay(delays, longest);
    const count = order.length;
    this.delays = new Float64Array(count);
    this.moved = new Float64Array(count);
    this.moments = new Float64Array(count);
    let [moved, moment] = [0, 0];
    for (let i = 0; i < count; i++) {
      const resolver = order[i]!;
      const delay = delays[resolver]!;
      this.delays[i] = delay;
      this.moved[i] = moved += weights[resolver]!;
      this.moments[i] = moment += weights[resolver]! * delay;
    }
  }

  /** Number of moves with at most this delay. */
  countWithin(passed: Micros): number {
    let [low, high] = [0, this.delays.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.delays[middle]! <= passed) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Weight that has moved within this delay. */
  weightWithin(passed: Micros): number {
    const count = this.countWithin(passed);
    return count === 0 ? 0 : this.moved[count - 1]!;
  }

  /** Integral over the time since the change of the weight that has moved. */
  areaWithin(passed: Micros): number {
    const count = this.countWithin(passed);
    return count === 0 ? 0 : this.moved[count - 1]! * passed - this.moments[count - 1]!;
  }

  /** The delay by which a whole weight has moved; Infinity when so much never does. */
  delayOf(weight: number): Micros {
    let [low, high] = [0, this.moved.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.moved[middle]! < weight) low = middle + 1;
      else high = middle;
    }
    return this.delays[low] ?? Number.POSITIVE_INFINITY;
  }
}

/** Buckets of delays, about one a resolver: what is left to do inside each is little. */
function sortByDelay(delays: Float64Array, longest: Micros): Uint32Array {
  const count = delays.length;
  const scale = longest > 0 ? count / longest : 0;
  const bucketOf = (delay: number) => Math.min(count, Math.floor(delay * scale));
  const starts = new Uint32Array(count + 2);
  for (let i = 0; i < count; i++) starts[bucketOf(delays[i]!) + 1]! += 1;
  for (let bucket = 0; bucket <= count; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[starts[bucketOf(delays[i]!)]!++] = i;
  // Each start is now the end of its bucket, so that everything is at most a bucket away from where it belongs.
  for (let bucket = 0, from = 0; bucket <= count; from = starts[bucket]!, bucket++)
    sortPart(order, from, starts[bucket]!, delays);
  return order;
}

/** Few are put in their places one by one; resolvers that move together may be many. */
function sortPart(order: Uint32Array, from: number, to: number, delays: Float64Array): void {
  if (to - from > 32) {
    order.subarray(from, to).sort((a, b) => delays[a]! - delays[b]! || a - b);
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const resolver = order[i]!;
    const delay = delays[resolver]!;
    let place = i;
    for (; place > from && delays[order[place - 1]!]! > delay; place--) order[place] = order[place - 1]!;
    order[place] = resolver;
  }
}

const buckets = 64;
const bucketWeights = new Float64Array(buckets + 1);

/**
 * The delay by which a whole weight has moved, without an order of all: it is found in its bucket, and only that bucket is
 * sorted. Infinity when so much never moves.
 */
export function delayOfRank({ delays, weights }: Moves, weight: number, longest: Micros): Micros {
  const scale = buckets / longest;
  const bucketOf = (delay: number) => Math.min(buckets, Math.floor(delay * scale));
  bucketWeights.fill(0);
  for (let i = 0; i < delays.length; i++) bucketWeights[bucketOf(delays[i]!)]! += weights[i]!;
  let bucket = 0;
  let before = 0;
  while (bucket < buckets && before + bucketWeights[bucket]! < weight) before += bucketWeights[bucket++]!;
  const inside: number[] = [];
  for (let i = 0; i < delays.length; i++) if (bucketOf(delays[i]!) === bucket) inside.push(i);
  inside.sort((a, b) => (delays[a]! < delays[b]! ? -1 : 1));
  for (const resolver of inside) {
    before += weights[resolver]!;
    if (before >= weight) return delays[resolver]!;
  }
  return longest;
}
