import type { Micros } from '../../kernel/index.js';

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

/** What is told of who is primary, and of what is done about one that is lost. */
export type FailoverRecord =
  | StepBegan
  | FailoverCalledOff
  | Fenced
  | LeaderElected
  | FenceFailed
  | LeaseReleased
  | Demoted
  | Promoted;
