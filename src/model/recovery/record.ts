import type { Micros } from '../../kernel/index.js';

/** A control plane, a tool or another thing that steps need goes down, or comes back. */
export interface DependencyChanged {
  type: 'dependency-changed';
  at: Micros;
  dependency: string;
  up: boolean;
}
export interface CredentialChanged {
  type: 'credential-changed';
  at: Micros;
  credential: string;
  as: 'expired' | 'renewed' | 'broken glass';
}
/** A region that stands by is on its way to be ready, is ready, or stands by again. */
export interface StandbyChanged {
  type: 'standby-changed';
  at: Micros;
  region: string;
  state: 'waiting' | 'provisioning' | 'booting' | 'ready';
  /** End of the state, unless something comes between. */
  until?: Micros;
}
export interface RunbookBegan {
  type: 'runbook-began';
  at: Micros;
  runbook: string;
}
export interface RunbookEnded {
  type: 'runbook-ended';
  at: Micros;
  runbook: string;
  as: 'done' | 'failed' | 'called off' | 'rode out';
  /** When it had begun. */
  since: Micros;
}
/** An attempt at a step begins; it lasts until `until` unless something comes between. */
export interface AttemptBegan {
  type: 'attempt-began';
  at: Micros;
  runbook: string;
  step: string;
  /** From 1 on. */
  attempt: number;
  role?: string;
  until: Micros;
}
export interface AttemptEnded {
  type: 'attempt-ended';
  at: Micros;
  runbook: string;
  step: string;
  as: 'done' | 'failed' | 'failed for good' | 'interrupted' | 'given up' | 'left out';
}
/** A step waited for people, for something that it needs, or for what is to be so before it; told when that is over. */
export interface StepWaited {
  type: 'step-waited';
  at: Micros;
  runbook: string;
  step: string;
  since: Micros;
  for: 'people' | 'service' | 'condition' | 'decision';
  /** The role, the service or credential, or the condition. */
  what: string;
}
/** A decision was taken: the step that is its way, or to fail over or ride it out. */
export interface DecisionMade {
  type: 'decision-made';
  at: Micros;
  runbook: string;
  step: string;
  way: string;
  /** The rule said the opposite. */
  wrong: boolean;
}
/** Something that should have been in place in the second region was not. */
export interface ItemMissing {
  type: 'item-missing';
  at: Micros;
  runbook: string;
  step: string;
  item: string;
  /** Until it is put right. */
  until: Micros;
}
/** Customers are told what is going on. */
export interface Announced {
  type: 'announced';
  at: Micros;
  runbook: string;
}
/** A primary takes no writes while its standby catches up, so that it can hand over without loss. */
export interface SwitchoverBegan {
  type: 'switchover-began';
  at: Micros;
  shard: string;
  from: string;
  to: string;
  until: Micros;
}

/** What is told of runbooks, their people and what they depend on. */
export type RunbookRecord =
  | DependencyChanged
  | CredentialChanged
  | RunbookBegan
  | RunbookEnded
  | AttemptBegan
  | AttemptEnded
  | StandbyChanged
  | StepWaited
  | DecisionMade
  | ItemMissing
  | Announced
  | SwitchoverBegan;
