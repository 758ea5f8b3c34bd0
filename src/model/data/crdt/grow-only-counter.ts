import { pointwiseMaximum } from '../clocks/version-vector.js';

/**
 * Counter that only grows (G-Counter): what each replica has added, merged by the larger number of each. M. Shapiro,
 * N. Preguiça, C. Baquero, M. Zawirski, "A comprehensive study of Convergent and Commutative Replicated Data Types", INRIA
 * RR-7506, 2011, section 3.1.1. Never changes: each method gives a new one.
 */
export class GrowOnlyCounter {
  static readonly zero = new GrowOnlyCounter(new Map());

  private constructor(private readonly amounts: ReadonlyMap<number, number>) {}

  get value(): number {
    let sum = 0;
    for (const amount of this.amounts.values()) sum += amount;
    return sum;
  }

  /** What one replica has added. */
  of(replica: number): number {
    return this.amounts.get(replica) ?? 0;
  }

  /**
   * @param by A whole number, 0 or more: sums of fractions would depend on their order.
   * @throws RangeError if it is not, or the sum of the replica is beyond 2^53 - 1.
   */
  increment(replica: number, by = 1): GrowOnlyCounter {
    const sum = this.of(replica) + by;
    if (!(Number.isSafeInteger(by) && by >= 0 && Number.isSafeInteger(sum))) {
      throw new RangeError(`a counter counts whole numbers from 0 to 2^53 - 1, not ${by} to a sum of ${sum}`);
    }
    return new GrowOnlyCounter(new Map(this.amounts).set(replica, sum));
  }

  merge(other: GrowOnlyCounter): GrowOnlyCounter {
    return new GrowOnlyCounter(pointwiseMaximum(this.amounts, other.amounts));
  }
}
