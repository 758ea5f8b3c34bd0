import type { Micros, Process, Simulation, Trace } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Path } from '../../path.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { Population } from '../population.js';
import { type ChangeOptions, Delivery, type DeliveryStage } from './delivery.js';
import { Fleet, type Version } from './fleet.js';
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
  readonly fleet: Fleet;
  private readonly pipelines: readonly Pipeline[];
  /** By version; the first one is what serves when the run begins. */
  private readonly releases: (Release | undefined)[] = [undefined];
  /** Those that serve somewhere, or may yet. */
  private readonly living = new Set<Release>();
  /** What fails for its version at each site, as it is told to the network. */
  private readonly told: { share: number; end: () => void }[];

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly plan: DeploymentPlan,
    private readonly populations: readonly Population[],
    private readonly draws: Draws,
    private readonly onChange: (path: Path) => void,
  ) {
    this.fleet = new Fleet(network.options.sites.length);
    this.told = network.options.sites.map(() => ({ share: 0, end: () => {} }));
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

  /** Share of the writes acknowledged in a region that is damaged. */
  damagedShare(region: number): number {
    const sites = this.network.servingSites(region);
    let [sound, damaged] = [0, 0];
    for (const site of sites) {
      sound += this.network.soundShare(site);
      for (const [version, share] of this.fleet.at(site)) {
        const { fails, damages } = this.harm(version, region);
        damaged += share * this.elseSound(site) * (1 - fails) * damages;
      }
    }
    return sound > 0 ? Math.min(1, damaged / sound) : 0;
  }

  /** Share of what reaches a site that does not fail for another reason than its version. */
  elseSound(site: number): number {
    const own = 1 - this.told[site]!.share;
    return own > 0 ? Math.min(1, this.network.soundShare(site) / own) : 1;
  }

  /** Brings what fails in line with what serves, and says so. */
  private move(path: Path): void {
    for (const release of this.living) release.move();
    this.network.options.sites.forEach((_, site) => {
      let failing = 0;
      for (const [version, share] of this.fleet.at(site)) {
        failing += share * this.harm(version, this.network.regionOf[site]!).fails;
      }
      const told = this.told[site]!;
      if (failing === told.share) return;
      told.end();
      const end = failing > 0 ? this.network.degrade([site], failing) : () => {};
      this.told[site] = { share: failing, end };
    });
    this.onChange(path);
  }

  private harm(version: Version, region: number): { fails: number; damages: number } {
    return this.releases[version]?.harm(region) ?? { fails: 0, damages: 0 };
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
    const { simulation, trace, network, draws, fleet, populations } = this;
    const version = this.releases.length;
    const pipeline = this.pipelines[change.pipeline]!;
    const stage: DeliveryStage = {
      simulation,
      trace,
      fleet,
      draws,
      onMove: (path) => this.move(path),
      soundOne: (_, before) => this.soundOne(before),
    };
    const delivery = new Delivery(name, version, change, pipeline, stage);
    const release = new Release(delivery, pipeline.options.alarm, {
      simulation,
      trace,
      network,
      fleet,
      populations,
      draws,
      horizon: this.plan.horizon,
      elseSound: (site) => this.elseSound(site),
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
