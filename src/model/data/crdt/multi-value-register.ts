import { Dots } from './dots.js';

/**
 * Register that keeps every value which no later write has seen, side by side (MV-Register; Shapiro et al. 2011, section 3.2.2).
 * Never changes: each method gives a new one.
 */
export class MultiValueRegister<T> {
  private constructor(private readonly writes: Dots<T>) {}

  static empty<T>(): MultiValueRegister<T> {
    return new MultiValueRegister<T>(Dots.none());
  }

  /** None before the first write; more than one after writes that did not see each other. */
  get values(): readonly T[] {
    return this.writes.values;
  }

  /** In place of all values that this replica sees. */
  write(replica: number, value: T): MultiValueRegister<T> {
    return new MultiValueRegister(this.writes.write(replica, value, () => true));
  }

  merge(other: MultiValueRegister<T>): MultiValueRegister<T> {
    return new MultiValueRegister(this.writes.merge(other.writes));
  }
}
