import { GrowOnlyCounter } from './grow-only-counter.js';

/**
 * Counter that goes both ways (PN-Counter): two that only grow (Shapiro et al. 2011, section 3.1.3). Never changes: each method
 * gives a new one.
 */
export class UpDownCounter {
  static readonly zero = new UpDownCounter(GrowOnlyCounter.zero, GrowOnlyCounter.zero);

  private constructor(
    private readonly ups: GrowOnlyCounter,
    private readonly downs: GrowOnlyCounter,
  ) {}

  get value(): number {
    return this.ups.value - this.downs.value;
  }

  /** What one replica has added, less what it has taken away. */
  of(replica: number): number {
    return this.ups.of(replica) - this.downs.of(replica);
  }

  /** @throws RangeError as {@link GrowOnlyCounter.increment} does. */
  increment(replica: number, by = 1): UpDownCounter {
    return new UpDownCounter(this.ups.increment(replica, by), this.downs);
  }

  /** @throws RangeError as {@link GrowOnlyCounter.increment} does. */
  decrement(replica: number, by = 1): UpDownCounter {
    return new UpDownCounter(this.ups, this.downs.increment(replica, by));
  }

  merge(other: UpDownCounter): UpDownCounter {
    return new UpDownCounter(this.ups.merge(other.ups), this.downs.merge(other.downs));
  }
}
