import { GrowOnlyCounter } from './grow-only-counter.js';

/**
 * Counter that never falls below its bound, though replicas do not ask each other: each may take away only what it has rights
 * to, by what it added itself and by transfer. V. Balegas et al., "Extending Eventually Consistent Cloud Databases for
 * Enforcing Numeric Invariants", SRDS 2015, figure 2. Never changes: each method gives a new one.
 */
export class BoundedCounter {
  private constructor(
    readonly bound: number,
    /** By the replica that gave: what it transferred to each, and (to itself) what it added. */
    private readonly given: ReadonlyMap<number, GrowOnlyCounter>,
    private readonly taken: GrowOnlyCounter,
  ) {}

  /** A counter that stands at its bound, and so grants no rights yet. */
  static at(bound: number): BoundedCounter {
    return new BoundedCounter(bound, new Map(), GrowOnlyCounter.zero);
  }

  get value(): number {
    let added = 0;
    for (const [replica, row] of this.given) added += row.of(replica);
    return this.bound + added - this.taken.value;
  }

  /** How much a replica may take away without asking. */
  rights(replica: number): number {
    let rights = 0 - this.taken.of(replica);
    for (const [from, row] of this.given) {
      rights += row.of(replica);
      if (from === replica) rights -= row.value - row.of(replica);
    }
    return rights;
  }

  /** @throws RangeError as {@link GrowOnlyCounter.increment} does. */
  increment(replica: number, by = 1): BoundedCounter {
    return this.give(replica, replica, by);
  }

  /** @throws RangeError if the replica has fewer rights than that, or as {@link GrowOnlyCounter.increment} does. */
  decrement(replica: number, by = 1): BoundedCounter {
    this.require(replica, by);
    return new BoundedCounter(this.bound, this.given, this.taken.increment(replica, by));
  }

  /**
   * Moves rights. It is for the giving replica to call: the other has them once it has merged this state.
   *
   * @throws RangeError if the giver has fewer rights than that, or as {@link GrowOnlyCounter.increment} does.
   */
  transfer(from: number, to: number, by: number): BoundedCounter {
    this.require(from, by);
    return from === to ? this : this.give(from, to, by);
  }

  /** @throws RangeError if the other has another bound. */
  merge(other: BoundedCounter): BoundedCounter {
    if (other.bound !== this.bound) {
      throw new RangeError(`counters with bounds ${this.bound} and ${other.bound} are not the same counter`);
    }
    const given = new Map(this.given);
    for (const [replica, row] of other.given) given.set(replica, given.get(replica)?.merge(row) ?? row);
    return new BoundedCounter(this.bound, given, this.taken.merge(other.taken));
  }

  private give(from: number, to: number, by: number): BoundedCounter {
    const row = (this.given.get(from) ?? GrowOnlyCounter.zero).increment(to, by);
    return new BoundedCounter(this.bound, new Map(this.given).set(from, row), this.taken);
  }

  private require(replica: number, by: number): void {
    const rights = this.rights(replica);
    if (!(by <= rights)) throw new RangeError(`replica ${replica} has rights to ${rights}, not to ${by}`);
  }
}
