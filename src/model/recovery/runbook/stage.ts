import type { Simulation, Trace } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Path } from '../../path.js';
import type { Draws } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { Action } from '../action.js';
import type { ActionOptions } from '../actions/action-options.js';
import type { Credential } from '../dependencies/credential.js';
import type { Dependency } from '../dependencies/dependency.js';
import type { Readiness } from '../dependencies/readiness.js';
import type { KnownLoss } from './decision.js';
import type { Role } from './role.js';
import type { StepOptions } from './step.js';
import type { Flight, TriggerOptions } from './trigger.js';

export interface RunbookOptions {
  readonly name: string;
  readonly trigger: TriggerOptions;
  readonly steps: readonly StepOptions[];
  /** Whether it is given up when what it flees is back first. */
  readonly callsOff: boolean;
}

/** A runbook as it is carried out. */
export interface Running {
  readonly name: string;
  /** What its steps take away; absent = whatever they name. */
  readonly flight: Flight | undefined;
}

/** What a runbook acts on. */
export interface RunbookStage {
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly network: Network;
  readonly draws: Draws;
  readonly roles: ReadonlyMap<string, Role>;
  readonly services: ReadonlyMap<string, Dependency>;
  readonly readiness: Readiness;
  /** Those that a runbook takes with it when it begins. */
  openCredentials(runbook: string): ReadonlyMap<string, Credential>;
  build(options: ActionOptions, runbook: Running, path: () => Path): Action;
  /** What a promotion in a store would lose now. */
  knownLoss(store: string): KnownLoss;
  onChange(path: Path): void;
}
