import { VersionVector } from '../clocks/version-vector.js';

/** A value and the event that wrote it: the n-th of its replica. */
interface Dot<T> {
  readonly replica: number;
  readonly event: number;
  readonly value: T;
}

/**
 * Values that are there, each with the event that wrote it, and all events that were seen: a value is gone where its event was
 * seen and it is not there, so removal needs no tombstone. A. Bieniusa et al., "An Optimized Conflict-free Replicated Set",
 * INRIA RR-8083, 2012; P. S. Almeida, A. Shoker, C. Baquero, "Delta State Replicated Data Types", JPDC 2018. A replica's number
 * belongs to one copy, whose states follow each other. Never changes: each method gives a new one.
 */
export class Dots<T> {
  private constructor(
    private readonly seen: VersionVector,
    /** By replica, then event. */
    private readonly dots: readonly Dot<T>[],
  ) {}

  static none<T>(): Dots<T> {
    return new Dots<T>(VersionVector.empty, []);
  }

  get values(): readonly T[] {
    return this.dots.map(({ value }) => value);
  }

  /** A new value, in place of those that it replaces. */
  write(replica: number, value: T, replaces: (value: T) => boolean): Dots<T> {
    const seen = this.seen.increment(replica);
    const kept = this.dots.filter((dot) => !replaces(dot.value));
    return new Dots(seen, inOrder([...kept, { replica, event: seen.of(replica), value }]));
  }

  remove(removes: (value: T) => boolean): Dots<T> {
    return new Dots(
      this.seen,
      this.dots.filter((dot) => !removes(dot.value)),
    );
  }

  /** What is in both, and what is in one and not yet seen by the other. */
  merge(other: Dots<T>): Dots<T> {
    const ours = this.dots.filter((dot) => !other.sawGo(dot));
    const theirs = other.dots.filter((dot) => this.seen.of(dot.replica) < dot.event);
    return new Dots(this.seen.merge(other.seen), inOrder([...ours, ...theirs]));
  }

  private sawGo({ replica, event }: Dot<T>): boolean {
    return (
      this.seen.of(replica) >= event && !this.dots.some((d) => d.replica === replica && d.event === event)
    );
  }
}

function inOrder<T>(dots: Dot<T>[]): Dot<T>[] {
  return dots.sort((a, b) => a.replica - b.replica || a.event - b.event);
}
