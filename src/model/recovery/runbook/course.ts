import type { Micros, Signal, Wait } from '../../../kernel/index.js';
import type { Path } from '../../path.js';
import type { Action } from '../action.js';
import type { ActionOptions } from '../actions/action-options.js';
import type { Dependencies } from '../dependencies/dependencies.js';
import type { Role } from './role.js';
import type { RunbookOptions, RunbookStage } from './stage.js';

/** A part of a process that comes to something. */
export type Doing<T> = Generator<Wait, T, Signal | undefined>;

/** What a step is a part of: a runbook as it is carried out. */
export interface Course {
  readonly name: string;
  readonly options: RunbookOptions;
  readonly stage: RunbookStage;
  readonly dependencies: Dependencies;
  /** When what it is about began. */
  readonly since: Micros;
  /** A step worked after which there is no way back. */
  committed: boolean;
  /** A decision waits for the end of the outage. */
  rides: boolean;
  /** When a role answers that is called now, or was before. */
  call(role: Role): Micros;
  build(options: ActionOptions, path: () => Path): Action;
  commits(options: ActionOptions): boolean;
}
