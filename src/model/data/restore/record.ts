import type { Micros } from '../../../kernel/index.js';

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

/** What a restore was for is over, or who carried it out lacks what it takes: it goes no further. */
export interface RestoreCalledOff {
  type: 'restore-called-off';
  at: Micros;
  store: string;
  shard: string;
  began: Micros;
}

/** What is told of restores. */
export type RestoreRecord =
  | RestoreBegan
  | RestoreStep
  | BackupBad
  | Restored
  | RestoreFailed
  | RestoreCalledOff;
