import type { EventHandle, Micros, Simulation, Trace } from '../../../kernel/index.js';
import { addCurves, type Curve, firstTime, sameCurve, zero } from '../../curve.js';
import type { Network } from '../../network.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { Population } from '../population.js';
import { Alarm, type AlarmRule } from './alarm.js';
import { type DefectOptions, type Harm, harmless, harmOf } from './defect.js';
import type { Delivery } from './delivery.js';
import type { Fleet } from './fleet.js';

/** What a release looks at, and whom it tells. */
export interface ReleaseStage {
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly network: Network;
  readonly fleet: Fleet;
  readonly populations: readonly Population[];
  readonly draws: Draws;
  readonly horizon: Micros;
  /** Share of what reaches a site that does not fail for another reason than its version. */
  readonly elseSound: (site: number) => number;
  /** Its defect shows, or no longer shows, somewhere. */
  readonly onTurn: () => void;
}

/** A version as clients meet it, in one run: where it serves, what its defect does to them, and what its alarms see. */
export class Release {
  private readonly defect: DefectOptions | undefined;
  private readonly harmed: Harm = harmless;
  /** By region: whether its defect shows. */
  private readonly showing: boolean[];
  /** By region: when a late defect shows; absent before the version came there. */
  private readonly due: (Micros | undefined)[];
  private lateness: Micros | undefined;
  /** By region: when its load is looked at next. */
  private readonly looks: (EventHandle | undefined)[];
  private readonly alarms: (Alarm | undefined)[];
  private toldReach: { reach: Curve; regions: string } = { reach: zero, regions: '' };

  constructor(
    readonly delivery: Delivery,
    private readonly rule: (AlarmRule & { readonly delay: Quantity }) | undefined,
    private readonly stage: ReleaseStage,
  ) {
    const { regions } = stage.network.options;
    this.showing = regions.map(() => false);
    this.due = regions.map(() => undefined);
    this.alarms = regions.map(() => undefined);
    this.looks = regions.map(() => undefined);
    const { defect } = delivery.options;
    if (defect && this.happens(defect.chance)) {
      this.defect = defect;
      this.harmed = harmOf(defect);
    }
  }

  /** What its requests suffer in a region now. */
  harm(region: number): Harm {
    return this.showing[region] ? this.harmed : harmless;
  }

  /** Servers went over to it, or away from it. */
  move(): void {
    this.showing.forEach((_, region) => {
      if (this.runsIn(region) && this.due[region] === undefined) this.begin(region);
    });
    this.turn();
  }

  /** Where requests go, or what becomes of them, is another than before. */
  observe(): void {
    if (this.defect?.shows.when === 'under load') this.watchLoad(this.defect.shows.above);
    this.tellReach();
    this.watchErrors();
  }

  /** Whether it serves nowhere, and will not again. */
  get isGone(): boolean {
    return this.delivery.state === 'over' && !this.showing.some((_, region) => this.runsIn(region));
  }

  private happens(chance: number): boolean {
    const { draws } = this.stage;
    return chance >= 1 || draws.streams.open(`defect of ${this.delivery.name}`).next() < chance;
  }

  /** The version serves in a region for the first time. */
  private begin(region: number): void {
    const { simulation, draws, onTurn } = this.stage;
    const { now } = simulation;
    const shows = this.defect?.shows;
    this.due[region] = now;
    if (shows?.when !== 'late') return;
    // One defect has one time after which it shows.
    this.lateness ??= draws.duration(shows.after, 'lateness', this.delivery.name);
    this.due[region] = now + this.lateness;
    simulation.schedule(this.lateness, () => {
      if (this.turn()) onTurn();
    });
  }

  /** Where the defect shows now; true when that is elsewhere than before. */
  private turn(): boolean {
    if (!this.defect) return false;
    const { simulation, trace, network } = this.stage;
    const { shows } = this.defect;
    let turned = false;
    this.showing.forEach((before, region) => {
      const due = this.due[region];
      const serves = this.runsIn(region) && due !== undefined && due <= simulation.now;
      const shown = serves && (shows.when !== 'under load' || this.isLoaded(region, shows.above));
      if (shown === before) return;
      this.showing[region] = shown;
      turned = true;
      const { name } = network.options.regions[region]!;
      if (shown)
        trace.emit({ type: 'defect-showed', at: simulation.now, change: this.delivery.name, region: name });
    });
    return turned;
  }

  private runsIn(region: number): boolean {
    const { fleet, network } = this.stage;
    return network.options.regions[region]!.sites.some(
      (site) => fleet.share(site, this.delivery.version) > 0,
    );
  }

  /** Share of the servers of a region that run it, of those that serve. */
  private share(region: number): number {
    return this.mean(region, (site) => this.stage.fleet.share(site, this.delivery.version));
  }

  private mean(region: number, of: (site: number) => number): number {
    const sites = this.stage.network.servingSites(region);
    let sum = 0;
    for (const site of sites) sum += of(site);
    return sites.length === 0 ? 0 : sum / sites.length;
  }

  /** Requests per microsecond that end in each region with a share of them that it says. */
  private requests(shares: readonly number[]): Curve {
    return addCurves(
      this.stage.populations.map((population) => ({
        factor: population.plan.options.requestRate,
        curve: population.served(shares),
      })),
    );
  }

  private only(region: number, share: number): number[] {
    return this.showing.map((_, one) => (one === region ? share : 0));
  }

  private isLoaded(region: number, above: number): boolean {
    const { now } = this.stage.simulation;
    return firstTime(this.requests(this.only(region, 1)), above, true, now, now + 1) !== undefined;
  }

  /** Looks again when the load of a region next crosses the level. */
  private watchLoad(above: number): void {
    const { simulation, horizon, onTurn } = this.stage;
    const { now } = simulation;
    const again = () => {
      if (this.turn()) onTurn();
    };
    this.showing.forEach((shown, region) => {
      const look = this.looks[region];
      if (look !== undefined) simulation.cancel(look);
      this.looks[region] = undefined;
      if (!this.runsIn(region)) return;
      const at = firstTime(this.requests(this.only(region, 1)), above, !shown, now, horizon);
      if (at !== undefined) this.looks[region] = simulation.scheduleAt(at, again);
    });
  }

  /** Says which share of all requests meets the version, where that has changed. */
  private tellReach(): void {
    const { simulation, trace, network, populations } = this.stage;
    const shares = this.showing.map((_, region) =>
      network.condition(region) === 'ok' ? this.share(region) : 0,
    );
    const names = network.options.regions.flatMap(({ name }, region) => (shares[region]! > 0 ? [name] : []));
    const total = populations.reduce((sum, { plan }) => sum + plan.options.requestRate, 0);
    const reach = addCurves([{ factor: 1 / total, curve: this.requests(shares) }]);
    const showing = this.showing.some((shown) => shown);
    const regions = `${names.join(' ')}${showing ? ' !' : ''}`;
    if (sameCurve(reach, this.toldReach.reach) && regions === this.toldReach.regions) return;
    this.toldReach = { reach, regions };
    trace.emit({
      type: 'version-reached',
      at: simulation.now,
      change: this.delivery.name,
      share: reach,
      regions: names,
      defective: this.defect !== undefined,
      showing,
    });
  }

  private watchErrors(): void {
    const { rule } = this;
    if (!rule || this.delivery.withdrawn) return;
    const { fleet, elseSound } = this.stage;
    this.showing.forEach((_, region) => {
      const share = this.share(region);
      if (share === 0 && !this.alarms[region]) return;
      const { fails } = this.harm(region);
      const failing = this.mean(
        region,
        (site) => fleet.share(site, this.delivery.version) * (1 - elseSound(site) * (1 - fails)),
      );
      this.alarms[region] ??= this.openAlarm(region, rule);
      this.alarms[region].watch({
        requests: this.requests(this.only(region, share)),
        failing: this.requests(this.only(region, failing)),
      });
    });
  }

  private openAlarm(region: number, rule: AlarmRule & { readonly delay: Quantity }): Alarm {
    const { simulation, draws, network } = this.stage;
    const { name } = network.options.regions[region]!;
    const entity = `${this.delivery.name} in ${name}`;
    const u = draws.streams.open(`alarm of ${entity}`).next();
    const phase = Math.floor(u * rule.period);
    return new Alarm(simulation, rule, phase, () => {
      const delay = draws.duration(rule.delay, 'alarm', entity);
      simulation.schedule(delay, () => this.delivery.alarm(name));
    });
  }
}
