import type { Micros } from '../../../kernel/index.js';
import type { Stamp } from '../clocks/stamp.js';

export type { Stamp };

/** What one side of a split last wrote to a key, without seeing the other sides. */
export interface Version {
  /** Number of the side, unique in a conflict. */
  readonly side: number;
  /** Region of the writer of its last write. */
  readonly region: string;
  /** Writes that the side acknowledged since the sides parted, 1 or more. */
  readonly writes: number;
  /** Stamp of its last write. */
  readonly stamp: Stamp;
  /** True time of its last write. */
  readonly writtenAt: Micros;
}

/** One side of a split: writers that still see each other. */
export interface Side {
  readonly side: number;
  /** Regions of its writers, one or more. */
  readonly regions: readonly string[];
}

/** Versions of one key, one for each side that wrote it, two or more. */
export interface Conflict {
  readonly versions: readonly Version[];
  /**
   * All sides of the split, also those that did not write the key. A policy that decides a side at a time needs them; for one
   * that ranks regions, a side without them has but the region of its last write.
   */
  readonly sides?: readonly Side[];
}

/**
 * What becomes of the writes behind a version. Surviving: in the final state, or superseded by a write that had seen them.
 * Lost in conflict: neither they nor a write that had seen them is in the final state. Merged: their effect is in the final
 * state beside that of the others. Pending: a person has to settle it. Diverged: copies differ and nothing will repair them.
 */
export type Fate = 'surviving' | 'lostInConflict' | 'merged' | 'pending' | 'diverged';

export interface Resolution {
  /** By version, in the order given. */
  readonly fates: readonly Fate[];
  /** Versions kept side by side for a reader to resolve, 0 when one value is left. */
  readonly siblings: number;
}

interface Decision {
  readonly name: string;
  /**
   * What the outcome depends on: only which sides wrote; who wrote last by stamp; or everything (each conflict is then drawn
   * in full).
   */
  readonly asks: 'sides' | 'last' | 'versions';
  /** Time from the cut after which no side takes writes any more; left out, they go on. */
  readonly freezesAfter?: Micros;
  /** Keys that people settle a microsecond; left out, no pending key is settled. */
  readonly repairRate?: number;
  /** Does not depend on the order in which the versions are given, nor on earlier calls. */
  resolve(conflict: Conflict): Resolution;
}

/** Decides a key at a time. */
export interface KeyPolicy extends Decision {
  readonly decides: 'key';
}

/**
 * Decides a split at a time: keeps all that one side wrote since the sides parted, and throws away all that the others wrote,
 * also to keys that nobody else wrote.
 */
export interface SidePolicy extends Decision {
  readonly decides: 'side';
  /** Number of the side that is kept. */
  keptSide(sides: readonly Side[]): number;
}

/** Decides, when the sides of a split see each other again, what becomes of what each of them wrote. */
export type ConflictPolicy = KeyPolicy | SidePolicy;
