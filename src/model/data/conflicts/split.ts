import type { Micros, Stream } from '../../../kernel/index.js';
import type { KeysAlike } from '../../trace.js';
import type { KeyLaw } from './keys.js';
import type { ConflictPolicy, Fate } from './policy.js';

/** Writers that see each other, for as long as they are neither parted nor joined by others. */
export interface SplitSide {
  /**
   * Places in the list of the sides that this one came from: none for those of the first cut, one where a side parted, several
   * where sides joined. Each of them comes before this one in the list.
   */
  readonly from: readonly number[];
  /** Regions of its writers, one or more. */
  readonly regions: readonly string[];
}

/** The writes of one writer on one side: a Poisson process. */
export interface WriteSpan {
  /** Place of its side in the list. */
  readonly side: number;
  readonly region: string;
  /** Number of the writer: breaks ties of stamps. */
  readonly writer: number;
  readonly from: Micros;
  readonly to: Micros;
  /** Expected number of writes, over all keys. */
  readonly mass: number;
  /**
   * Expected number of writes in (from, time]: continuous, never falling, 0 at `from` and `mass` at `to`. Left out where the
   * rate is constant.
   */
  readonly massTo?: (time: Micros) => number;
  /**
   * What stamps the writes: how far the clock is ahead of true time if that is constant, else what it says at a true time,
   * which must not fall within the span: begin a new span where a clock is set back.
   */
  readonly clock: number | ((time: Micros) => number);
}

/** From the first cut until all writers see each other again. */
export interface Split {
  /** Those before each other's parts and unions first. The last one is what all of them have joined into. */
  readonly sides: readonly SplitSide[];
  /** Writes of the last side are no part of the split. */
  readonly spans: readonly WriteSpan[];
}

/**
 * A read-modify-write builds on what it read: when its version is lost, all writes of that version are. A blind one replaces
 * what was there: only the last write of a version can be lost, merged or pending, the ones before were meant to be replaced.
 */
export type WriteKind = 'read-modify-write' | 'blind';

export interface SplitTerms {
  readonly keys: KeyLaw;
  readonly policy: ConflictPolicy;
  readonly writes: WriteKind;
  readonly stream: Stream;
  /** Hears of all keys that were written. */
  readonly tell?: (alike: KeysAlike) => void;
}

/** What became of the writes of a split. */
export interface SplitTally {
  /** Number of writes by fate, for each span in the order given: this draw fixes how many there are. */
  readonly spans: readonly Readonly<Record<Fate, number>>[];
  /** Keys written, by anyone. */
  readonly keysWritten: number;
  /** Keys with two or more writes that had not seen each other. */
  readonly keysInConflict: number;
  /** Pairs of writes to the same key that had not seen each other. */
  readonly pairs: number;
  /** Versions kept side by side at the end, over all keys that have more than one. */
  readonly siblings: number;
  /** All writes of losing versions, whatever the kind of writes. */
  readonly losingWrites: number;
  /** Last writes of losing versions, whatever the kind of writes. */
  readonly losingVersions: number;
  /** Writes that a later one to the same key replaced, on whichever side. */
  readonly superseded: number;
  /** Keys that wait for a person, and keys whose copies stay different. */
  readonly keysPending: number;
  readonly keysDiverged: number;
  /** Commit times of the oldest and the newest write lost in conflict. */
  readonly lost?: { readonly oldest: Micros; readonly newest: Micros };
}
