import { type Micros, Signal, type Simulation, type Trace, type Wait } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Quantity } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { AlarmRule } from './alarm.js';
import { Fleet, type Version } from './fleet.js';
import { StageLock } from './stage-lock.js';
import type { SwitchOptions } from './switch.js';

/** A part of a region that a stage deploys to: all of these sites, or a share of their servers. */
export interface Target {
  /** A region or a zone. */
  readonly name: string;
  readonly region: number;
  readonly sites: readonly number[];
  readonly share: number;
}

export interface StageOptions {
  readonly name: string;
  /** Deployed to at the same time. */
  readonly targets: readonly Target[];
  /** How long the version is watched before it goes on; absent = not at all. */
  readonly bake?: Quantity;
  /** Time until a person approves, and after which the change is rejected. */
  readonly approve?: { readonly takes: Quantity; readonly timeout: Micros };
  /** When nothing may go on to the stage. */
  readonly closed?: { readonly from: Micros; readonly to: Micros };
}

export interface PipelineOptions {
  readonly name: string;
  /** The region that it runs in. */
  readonly home?: number;
  readonly stages: readonly StageOptions[];
  /** How long one region takes. */
  readonly deploy: Quantity;
  /** Batches in which the servers of a region are replaced. */
  readonly batches: number;
  /** How clients come to new stacks beside the old ones; absent = servers are replaced in batches. */
  readonly switch?: SwitchOptions;
  readonly alarm?: AlarmRule & { readonly delay: Quantity };
  readonly rollback: {
    /** During stages and bakes, at once. */
    readonly automatic: boolean;
    /** Until people roll back otherwise; absent = they do not. */
    readonly decide?: Quantity;
    /** Of one region. */
    readonly takes: Quantity;
    readonly serial: boolean;
  };
}

/** A delivery pipeline in one run: its stages with their locks. It does nothing while the region that it runs in is down. */
export class Pipeline {
  readonly locks: readonly StageLock[];
  readonly fleet: Fleet;
  /** Fired when something happened that one of its changes may wait for. */
  readonly stirred = new Signal();
  /** The last version that dropped the format of those before it, and the share of the requests that these can no longer answer. */
  contracted: { readonly version: Version; readonly share: number } | undefined;
  private frozen = false;

  constructor(
    readonly options: PipelineOptions,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
  ) {
    this.fleet = new Fleet(network.options.sites.length);
    this.locks = options.stages.map(() => new StageLock());
  }

  /** Something in the system changed. */
  follow(): void {
    const frozen = !this.runs();
    if (frozen !== this.frozen) {
      this.frozen = frozen;
      const { name, home } = this.options;
      const region = this.network.options.regions[home!]!.name;
      this.trace.emit({ type: 'pipeline-frozen', at: this.simulation.now, pipeline: name, region, frozen });
    }
    this.stirred.fire();
  }

  /** The stack of a region that its clients are sent to. */
  frontOf(region: number): number {
    return this.options.switch?.by === 'dns' ? this.network.front[region]! : 0;
  }

  /** Whether it can do anything. */
  runs(): boolean {
    const { home } = this.options;
    return home === undefined || (this.network.isAlive(home) && !this.network.isCutOff(home));
  }

  /** Whether it can deploy to a part of a region, or roll back there. */
  reaches({ sites }: Target): boolean {
    const { home } = this.options;
    if (!this.runs() || !sites.some((site) => this.network.runs(site) && !this.network.isIsolated(site)))
      return false;
    return home === undefined || sites.some((site) => this.network.regionTalks(home, site));
  }

  /**
   * Passes so much time, in which only the time counts that `counts` allows; false as soon as `goesOn` no longer holds. Whoever changes
   * what they say stirs the pipeline.
   */
  *pass(
    takes: Micros,
    counts: () => boolean,
    goesOn: () => boolean,
  ): Generator<Wait, boolean, Signal | undefined> {
    let left = takes;
    for (;;) {
      if (!goesOn()) return false;
      const counting = counts();
      if (counting && left === 0) return true;
      const { now } = this.simulation;
      yield counting ? { signal: this.stirred, deadline: now + left } : this.stirred;
      if (counting) left -= this.simulation.now - now;
    }
  }
}
