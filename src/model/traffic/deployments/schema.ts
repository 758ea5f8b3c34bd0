import type { Simulation, Trace } from '../../../kernel/index.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { Pipeline } from './pipeline.js';
import type { Steps } from './rollout.js';

/** How the schema of a store changes with a version: expand, migrate, contract (parallel change). */
export interface SchemaOptions {
  readonly store: string;
  /** Share of the requests that use the store. */
  readonly storeShare: number;
  /** Before the version is deployed: the new format is put beside the old one. */
  readonly expand: Quantity;
  /** After it is everywhere: what is there is brought to the new format. */
  readonly migrate: Quantity;
  /** From then until the old format is dropped. */
  readonly contract: Quantity;
  /** Whether the version writes both formats until then. */
  readonly dualWrites: boolean;
  /** Whether a rollback after that is done all the same, and loses what is only in the new format. */
  readonly loses: boolean;
}

/** The schema change of one version, in one run. */
export class SchemaChange {
  contracted = false;

  constructor(
    private readonly options: SchemaOptions,
    private readonly change: string,
    private readonly pipeline: Pipeline,
    private readonly stage: {
      readonly simulation: Simulation;
      readonly trace: Trace<TraceRecord>;
      readonly draws: Draws;
    },
  ) {}

  get store(): string {
    return this.options.store;
  }

  /** Whether the old version cannot read what the new one writes. */
  get writesNewOnly(): boolean {
    return this.contracted || !this.options.dualWrites;
  }

  /** Whether there is a way back. */
  get allowsRollback(): boolean {
    return !this.contracted || this.options.loses;
  }

  /** Puts the new format beside the old one. */
  *expand(goesOn: () => boolean): Steps {
    return yield* this.step('expand', 'expanded', goesOn);
  }

  /** Brings all data to the new format, and drops the old one: the point of no return. */
  *complete(goesOn: () => boolean): Steps {
    if (!(yield* this.step('migrate', 'migrated', goesOn))) return false;
    const takes = this.draw('contract');
    if (!(yield* this.pipeline.pass(takes, () => this.pipeline.runs(), goesOn))) return false;
    this.contracted = true;
    this.tell('contracted');
    return true;
  }

  private *step(step: 'expand' | 'migrate', done: 'expanded' | 'migrated', goesOn: () => boolean): Steps {
    const takes = this.draw(step);
    if (!(yield* this.pipeline.pass(takes, () => this.pipeline.runs(), goesOn))) return false;
    this.tell(done);
    return true;
  }

  private draw(step: 'expand' | 'migrate' | 'contract'): number {
    return this.stage.draws.duration(this.options[step], `${step} of the schema`, this.change);
  }

  private tell(step: 'expanded' | 'migrated' | 'contracted'): void {
    const { simulation, trace } = this.stage;
    const { store } = this.options;
    trace.emit({ type: 'schema-changed', at: simulation.now, change: this.change, store, step });
  }
}
