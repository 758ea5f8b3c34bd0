import type { Micros } from '../../../kernel/index.js';
import type { Curve } from '../../curve.js';

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

/** What is told of changes and how they are delivered. */
export type DeploymentRecord =
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
  | WritesDamaged;
