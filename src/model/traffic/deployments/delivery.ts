import type { EventHandle, Micros, Process, Simulation, Trace } from '../../../kernel/index.js';
import type { Path } from '../../path.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { ChangeEnded, TraceRecord } from '../../trace.js';
import { BlueGreen } from './blue-green.js';
import type { DefectOptions } from './defect.js';
import type { Version } from './fleet.js';
import type { Pipeline, StageOptions, Target } from './pipeline.js';
import { Rolling } from './rolling.js';
import type { Rollout, RolloutStage, Steps } from './rollout.js';
import { SchemaChange, type SchemaOptions } from './schema.js';

/** A new version of software or configuration. */
export interface ChangeOptions {
  readonly name: string;
  /** Its place among the pipelines. */
  readonly pipeline: number;
  /** Once, at a time of the run; or again and again, with a time between one and the next. */
  readonly at?: Quantity;
  readonly every?: Quantity;
  readonly defect?: DefectOptions;
  readonly schema?: SchemaOptions;
  /** From its entry until somebody rolls it back by hand. */
  readonly undo?: Quantity;
}

/** What a delivery acts on and through. */
export interface DeliveryStage extends Pick<RolloutStage, 'onMove' | 'restack' | 'removeStack' | 'soundOne'> {
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly draws: Draws;
  /** What is only in a format of the store that nobody reads any more is lost. */
  readonly onUnreadable: (store: string) => void;
}

/** One change on its way through its pipeline, in one run: stage by stage, and back where it is rolled back. */
export class Delivery {
  state: 'going on' | 'rolling back' | 'over' = 'going on';
  /** Whether it has been rolled back everywhere. */
  withdrawn = false;
  /** When an alarm was raised, and when somebody or something decided to roll back. */
  private alarmedAt: Micros | undefined;
  private decidedAt: Micros | undefined;
  private decision: EventHandle | undefined;
  /** What was deployed to, in order. */
  private readonly reached: Target[] = [];
  private readonly rollout: Rollout;
  readonly schema: SchemaChange | undefined;
  /** The stage that it holds or waits for. */
  private at = 0;

  constructor(
    readonly name: string,
    readonly version: Version,
    readonly options: ChangeOptions,
    private readonly pipeline: Pipeline,
    private readonly stage: DeliveryStage,
  ) {
    const whole: RolloutStage = {
      ...stage,
      pipeline,
      change: name,
      version,
      onReach: (target) => this.reached.push(target),
      path: () => this.path(),
    };
    if (options.schema) this.schema = new SchemaChange(options.schema, name, pipeline, stage);
    const { switch: switching } = pipeline.options;
    this.rollout = switching ? new BlueGreen(whole, switching) : new Rolling(whole);
  }

  /** Goes through all stages, as far as it gets. */
  *deliver(): Process {
    const { stages } = this.pipeline.options;
    this.tell('change-began');
    if (this.options.undo) this.undoAfter(this.options.undo);
    if (this.schema && !(yield* this.schema.expand(() => this.goesOn))) return;
    for (const [index, stage] of stages.entries()) {
      this.at = index;
      if (!(yield* this.enter(stage))) return;
      if (!(yield* this.approve(stage))) return;
      if (!(yield* this.deployAll(stage))) return;
      if (!(yield* this.bake(stage))) return;
      this.pipeline.locks[index]!.leave(this);
      this.pipeline.stirred.fire();
    }
    this.end('everywhere');
    yield* this.contract();
  }

  /** What is left to do about the schema once the version is everywhere. */
  private *contract(): Steps {
    const { schema } = this.options;
    if (!schema || !this.schema) return true;
    if (!(yield* this.schema.complete(() => this.decidedAt === undefined))) return false;
    this.pipeline.contracted = { version: this.version, share: schema.storeShare };
    this.stage.onMove([]);
    return true;
  }

  /** An alarm about the version was raised. */
  alarm(region: string): void {
    if (this.alarmedAt !== undefined || this.state === 'rolling back') return;
    const { simulation, trace, draws } = this.stage;
    this.alarmedAt = simulation.now;
    trace.emit({ type: 'alarm-raised', at: simulation.now, change: this.name, region });
    const { automatic, decide } = this.pipeline.options.rollback;
    if (automatic && this.state === 'going on') this.rollBack();
    else if (decide) {
      const takes = draws.duration(decide, 'decision to roll back', this.name);
      this.decision = simulation.schedule(takes, () => this.rollBack());
    }
  }

  private undoAfter(undo: Quantity): void {
    const { simulation, draws } = this.stage;
    simulation.schedule(draws.duration(undo, 'undoing', this.name), () => this.rollBack());
  }

  private get goesOn(): boolean {
    return this.state === 'going on';
  }

  private *enter({ closed }: StageOptions): Steps {
    const { pipeline } = this;
    const lock = pipeline.locks[this.at]!;
    lock.arrive(this);
    pipeline.stirred.fire();
    for (;;) {
      if (!this.goesOn) return false;
      if (lock.isSuperseded(this)) {
        this.end('superseded');
        return false;
      }
      const { now } = this.stage.simulation;
      const shut = closed !== undefined && closed.from <= now && now < closed.to;
      if (!shut && pipeline.runs() && lock.enter(this)) return true;
      yield shut ? { signal: pipeline.stirred, deadline: closed.to } : pipeline.stirred;
    }
  }

  private *approve({ approve, name }: StageOptions): Steps {
    if (!approve) return true;
    const { simulation, trace, draws } = this.stage;
    const takes = draws.duration(approve.takes, 'approval', `${this.name} at ${name}`);
    trace.emit({ type: 'approval-asked', at: simulation.now, change: this.name, stage: name });
    const waits = Math.min(takes, approve.timeout);
    if (!(yield* this.pipeline.pass(waits, always, () => this.goesOn))) return false;
    if (takes <= approve.timeout) return true;
    this.end('rejected');
    return false;
  }

  private *deployAll({ targets, name }: StageOptions): Steps {
    const { simulation, trace } = this.stage;
    trace.emit({ type: 'stage-began', at: simulation.now, change: this.name, stage: name });
    let left = targets.length;
    for (const target of targets) {
      simulation.spawn(
        this.deploy(target, () => {
          left -= 1;
          this.pipeline.stirred.fire();
        }),
      );
    }
    return yield* this.pipeline.pass(
      0,
      () => left === 0,
      () => this.goesOn,
    );
  }

  private *deploy(target: Target, onDone: () => void): Process {
    const { simulation, trace } = this.stage;
    if (!(yield* this.rollout.deploy(target, () => this.goesOn))) return;
    const { name, share } = target;
    trace.emit({ type: 'deployed', at: simulation.now, change: this.name, on: name, share });
    onDone();
  }

  private *bake({ bake, name }: StageOptions): Steps {
    if (!bake) return true;
    const takes = this.stage.draws.duration(bake, 'bake', `${this.name} at ${name}`);
    return yield* this.pipeline.pass(takes, always, () => this.goesOn);
  }

  private rollBack(): void {
    const { simulation, trace } = this.stage;
    if (this.state === 'rolling back' || this.withdrawn) return;
    if (this.schema && !this.schema.allowsRollback) {
      trace.emit({ type: 'rollback-refused', at: simulation.now, change: this.name });
      return;
    }
    if (this.pipeline.contracted?.version === this.version) this.pipeline.contracted = undefined;
    if (this.decision !== undefined) simulation.cancel(this.decision);
    this.state = 'rolling back';
    this.decidedAt = simulation.now;
    const { fleet } = this.pipeline;
    const targets = this.targets().filter(({ sites, region }) =>
      sites.some((site) => fleet.share(site, this.version, this.pipeline.frontOf(region)) > 0),
    );
    const regions = targets.map(({ name }) => name);
    trace.emit({ type: 'rollback-began', at: simulation.now, change: this.name, regions });
    simulation.spawn(this.withdrawFrom(targets));
    this.pipeline.stirred.fire();
  }

  /** What it reached, the parts of one region as one. */
  private targets(): Target[] {
    const byRegion = new Map<number, Target>();
    for (const target of this.reached) {
      const known = byRegion.get(target.region);
      const sites = known ? [...new Set([...known.sites, ...target.sites])] : target.sites;
      byRegion.set(target.region, { ...target, sites });
    }
    return [...byRegion.values()];
  }

  private *withdrawFrom(targets: readonly Target[]): Process {
    let left = targets.length;
    for (const target of targets) {
      const undoing = this.withdraw(target, () => {
        left -= 1;
        this.pipeline.stirred.fire();
      });
      if (this.pipeline.options.rollback.serial) yield* undoing;
      else this.stage.simulation.spawn(undoing);
    }
    yield* this.pipeline.pass(0, () => left === 0, always);
    if (this.schema?.writesNewOnly) this.stage.onUnreadable(this.schema.store);
    this.withdrawn = true;
    this.end('rolled back');
  }

  private *withdraw(target: Target, onDone: () => void): Process {
    yield* this.rollout.withdraw(target);
    onDone();
  }

  /** How a rollback that is carried out now came about. */
  private path(): Path {
    const { now } = this.stage.simulation;
    const detected = this.alarmedAt ?? this.decidedAt!;
    return [
      { phase: 'detect', until: detected },
      { phase: 'decide', until: this.decidedAt! },
      { phase: 'act', until: now },
    ];
  }

  private end(as: ChangeEnded['as']): void {
    const { simulation, trace } = this.stage;
    this.state = 'over';
    this.pipeline.locks[this.at]!.leave(this);
    this.pipeline.stirred.fire();
    trace.emit({ type: 'change-ended', at: simulation.now, change: this.name, as });
  }

  private tell(type: 'change-began'): void {
    const pipeline = this.pipeline.options.name;
    this.stage.trace.emit({ type, at: this.stage.simulation.now, change: this.name, pipeline });
  }
}

const always = () => true;
