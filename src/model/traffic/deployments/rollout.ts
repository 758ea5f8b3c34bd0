import type { Process, Signal, Simulation, Trace, Wait } from '../../../kernel/index.js';
import type { Path } from '../../path.js';
import type { Draws } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { Version } from './fleet.js';
import type { Pipeline, Target } from './pipeline.js';

/** Part of a process: says at its end whether what it was for was done. */
export type Steps = Generator<Wait, boolean, Signal | undefined>;

/** What brings one version to parts of regions, and takes it away again. */
export interface Rollout {
  /** False when it was stopped half-way. */
  deploy(target: Target, goesOn: () => boolean): Steps;
  withdraw(target: Target): Process;
}

/** What a rollout acts on. */
export interface RolloutStage {
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly draws: Draws;
  readonly pipeline: Pipeline;
  readonly change: string;
  readonly version: Version;
  /** The version serves somewhere for the first time. */
  readonly onReach: (target: Target) => void;
  /** Other versions serve than before; `path` says how that came about. */
  readonly onMove: (path: Path) => void;
  /** The name of a region points at another of its stacks. */
  readonly restack: (region: number, stack: number, path: Path) => void;
  /** The old stack of a region is taken down, or, once the function returned is called, there is one again. */
  readonly removeStack: (region: number, stack: number) => () => void;
  /** The version itself, or what came before it where it was rolled back. */
  readonly soundOne: (version: Version) => Version;
  /** How a rollback that is carried out now came about. */
  readonly path: () => Path;
}
