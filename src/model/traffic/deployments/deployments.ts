import type { Micros, Process, Simulation, Trace } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Path } from '../../path.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { Population } from '../population.js';
import { type Harm, harmless } from './defect.js';
import { type ChangeOptions, Delivery, type DeliveryStage } from './delivery.js';
import type { Version } from './fleet.js';
import { Pipeline, type PipelineOptions } from './pipeline.js';
import { Release } from './release.js';

export interface DeploymentPlan {
  readonly pipelines: readonly PipelineOptions[];
  readonly changes: readonly ChangeOptions[];
  /** The end of the run. */
  readonly horizon: Micros;
}

/** Everything that new versions do to the service, in one run. */
export class Deployments {
  /** Whether regions may have two stacks that their name points at in turn. */
  readonly stacked: boolean;
  private readonly pipelines: readonly Pipeline[];
  /** By version; the first one is what serves when the run begins. */
  private readonly releases: (Release | undefined)[] = [undefined];
  /** Those that serve somewhere, or may yet. */
  private readonly living = new Set<Release>();
  /** Stacks that were taken down, by region and stack. */
  private readonly removed = new Set<number>();
  /** What fails for its version at each site, stack after stack, as it is told to the network. */
  private readonly told: { share: number; end: () => void }[];

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly plan: DeploymentPlan,
    private readonly populations: readonly Population[],
    private readonly draws: Draws,
    private readonly onChange: (path: Path) => void,
    private readonly onUnreadable: (store: string) => void,
  ) {
    this.stacked = plan.pipelines.some(({ switch: switching }) => switching?.by === 'dns');
    const stacks = this.stacked ? 2 : 1;
    const slots = network.options.sites.length * stacks;
    this.told = Array.from({ length: slots }, () => ({ share: 0, end: () => {} }));
    this.pipelines = plan.pipelines.map((options) => new Pipeline(options, simulation, trace, network));
    for (const change of plan.changes)
      simulation.spawn(change.every ? this.recur(change) : this.come(change));
  }

  /** Something in the system changed. */
  follow(): void {
    for (const pipeline of this.pipelines) pipeline.follow();
  }

  /** Where requests go, or what becomes of them, is another than before. */
  observe(): void {
    for (const release of this.living) {
      release.observe();
      if (release.isGone) this.living.delete(release);
    }
  }

  /** Share of the writes acknowledged by a stack of a region that is damaged. */
  damagedShare(region: number, stack: number): number {
    return this.shareOfWrites(region, stack, (_, harm) => harm.damages);
  }

  /** Share of the writes to a store, acknowledged by a stack of a region, that the version before could not read. */
  newFormatShare(store: string, region: number, stack: number): number {
    return this.shareOfWrites(region, stack, (version) => {
      const schema = this.releases[version]?.delivery.schema;
      return schema?.store === store && schema.writesNewOnly ? 1 : 0;
    });
  }

  /** Of the writes acknowledged by a stack of a region, the share that any version marks. */
  private shareOfWrites(
    region: number,
    stack: number,
    mark: (version: Version, harm: Harm) => number,
  ): number {
    let [sound, marked] = [0, 0];
    for (const site of this.network.servingSites(region)) {
      const answered = this.network.soundShare(site, stack);
      let unmarked = 1;
      for (const pipeline of this.pipelines) {
        let [all, own] = [0, 0];
        for (const [version, share] of pipeline.fleet.at(site, stack)) {
          const harm = this.harm(pipeline, version, region);
          all += share * (1 - harm.fails);
          own += share * (1 - harm.fails) * mark(version, harm);
        }
        if (all > 0) unmarked *= 1 - own / all;
      }
      sound += answered;
      marked += answered * (1 - unmarked);
    }
    return sound > 0 ? marked / sound : 0;
  }

  /** Share of what reaches a stack of a site that does not fail for another reason than a version. */
  private elseSound(site: number, stack: number): number {
    const own = 1 - this.told[stack * this.network.options.sites.length + site]!.share;
    return own > 0 ? Math.min(1, this.network.soundShare(site, stack) / own) : 1;
  }

  /** Brings what fails in line with what serves, and says so. */
  private move(path: Path): void {
    for (const release of this.living) release.move();
    const { length } = this.network.options.sites;
    this.told.forEach((told, slot) => {
      const [site, stack] = [slot % length, Math.floor(slot / length)];
      let sound = 1;
      for (const pipeline of this.pipelines) sound *= 1 - this.failing(pipeline, site, stack);
      const failing = 1 - sound;
      if (failing === told.share) return;
      told.end();
      const end =
        failing > 0
          ? this.network.degrade([site], failing, false, this.stacked ? stack : undefined)
          : () => {};
      this.told[slot] = { share: failing, end };
    });
    this.onChange(path);
  }

  private failing(pipeline: Pipeline, site: number, stack: number): number {
    let failing = 0;
    for (const [version, share] of pipeline.fleet.at(site, stack)) {
      failing += share * this.harm(pipeline, version, this.network.regionOf[site]!).fails;
    }
    return failing;
  }

  private harm({ contracted }: Pipeline, version: Version, region: number): Harm {
    const own = this.releases[version]?.harm(region) ?? harmless;
    if (!contracted || version >= contracted.version) return own;
    return { ...own, fails: 1 - (1 - own.fails) * (1 - contracted.share) };
  }

  /** The name of a region points at another of its stacks; when the last client has moved, that is looked at again. */
  private restack(region: number, stack: number, path: Path): void {
    const { now } = this.simulation;
    this.network.front[region] = stack;
    let settled = now;
    for (const population of this.populations) {
      population.restack(now, region, stack, path);
      settled = Math.max(settled, population.answers.at(-1)!.cutover!.settled);
    }
    this.move(path);
    if (settled < this.plan.horizon) this.simulation.scheduleAt(settled, () => this.move([]));
  }

  private removeStack(region: number, stack: number): () => void {
    const end = this.network.degrade(this.network.options.regions[region]!.sites, 1, false, stack);
    this.removed.add(2 * region + stack);
    return () => {
      end();
      this.removed.delete(2 * region + stack);
    };
  }

  private *come(change: ChangeOptions): Process {
    yield this.draws.duration(change.at!, 'start', change.name);
    this.enter(change, change.name);
  }

  /** The run begins in the middle of the time between two changes. */
  private *recur(change: ChangeOptions): Process {
    const every: Quantity = change.every!;
    yield this.draws.residual(every, 'time between changes', change.name);
    for (let number = 1; ; number++) {
      this.enter(change, `${change.name} ${number}`);
      yield this.draws.duration(every, 'time between changes', change.name);
    }
  }

  private enter(change: ChangeOptions, name: string): void {
    const { simulation, trace, network, draws, populations } = this;
    const version = this.releases.length;
    const pipeline = this.pipelines[change.pipeline]!;
    const stage: DeliveryStage = {
      simulation,
      trace,
      draws,
      onMove: (path) => this.move(path),
      onUnreadable: this.onUnreadable,
      restack: (region, one, path) => this.restack(region, one, path),
      removeStack: (region, one) => this.removeStack(region, one),
      soundOne: (before) => this.soundOne(before),
    };
    const delivery = new Delivery(name, version, change, pipeline, stage);
    const release = new Release(delivery, pipeline, {
      simulation,
      trace,
      network,
      populations,
      draws,
      horizon: this.plan.horizon,
      stacks: this.stacked ? [0, 1] : [0],
      isRemoved: (region, stack) => this.removed.has(2 * region + stack),
      elseSound: (site, stack) => this.elseSound(site, stack),
      onTurn: () => this.move([]),
    });
    this.releases.push(release);
    this.living.add(release);
    simulation.spawn(delivery.deliver());
  }

  /** The version itself, or what came before it where it was rolled back. */
  private soundOne(version: Version): Version {
    let one = version;
    while (one > 0 && this.releases[one]!.delivery.withdrawn) one -= 1;
    return one;
  }
}
