import { compareStamps, type Stamp } from '../clocks/stamp.js';

/**
 * Register that keeps the value with the greatest stamp (LWW-Register; Shapiro et al. 2011, section 3.2.1). No two writes have
 * the same stamp. Never changes: each method gives a new one.
 */
export class LastWriterWinsRegister<T> {
  constructor(
    readonly value: T,
    readonly stamp: Stamp,
  ) {}

  /** Without effect if its stamp is not greater than that of the value which is there, as after a clock was set back. */
  write(value: T, stamp: Stamp): LastWriterWinsRegister<T> {
    return this.merge(new LastWriterWinsRegister(value, stamp));
  }

  merge(other: LastWriterWinsRegister<T>): LastWriterWinsRegister<T> {
    return compareStamps(other.stamp, this.stamp) > 0 ? other : this;
  }
}
