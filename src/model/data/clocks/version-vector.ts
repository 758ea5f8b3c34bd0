/** How two events, or the states after them, stand in the order of cause and effect. */
export type CausalOrder = 'before' | 'after' | 'equal' | 'concurrent';

/**
 * How many events of each replica a state has seen. D. S. Parker et al., "Detection of Mutual Inconsistency in Distributed
 * Systems", IEEE Transactions on Software Engineering, 1983. Never changes: each method gives a new one.
 */
export class VersionVector {
  static readonly empty = new VersionVector(new Map());

  private constructor(private readonly counts: ReadonlyMap<number, number>) {}

  /** Events seen of a replica. */
  of(replica: number): number {
    return this.counts.get(replica) ?? 0;
  }

  /** With one more event of that replica, or more. */
  increment(replica: number, by = 1): VersionVector {
    return new VersionVector(new Map(this.counts).set(replica, this.of(replica) + by));
  }

  /** What either has seen. */
  merge(other: VersionVector): VersionVector {
    return new VersionVector(pointwiseMaximum(this.counts, other.counts));
  }

  /** `before`: the other has seen all that this has, and more. */
  compare(other: VersionVector): CausalOrder {
    const more = this.hasMoreThan(other);
    const less = other.hasMoreThan(this);
    if (more) return less ? 'concurrent' : 'after';
    return less ? 'before' : 'equal';
  }

  private hasMoreThan(other: VersionVector): boolean {
    for (const [replica, count] of this.counts) if (count > other.of(replica)) return true;
    return false;
  }
}

/** The larger of two numbers at each key; a key that is missing counts as less than all. */
export function pointwiseMaximum(
  a: ReadonlyMap<number, number>,
  b: ReadonlyMap<number, number>,
): Map<number, number> {
  const maximum = new Map(a);
  for (const [key, value] of b) maximum.set(key, Math.max(value, maximum.get(key) ?? value));
  return maximum;
}
