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
import type { Pipeline } from './pipeline.js';

/** What a release looks at, and whom it tells. */
export interface ReleaseStage {
  readonly simulation: Simulation;
  readonly trace: Trace<TraceRecord>;
  readonly network: Network;
  readonly populations: readonly Population[];
  readonly draws: Draws;
  readonly horizon: Micros;
  /** The stacks that regions may have. */
  readonly stacks: readonly [0] | readonly [0, 1];
  /** Share of what reaches a stack of a site that does not fail for another reason than a version. */
  readonly elseSound: (site: number, stack: number) => number;
  readonly isRemoved: (region: number, stack: number) => boolean;
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
  /** By region: until when the version is cold there; absent before it came there. */
  private readonly warmAt: (Micros | undefined)[];
  private readonly fleet: Fleet;
  private toldReach: { share: Curve; others: Curve; regions: string } = {
    share: zero,
    others: zero,
    regions: '',
  };

  constructor(
    readonly delivery: Delivery,
    private readonly pipeline: Pipeline,
    private readonly stage: ReleaseStage,
  ) {
    const { regions } = stage.network.options;
    this.fleet = pipeline.fleet;
    this.warmAt = regions.map(() => undefined);
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
    const shown = this.showing[region] ? this.harmed : harmless;
    const cold = this.pipeline.options.switch?.cold;
    const warmAt = this.warmAt[region];
    if (!cold || warmAt === undefined || warmAt <= this.stage.simulation.now) return shown;
    return { ...shown, fails: 1 - (1 - shown.fails) * (1 - cold.fails) };
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
    this.warm(region);
    if (shows?.when !== 'late') return;
    // One defect has one time after which it shows.
    this.lateness ??= draws.duration(shows.after, 'lateness', this.delivery.name);
    this.due[region] = now + this.lateness;
    simulation.schedule(this.lateness, () => {
      if (this.turn()) onTurn();
    });
  }

  /** A new stack is cold for a time. */
  private warm(region: number): void {
    const { simulation, draws, network, onTurn } = this.stage;
    const cold = this.pipeline.options.switch?.cold;
    if (!cold) return;
    const { name } = network.options.regions[region]!;
    const lasts = draws.duration(cold.lasts, 'warm-up', `${this.delivery.name} in ${name}`);
    this.warmAt[region] = simulation.now + lasts;
    simulation.schedule(lasts, onTurn);
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
    const { network, stacks } = this.stage;
    return network.options.regions[region]!.sites.some((site) =>
      stacks.some((stack) => this.fleet.share(site, this.delivery.version, stack) > 0),
    );
  }

  /** By region: share of the servers of a stack that run it, of those that serve. */
  private shares(stack: number): number[] {
    const { network } = this.stage;
    return this.showing.map((_, region) =>
      network.condition(region) === 'ok'
        ? this.mean(region, (site) => this.fleet.share(site, this.delivery.version, stack))
        : 0,
    );
  }

  /** The same of other versions; a stack that was taken down serves none. */
  private otherShares(stack: number): number[] {
    const { network, isRemoved } = this.stage;
    return this.shares(stack).map((share, region) =>
      network.condition(region) === 'ok' && !isRemoved(region, stack) ? 1 - share : 0,
    );
  }

  private mean(region: number, of: (site: number) => number): number {
    const sites = this.stage.network.servingSites(region);
    let sum = 0;
    for (const site of sites) sum += of(site);
    return sites.length === 0 ? 0 : sum / sites.length;
  }

  /** Requests per microsecond of mean demand of which this share counts, by the region and the stack that they come to. */
  private requests(of: (stack: number) => readonly number[]): Curve {
    const { populations, stacks } = this.stage;
    const [first, second = first] = stacks.map(of);
    return addCurves(
      populations.map((population) => ({
        factor: population.plan.options.requestRate,
        curve: population.served(first!, second),
      })),
    );
  }

  /** All requests that come to a region, at the hour at which they do. */
  private load(region: number): Curve {
    const all = this.only(region, 1);
    return addCurves(
      this.stage.populations.map((population) => ({
        factor: population.plan.options.requestRate,
        curve: population.offered(population.served(all)),
      })),
    );
  }

  private only(region: number, share: number): number[] {
    return this.showing.map((_, one) => (one === region ? share : 0));
  }

  private isLoaded(region: number, above: number): boolean {
    const { now } = this.stage.simulation;
    return firstTime(this.load(region), above, true, now, now + 1) !== undefined;
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
      const at = firstTime(this.load(region), above, !shown, now, horizon);
      if (at !== undefined) this.looks[region] = simulation.scheduleAt(at, again);
    });
  }

  /** Says which share of all requests meets the version, where that has changed. */
  private tellReach(): void {
    const { simulation, trace, network, populations } = this.stage;
    const names = network.options.regions.flatMap(({ name }, region) => (this.serves(region) ? [name] : []));
    const total = populations.reduce((sum, { plan }) => sum + plan.options.requestRate, 0);
    const partOf = (of: (stack: number) => readonly number[]) =>
      addCurves([{ factor: 1 / total, curve: this.requests(of) }]);
    const share = partOf((stack) => this.shares(stack));
    const others = partOf((stack) => this.otherShares(stack));
    const showing = this.showing.some((shown) => shown);
    const regions = `${names.join(' ')}${showing ? ' !' : ''}`;
    const told = this.toldReach;
    if (sameCurve(share, told.share) && sameCurve(others, told.others) && regions === told.regions) return;
    this.toldReach = { share, others, regions };
    trace.emit({
      type: 'version-reached',
      at: simulation.now,
      change: this.delivery.name,
      share,
      others,
      regions: names,
      defective: this.defect !== undefined,
      showing,
    });
  }

  /** Whether clients may meet it in a region. */
  private serves(region: number): boolean {
    const { simulation, populations, stacks } = this.stage;
    return stacks.some((stack) => {
      if (this.shares(stack)[region] === 0) return false;
      if (stacks.length === 1) return true;
      return populations.some(({ answers }) =>
        answers.some((answer, index) => {
          // The answer before one that everybody has is nobody's any more.
          const next = answers[index + 1]?.cutover;
          const isUsed = next === undefined || next.settled > simulation.now;
          return isUsed && answer.shares[region]! > 0 && (answer.stacks?.[region] ?? 0) === stack;
        }),
      );
    });
  }

  private watchErrors(): void {
    const { alarm } = this.pipeline.options;
    if (!alarm || this.delivery.withdrawn) return;
    const { elseSound } = this.stage;
    const { version } = this.delivery;
    this.showing.forEach((_, region) => {
      if (!this.runsIn(region) && !this.alarms[region]) return;
      const { fails } = this.harm(region);
      const failing = (site: number, stack: number) =>
        this.fleet.share(site, version, stack) * (1 - elseSound(site, stack) * (1 - fails));
      this.alarms[region] ??= this.openAlarm(region, alarm);
      this.alarms[region].watch({
        requests: this.requests((stack) => this.only(region, this.shares(stack)[region]!)),
        failing: this.requests((stack) =>
          this.only(
            region,
            this.mean(region, (site) => failing(site, stack)),
          ),
        ),
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
