import type { Micros } from '../../kernel/index.js';

/** What becomes of acknowledged writes; every one of them ends in exactly one class. */
export const writeClasses = [
  'surviving',
  'lostInFailover',
  'lostInConflict',
  'lostInRestore',
  'merged',
  'diverged',
  'pending',
] as const;
export type WriteClass = (typeof writeClasses)[number];
/** A copy came back as a standby; what only it had went where `WritesClassified` said. */
export interface Rejoined {
  type: 'rejoined';
  at: Micros;
  shard: string;
  site: string;
}
/** A standby has shipped its backlog after an interruption. */
export interface CaughtUp {
  type: 'caught-up';
  at: Micros;
  store: string;
  shard: string;
  site: string;
  /** When the link healed. */
  healedAt: Micros;
  /** Writes shipped between the heal and now. */
  served: number;
}
/** Writers stopped seeing each other's writes: who still sees whom. */
export interface Parted {
  type: 'parted';
  at: Micros;
  store: string;
  shard: string;
  sides: readonly (readonly string[])[];
}
/** The sides of a split see all of each other's writes again, and the policy has decided between them. */
export interface Reconciled {
  type: 'reconciled';
  at: Micros;
  store: string;
  shard: string;
  partedAt: Micros;
  /** When they reached each other again. */
  healedAt: Micros;
  keysInConflict: number;
  conflictPairs: number;
  siblings: number;
  losingWrites: number;
  losingVersions: number;
  supersededWrites: number;
  divergedKeys: number;
  /** Keys that wait for people. */
  pendingKeys: number;
  /** When people will have settled them all; Infinity when nobody does. */
  repairedAt: Micros;
  /** How long they work on them. */
  repairLasts: Micros;
}
/** Pairs of writes that crossed each other on their way, with no split; once a run, at the horizon. */
export interface WritesCrossed {
  type: 'writes-crossed';
  at: Micros;
  store: string;
  pairs: number;
}
/** A primary was without standbys that it waits for; said when that is over, or the primary is. */
export interface CommitsWaited {
  type: 'commits-waited';
  at: Micros;
  store: string;
  shard: string;
  /** When too few of them answered. */
  since: Micros;
  /** Writes that it acknowledged late, and what they waited for standbys that did not answer, all together. */
  late: number;
  waited: Micros;
  /** Writes that it acknowledged although no standby had them. */
  unreplicated: number;
}
/** The log that is kept for a standby that is away has filled the disk of the primary: it takes no writes until that is back. */
export interface LogFull {
  type: 'log-full';
  at: Micros;
  shard: string;
  /** Of the standby. */
  site: string;
}
/** No more log is kept for a standby that is away: it has to be rebuilt. */
export interface SlotGivenUp {
  type: 'slot-given-up';
  at: Micros;
  shard: string;
  site: string;
}
/** Acknowledged writes got their class; `oldest` and `newest` are commit times, absent when count is 0. */
export interface WritesClassified {
  type: 'writes-classified';
  at: Micros;
  store: string;
  shard: string;
  class: WriteClass;
  count: number;
  oldest?: Micros;
  newest?: Micros;
  /** Start of the fault by which they were lost. */
  faultAt?: Micros;
  /** How far behind the promoted copy was at the fault. */
  staleness?: Micros;
  /** Age at the fault of the newest write that survived; present for a tail. */
  newestSurvivingAge?: Micros;
}
/** The writes of a split, key by key; told only where somebody listens. */
export interface KeysDecided {
  type: 'keys-decided';
  at: Micros;
  store: string;
  shard: string;
  /** Writers, by their place among the timelines of the shard, and spans of commit time. */
  spans: readonly { readonly writer: number; readonly from: Micros; readonly to: Micros }[];
  /** Whether a write replaced what was there, so that only the last one of a span met the fate of its version. */
  blind: boolean;
  groups: readonly KeysAlike[];
}
/** Keys that have as many writes of each span, which met the same fate. */
export interface KeysAlike {
  readonly keys: number;
  /** By span. */
  readonly counts: readonly number[];
  /** By span: of all these writes, or, where writes are blind, of one of them; the others then survive. */
  readonly fates: readonly WriteClass[];
}
/** From now on this share of the writes that reach each region is committed on a timeline. */
export interface Committing {
  type: 'committing';
  at: Micros;
  store: string;
  shard: string;
  /** Its number in the run. */
  timeline: number;
  shares: readonly number[];
}
/** The writes of a timeline, by what is known of their commit times; told once, at the horizon. */
export interface TimelineClosed {
  type: 'timeline-closed';
  at: Micros;
  store: string;
  shard: string;
  timeline: number;
  began: Micros;
  ended: Micros;
  /** Spans of commit time whose writes were counted, disjoint and in order; those without a class survive. */
  spans: readonly CountedSpan[];
  /** Writes drawn one by one, by commit time no further known than between the oldest and the newest. */
  scattered: readonly ScatteredWrites[];
  /** Writes of the time outside the spans; they survive. */
  rest: number;
  /** Spans of commit time whose writes waited for their acknowledgement, in order. */
  waits: readonly CommitWaited[];
}
/** Writes committed in (from, to] were acknowledged all at a time, each after a time, or, with neither, never. */
export interface CommitWaited {
  readonly from: Micros;
  readonly to: Micros;
  readonly until?: Micros;
  readonly after?: Micros;
}
/** Writes committed in (from, to]. */
export interface CountedSpan {
  readonly from: Micros;
  readonly to: Micros;
  readonly count: number;
  readonly class?: WriteClass;
  /** How many have which class, where it is not one for all. */
  readonly fates?: Readonly<Partial<Record<WriteClass, number>>>;
}
export interface ScatteredWrites {
  readonly oldest: Micros;
  readonly newest: Micros;
  readonly count: number;
  readonly class: WriteClass;
}
/** What the primaries of a shard acknowledged while they were cut off from the majority that says who is primary. */
export interface WritesIsolated {
  type: 'writes-isolated';
  at: Micros;
  store: string;
  shard: string;
  count: number;
}
/** For how long two primaries of a shard acknowledged writes at once; told at the horizon. */
export interface TwoWriters {
  type: 'two-writers';
  at: Micros;
  store: string;
  shard: string;
  time: Micros;
}
/** Acknowledged writes of a store over the whole run; emitted once, at the horizon. */
export interface WritesAcknowledged {
  type: 'writes-acknowledged';
  at: Micros;
  store: string;
  count: number;
}
/** One write, drawn at random in undisturbed time. */
export interface WriteSampled {
  type: 'write-sampled';
  at: Micros;
  store: string;
  commitLatency: Micros;
  /** Acknowledged before any other copy had it. */
  unreplicated: boolean;
  /** A later read of its key, of a store that answers reads from several replicas. */
  read?: { latency: Micros; stale: boolean; visibility: Micros };
}
/** What is expected of the reads of a population for a store in a stretch of time. */
export interface ReadTally {
  /** Reads that are answered, and those of them that miss an acknowledged write. */
  readonly reads: number;
  readonly stale: number;
  /** Ages of the oldest writes that stale reads miss, all together, microseconds. */
  readonly age: number;
  /** Reads of a write by the client that made it, and those of them that miss it. */
  readonly ownReads: number;
  readonly ownMissed: number;
  /** Second reads of a key, one after each read, that see an older state than the first. */
  readonly backwards: number;
}
/** From now on the reads of a population for a store are served from elsewhere, or from copies that are otherwise behind. */
export interface ReadsServed {
  type: 'reads-served';
  at: Micros;
  population: string;
  store: string;
  view: { between(from: Micros, to: Micros): ReadTally };
}
/** Rows that a promoted copy has point to objects that had not been replicated when the old primary was lost. */
export interface ObjectsMissing {
  type: 'objects-missing';
  at: Micros;
  store: string;
  shard: string;
  count: number;
}

/** What is told of stores, their copies and what becomes of writes. */
export type DataRecord =
  | Rejoined
  | CaughtUp
  | Parted
  | Reconciled
  | WritesCrossed
  | CommitsWaited
  | LogFull
  | SlotGivenUp
  | WritesClassified
  | KeysDecided
  | Committing
  | TimelineClosed
  | WritesIsolated
  | TwoWriters
  | WritesAcknowledged
  | WriteSampled
  | ReadsServed
  | ObjectsMissing;
