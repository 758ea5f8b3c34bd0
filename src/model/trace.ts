import type { Micros } from '../kernel/index.js';
import type { Curve, Cutover } from './curve.js';
import type { Path } from './path.js';
import type { RunbookRecord } from './recovery/record.js';
import type { Load } from './steps.js';
import type { AddressSet } from './traffic/policies/addresses.js';

export type RequestKind = 'reads' | 'writes';

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

/** An answer that a part of a population acts on: shares by region, and how the population moved to it. */
export interface Answer {
  readonly shares: readonly number[];
  /** Absent for the answer in force when the run began. */
  readonly cutover?: Cutover;
  /** What the answer holds, where its clients try a second address when the first does not answer; `shares` follow from it. */
  readonly addresses?: readonly AddressSet[];
  /** By region: which of the two stacks side by side it points at (blue and green); the first one when absent. */
  readonly stacks?: readonly number[];
}

export interface FaultBegan {
  type: 'fault-began';
  at: Micros;
  fault: string;
  kind: string;
  on: string;
}
export interface FaultEnded {
  type: 'fault-ended';
  at: Micros;
  fault: string;
  kind: string;
  on: string;
}
/** A health check, a lease or a panel of observers changed its mind. */
export interface VerdictChanged {
  type: 'verdict';
  at: Micros;
  subject: string;
  healthy: boolean;
  by: 'checks' | 'lease' | 'observers' | 'provider' | 'neighbours';
  /** Given when a region is found unhealthy that answers everybody; at 0 if it was found so before the run. */
  mistaken?: true;
}
/** A region that was found unhealthy by mistake is found healthy again, or stops answering everybody. */
export interface MistakeEnded {
  type: 'mistake-ended';
  at: Micros;
  subject: string;
}
/** Who takes clients to regions besides a name service: the network, where regions announce one address, or an accelerator's edge. */
export type Redirector = 'network' | 'edge';

/** The name service gives another answer to this population from now on. */
export interface RecordChanged {
  type: 'record-changed';
  at: Micros;
  population: string;
  /** Regions in the new answer. */
  regions: readonly string[];
  /** The name service when absent. */
  by?: Redirector;
  /** Share of the clients that the network takes away from regions that answer, so that their connections break. */
  shifted?: number;
}
/** Answers that are given from now on may be cached for so long. */
export interface TtlChanged {
  type: 'ttl-changed';
  at: Micros;
  /** Microseconds. */
  to: Micros;
}
/** Which answers the population acts on from now on. */
export interface Routed {
  type: 'routed';
  at: Micros;
  population: string;
  answers: readonly Answer[];
}
/** From now on this share of the requests goes to regions that do not answer. */
export interface Misdirected {
  type: 'misdirected';
  at: Micros;
  population: string;
  share: Curve;
  /** Whether some region does not answer. */
  closed: boolean;
}
/** From now on the population asks for so many times its mean: a load over the day, times a surge. */
export interface DemandChanged {
  type: 'demand';
  at: Micros;
  population: string;
  load?: Load;
  surge: number;
}
/** So many users, expected, log in again from now on, for their sessions were elsewhere. */
export interface LoggedIn {
  type: 'logged-in';
  at: Micros;
  population: string;
  count: number;
}
/** The run begins at this time of the day (microseconds) by the clock of a population. */
export interface ClockRead {
  type: 'clock-read';
  at: Micros;
  timeOfDay: Micros;
  clockOf: string;
}
/** From now on this share of the requests is answered. */
export interface GoodputChanged {
  type: 'goodput';
  at: Micros;
  population: string;
  kind: RequestKind;
  share: Curve;
  /** What that share is with no fault; 1 when absent. */
  usual?: number;
  /** Of the event that changed it at this instant. */
  path: Path;
}
/** What became of the requests of a population first made in a stretch of time in which something was overloaded. */
export interface RequestsCounted {
  type: 'requests-counted';
  /** End of the stretch. */
  at: Micros;
  population: string;
  kind: RequestKind;
  offered: number;
  served: number;
  /** Failed for good: turned away at last, not answered in time at last, or otherwise. */
  shed: number;
  timedOut: number;
  failed: number;
  /** Further attempts. */
  retried: number;
}
/** A station has so many servers from now on: some have started, or are not needed any more. */
export interface Scaled {
  type: 'scaled';
  at: Micros;
  station: string;
  servers: number;
}

/** Requests that wait or are worked on, where something is overloaded, at an event. */
export interface BacklogSeen {
  type: 'backlog';
  at: Micros;
  requests: number;
}
/** Each region and store has had a server idle since the last event: what had piled up by then is gone. */
export interface BacklogDrained {
  type: 'drained';
  at: Micros;
}
/** The wait in queues of one request, drawn at random in undisturbed time. */
export interface RequestSampled {
  type: 'request-sampled';
  at: Micros;
  population: string;
  queueWait: Micros;
}
/** A step of a failover began; it ends at `until` unless the failover is called off. */
export interface StepBegan {
  type: 'step-began';
  at: Micros;
  shard: string;
  step: 'decide' | 'fence' | 'promote' | 'record';
  until: Micros;
}
export interface FailoverCalledOff {
  type: 'failover-called-off';
  at: Micros;
  shard: string;
}
export interface Fenced {
  type: 'fenced';
  at: Micros;
  shard: string;
  site: string;
}
/** A majority of the copies made one of them the leader. */
export interface LeaderElected {
  type: 'leader-elected';
  at: Micros;
  shard: string;
  site: string;
}
/** The fencing of an old primary did nothing, and nobody noticed. */
export interface FenceFailed {
  type: 'fence-failed';
  at: Micros;
  shard: string;
  site: string;
}
/** A crashed primary that could not be started again in place gave up its lease. */
export interface LeaseReleased {
  type: 'lease-released';
  at: Micros;
  shard: string;
  site: string;
}
/** A primary stopped taking writes of its own accord (its lease ran out, or it met a newer epoch). */
export interface Demoted {
  type: 'demoted';
  at: Micros;
  shard: string;
  site: string;
}
export interface Promoted {
  type: 'promoted';
  at: Micros;
  shard: string;
  from: string;
  to: string;
  /** Whether the old primary still takes writes. */
  split: boolean;
}
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
/** One client, drawn at random: when it first acted on the new answer after the first record change. */
export interface ClientMoved {
  type: 'client-moved';
  at: Micros;
  population: string;
  changedAt: Micros;
  movedAt: Micros;
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

/** A change entered its pipeline. */
export interface ChangeBegan {
  type: 'change-began';
  at: Micros;
  change: string;
  pipeline: string;
}
/** A change began to be deployed to a stage of its pipeline. */
export interface StageBegan {
  type: 'stage-began';
  at: Micros;
  change: string;
  stage: string;
}
/** A stage waits until a person approves. */
export interface ApprovalAsked {
  type: 'approval-asked';
  at: Micros;
  change: string;
  stage: string;
}
/** All servers that were meant to run a version in a region or a zone do, a share of those that there are. */
export interface Deployed {
  type: 'deployed';
  at: Micros;
  change: string;
  on: string;
  share: number;
}
/** A change goes no further. */
export interface ChangeEnded {
  type: 'change-ended';
  at: Micros;
  change: string;
  as: 'everywhere' | 'superseded' | 'rejected' | 'rolled back';
}
/** The region that a pipeline runs in went down, or is back. */
export interface PipelineFrozen {
  type: 'pipeline-frozen';
  at: Micros;
  pipeline: string;
  region: string;
  frozen: boolean;
}
/** Clients of a region are sent to the new stack beside the old one: a share of them, or all; with DNS as their caches let them. */
export interface TrafficShifted {
  type: 'traffic-shifted';
  at: Micros;
  change: string;
  on: string;
  by: 'balancer' | 'weights' | 'dns';
  share: number;
}
/** The last request that was in flight at a stack that gets no new ones has ended. */
export interface StackDrained {
  type: 'stack-drained';
  at: Micros;
  change: string;
  on: string;
  since: Micros;
}
/** The old stack is taken down. */
export interface StackRemoved {
  type: 'stack-removed';
  at: Micros;
  change: string;
  on: string;
}
/** A step of the change of a store's schema is done; once it is contracted, the version before can no longer use the store. */
export interface SchemaChanged {
  type: 'schema-changed';
  at: Micros;
  change: string;
  store: string;
  step: 'expanded' | 'migrated' | 'contracted';
}
/** A rollback was asked for after the point of no return. */
export interface RollbackRefused {
  type: 'rollback-refused';
  at: Micros;
  change: string;
}
/** Acknowledged writes that a rollback left in a format that nobody reads; once a run, at the horizon. */
export interface WritesUnreadable {
  type: 'writes-unreadable';
  at: Micros;
  store: string;
  shard: string;
  count: number;
}
/** The defect of a version begins to hurt clients of a region. */
export interface DefectShowed {
  type: 'defect-showed';
  at: Micros;
  change: string;
  region: string;
}
/** Too many requests to a version failed in a region. */
export interface AlarmRaised {
  type: 'alarm-raised';
  at: Micros;
  change: string;
  region: string;
}
export interface RollbackBegan {
  type: 'rollback-began';
  at: Micros;
  change: string;
  /** Regions and zones where the version is to be withdrawn. */
  regions: readonly string[];
}
/** From now on these shares of all requests meet a version, and other ones. */
export interface VersionReached {
  type: 'version-reached';
  at: Micros;
  change: string;
  share: Curve;
  others: Curve;
  /** Where it serves. */
  regions: readonly string[];
  defective: boolean;
  /** Whether its defect hurts somebody now. */
  showing: boolean;
}
/** Acknowledged writes that a defective version damaged; once a run, at the horizon. */
export interface WritesDamaged {
  type: 'writes-damaged';
  at: Micros;
  store: string;
  shard: string;
  count: number;
}

/** Rows that a promoted copy has point to objects that had not been replicated when the old primary was lost. */
export interface ObjectsMissing {
  type: 'objects-missing';
  at: Micros;
  store: string;
  shard: string;
  count: number;
}
/** Somebody begins to restore a store, for a fault that began at `faultAt`. */
export interface RestoreBegan {
  type: 'restore-began';
  at: Micros;
  store: string;
  shard: string;
  faultAt: Micros;
  /** Whether a job that should have made backups had stopped in silence by the fault. */
  stopped: boolean;
}
/** A step of a restore begins. */
export interface RestoreStep {
  type: 'restore-step';
  at: Micros;
  store: string;
  shard: string;
  step: 'queue' | 'provision' | 'transfer' | 'replay' | 'index' | 'check' | 'reapply' | 'cut over';
}
/** A backup that was tried, since `tried`, turned out to be bad. */
export interface BackupBad {
  type: 'backup-bad';
  at: Micros;
  store: string;
  shard: string;
  /** The job that made it, or handed it on. */
  of: string;
  /** What it should have held: the state of this instant, before the start of the run if negative. */
  point: Micros;
  flaw: 'incomplete' | 'corrupt' | 'unreadable';
  tried: Micros;
}
/** A store serves the state of an earlier instant from now on. */
export interface Restored {
  type: 'restored';
  at: Micros;
  store: string;
  shard: string;
  /** The job, or the standby, that the state came from. */
  of: string;
  /** Before the start of the run if negative. */
  point: Micros;
  faultAt: Micros;
  began: Micros;
  attempts: number;
  /** Time that went into backups which turned out to be bad. */
  wasted: Micros;
}
/** There is nothing left to restore a store from. */
export interface RestoreFailed {
  type: 'restore-failed';
  at: Micros;
  store: string;
  shard: string;
  faultAt: Micros;
  began: Micros;
  attempts: number;
  wasted: Micros;
}

export type TraceRecord =
  | ObjectsMissing
  | RestoreBegan
  | RestoreStep
  | BackupBad
  | Restored
  | RestoreFailed
  | RunbookRecord
  | ChangeBegan
  | StageBegan
  | ApprovalAsked
  | Deployed
  | ChangeEnded
  | PipelineFrozen
  | TrafficShifted
  | StackDrained
  | StackRemoved
  | SchemaChanged
  | RollbackRefused
  | WritesUnreadable
  | DefectShowed
  | AlarmRaised
  | RollbackBegan
  | VersionReached
  | WritesDamaged
  | ReadsServed
  | FaultBegan
  | FaultEnded
  | VerdictChanged
  | MistakeEnded
  | RecordChanged
  | TtlChanged
  | Routed
  | Misdirected
  | DemandChanged
  | ClockRead
  | LoggedIn
  | GoodputChanged
  | RequestsCounted
  | Scaled
  | BacklogSeen
  | BacklogDrained
  | RequestSampled
  | StepBegan
  | FailoverCalledOff
  | Fenced
  | LeaderElected
  | FenceFailed
  | LeaseReleased
  | Demoted
  | Promoted
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
  | WritesAcknowledged
  | WritesIsolated
  | TwoWriters
  | ClientMoved
  | WriteSampled;
