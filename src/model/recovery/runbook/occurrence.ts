import type { Micros, Process } from '../../../kernel/index.js';
import type { Milestone, Path } from '../../path.js';
import type { Action } from '../action.js';
import { type ActionOptions, commits } from '../actions/action-options.js';
import { Dependencies } from '../dependencies/dependencies.js';
import type { RunbookEnded } from '../record.js';
import type { Course } from './course.js';
import { next, outcome, predecessors, type StepState } from './graph.js';
import type { Role } from './role.js';
import type { RunbookOptions, RunbookStage } from './stage.js';
import type { StepOptions } from './step.js';
import { StepRun } from './step-run.js';
import type { Flight } from './trigger.js';

/** A runbook as it is carried out once, step by step as its graph allows. */
export class Occurrence implements Course {
  /** A step worked after which there is no way back. */
  committed = false;
  /** A decision waits for the end of the outage. */
  rides = false;
  readonly dependencies: Dependencies;
  private readonly states: StepState[];
  private readonly chosen: (number | undefined)[];
  private readonly runs: (StepRun | undefined)[];
  private readonly processes = new Map<number, Process>();
  /** When each role that was called answers. */
  private readonly called = new Map<Role, Micros>();
  /** Steps that worked, in order. */
  private readonly worked: number[] = [];
  /** How it ended, or is about to. */
  private ended: RunbookEnded['as'] | undefined;

  constructor(
    readonly options: RunbookOptions,
    readonly stage: RunbookStage,
    private readonly path: Path,
    /** When what it is about began. */
    readonly since: Micros,
    private readonly began: Micros,
    readonly flight: Flight | undefined,
    /** It is over. */
    private readonly onEnd: () => void,
  ) {
    this.dependencies = new Dependencies(stage.services, stage.openCredentials(options.name));
    this.states = options.steps.map(() => 'due');
    this.chosen = options.steps.map(() => undefined);
    this.runs = options.steps.map(() => undefined);
  }

  get name(): string {
    return this.options.name;
  }

  get isOver(): boolean {
    return this.ended !== undefined;
  }

  begin(): void {
    this.dependencies.open();
    this.goOn();
  }

  /** Something changed. */
  follow(): void {
    for (const [index] of this.processes) this.runs[index]!.stirred.fire();
  }

  /** What it was to mend is over: everybody stops, and what can be undone is. */
  callOff(): void {
    const as = this.ended ?? (this.rides ? 'rode out' : 'called off');
    for (const [index, process] of this.processes) {
      this.runs[index]!.close();
      process.return();
      this.tell(index, 'given up');
    }
    this.processes.clear();
    this.undoFences();
    if (this.ended === undefined) this.end(as, as === 'called off');
  }

  /** The run is over. */
  close(): void {
    for (const [index] of this.processes) this.runs[index]!.close();
  }

  /** When a role answers that is called now, or was before. */
  call(role: Role): Micros {
    const { now } = this.stage.simulation;
    const answersAt = this.called.get(role) ?? now + role.call();
    this.called.set(role, answersAt);
    return answersAt;
  }

  build(options: ActionOptions, path: () => Path): Action {
    return this.stage.build(options, this, path);
  }

  commits({ kind }: ActionOptions): boolean {
    return commits.has(kind);
  }

  private goOn(): void {
    const { begin, leaveOut } = next(this.options.steps, { states: this.states, chosen: this.chosen });
    for (const index of leaveOut) {
      this.states[index] = 'left out';
      this.tell(index, 'left out');
    }
    for (const index of begin) this.spawn(index);
    if (this.processes.size > 0) return;
    const failed = this.options.steps.some(
      (_, index) =>
        this.states[index] === 'due' ||
        outcome(this.options.steps, { states: this.states }, index) === 'failed',
    );
    this.end(failed ? 'failed' : 'done', failed);
  }

  private spawn(index: number): void {
    this.states[index] = 'under way';
    const run = new StepRun(this.options.steps[index]!, this, this.pathTo(index));
    this.runs[index] = run;
    const process = run.run((worked) => this.finish(index, run, worked));
    this.processes.set(index, process);
    this.stage.simulation.spawn(process);
  }

  private finish(index: number, run: StepRun, worked: boolean): void {
    this.processes.delete(index);
    this.states[index] = worked ? 'done' : 'failed';
    this.chosen[index] = run.chosen;
    if (worked) this.worked.push(index);
    this.goOn();
  }

  /** The path of what ended last of all that came before. */
  private pathTo(index: number): Path {
    const before = predecessors(this.options.steps[index]!).flatMap(
      (one) => this.runs[this.standsFor(one)] ?? [],
    );
    const endOf = (path: readonly Milestone[]) => path.at(-1)?.until ?? 0;
    return before.reduce<Path>(
      (latest, { path }) => (endOf(path) >= endOf(latest) ? path : latest),
      this.path,
    );
  }

  private standsFor(index: number): number {
    const { otherwise } = this.options.steps[index]!;
    return this.states[index] === 'failed' && otherwise !== undefined ? this.standsFor(otherwise) : index;
  }

  private end(as: RunbookEnded['as'], rollsBack: boolean): void {
    this.ended = as;
    const { simulation, trace } = this.stage;
    trace.emit({ type: 'runbook-ended', at: simulation.now, runbook: this.name, as, since: this.began });
    if (rollsBack && this.worked.some((index) => this.options.steps[index]!.rollback))
      simulation.spawn(this.rollBack());
    this.onEnd();
  }

  /** Undoes what worked and says how long that takes, the last first. */
  private *rollBack(): Process {
    for (const index of this.worked.reverse()) {
      const { rollback, name } = this.options.steps[index]!;
      if (!rollback) continue;
      yield this.stage.draws.duration(rollback, 'rollback', `${name} in ${this.name}`);
      this.runs[index]!.undo?.();
      this.stage.onChange([]);
    }
  }

  private undoFences(): void {
    for (const index of this.worked) {
      const { does }: StepOptions = this.options.steps[index]!;
      if (does?.kind === 'fence' || does?.kind === 'readOnly') this.runs[index]!.undo?.();
    }
  }

  private tell(index: number, as: 'given up' | 'left out'): void {
    const { simulation, trace } = this.stage;
    const step = this.options.steps[index]!.name;
    trace.emit({ type: 'attempt-ended', at: simulation.now, runbook: this.name, step, as });
  }
}
