import type { Micros, Simulation, Trace } from '../../kernel/index.js';
import type { Network } from '../network.js';
import type { Milestone, Path } from '../path.js';
import type { Draws, Quantity } from '../quantity.js';
import type { Redirector, TraceRecord } from '../trace.js';
import { HybridClients } from './anycast/hybrid-clients.js';
import { Routes } from './anycast/routes.js';
import type { Condition, HealthRule } from './health-check.js';
import { HealthCheck, openPanel } from './health-check.js';
import { type AddressSet, hasOthers, sharesOf } from './policies/addresses.js';
import { type DecisionRules, decideFor } from './policies/decision.js';
import type { Policy } from './policy.js';
import type { Population } from './population.js';

export interface RoutingOptions {
  readonly policy: Policy;
  readonly rules: DecisionRules;
  readonly health: HealthRule;
  readonly propagation: Quantity;
  /** A planned change of the record's time to live. */
  readonly ttlChange?: { readonly at: Quantity; readonly to: Micros };
  /** Who takes clients to regions; `dns` when absent. */
  readonly by?: Redirector;
  /** Of regions that announce one address. */
  readonly routes?: RouteOptions;
}

export interface RouteOptions {
  /** Of their neighbours, microseconds. */
  readonly hold: Micros;
  /** Names say where clients go, and routes only carry them past a region that is silent. */
  readonly carry?: boolean;
  /** A region that cannot ask this one takes its route back, found out by its own checks. */
  readonly origin?: number;
}

/** Hears a region's verdict when it changes. */
export type VerdictListener = (healthy: boolean) => void;

/** Health checks on every region, and the records that follow from them, in one run. */
export class NameService {
  private readonly checks: HealthCheck[];
  /** Of regions that announce one address. */
  private readonly routes: Routes | undefined;
  /** Whether each region may be answered with. */
  private readonly fit: boolean[];
  private readonly listeners: VerdictListener[][];
  /** A later change never takes effect before an earlier one. */
  private lastChange: Micros = 0;
  /** When each region's front door last changed, by what path, and whether it then let every probe in. */
  private readonly turned: { at: Micros; opened: boolean; path: Path }[];
  /** Whether each region is held unhealthy though it answers everybody. */
  private readonly mistaken: boolean[];
  /** Whether the way to each region was cut when it was last looked at. */
  private readonly cutOff: boolean[];
  /** What each population is answered with, as shares by region. */
  private readonly answers: (readonly number[])[];
  /** Which regions are healthy, by the verdicts that have come through. */
  private verdicts: readonly boolean[];
  /** Reasons for which nobody is answered, for which the record is empty, it cannot be edited, and verdicts wait. */
  private silent = 0;
  private emptied = 0;
  private frozen = 0;
  private stalled = 0;
  private readonly edits: (() => void)[] = [];
  /** Regions that an operator has taken out of the record. */
  private readonly left: Set<number> = new Set();

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly options: RoutingOptions,
    private readonly populations: readonly Population[],
    private readonly draws: Draws,
    private readonly onRedirect: (path?: Path) => void,
  ) {
    const { regions } = network.options;
    this.turned = regions.map(({ idle }) => ({ at: 0, opened: !idle, path: [] }));
    this.mistaken = regions.map(() => false);
    this.cutOff = regions.map(() => false);
    this.listeners = regions.map(() => []);
    this.answers = populations.map(({ undisturbed }) => undisturbed);
    this.verdicts = regions.map(() => true);
    const { ttlChange } = options;
    if (ttlChange) {
      const at = draws.duration(ttlChange.at, 'change of the TTL', 'the record');
      simulation.scheduleAt(at, () => this.edit(() => this.changeTtl(ttlChange.to)));
    }
    this.checks = regions.map(
      (region, index) =>
        new HealthCheck(
          simulation,
          options.health,
          openPanel(this.draws.streams, `checks of ${region.name}`),
          () => this.reconsider(index),
          undefined,
          region.idle ? 'refused' : 'ok',
        ),
    );
    this.fit = regions.map(() => true);
    if (options.routes) this.routes = this.watchRoutes(options.routes.hold);
  }

  /** Tells the checkers what they meet at a region's front door; if that has changed, it was by this path. */
  observe(region: number, path: Path = []): void {
    const condition = this.network.condition(region);
    const errors = this.network.probeErrorShare(region);
    const opened = condition === 'ok' && errors === 0;
    if (opened !== this.turned[region]!.opened) {
      this.turned[region] = { at: this.simulation.now, opened, path };
    }
    const isCutOff = this.network.isCutOff(region);
    const onset = isCutOff || this.cutOff[region] ? 'path' : 'server';
    this.checks[region]!.observe(this.foundBy(region, condition), onset, errors);
    if (!this.isWell(region)) this.endMistake(region);
    this.cutOff[region] = isCutOff;
    this.reconsider(region);
  }

  /** What those who check a region find: of one that announces an address, it is the region itself. */
  private foundBy(region: number, condition: Condition): Condition {
    if (!this.routes) return condition;
    const dropped = this.routes.isDropped(region);
    const found = this.routes.observe(region, condition);
    if (this.options.routes!.carry) {
      if (dropped && !this.routes.isDropped(region)) this.carryBack();
      return condition;
    }
    return condition === 'ok' && !this.reachesOrigin(region) ? 'silent' : found;
  }

  private reachesOrigin(region: number): boolean {
    const origin = this.options.routes?.origin;
    if (origin === undefined || origin === region) return true;
    const { sites } = this.network.options.regions[origin]!;
    return sites.some((site) => this.network.runs(site) && this.network.regionTalks(region, site));
  }

  private watchRoutes(hold: Micros): Routes {
    const { regions } = this.network.options;
    return new Routes(
      this.simulation,
      hold,
      (region) => this.draws.streams.open(`keepalives of ${regions[region]!.name}`).next(),
      (region) => (this.options.routes!.carry ? this.carry(region) : this.observe(region)),
      regions.length,
    );
  }

  /** The neighbours of a silent region have dropped its route, and others announce its address. */
  private carry(region: number): void {
    const { now } = this.simulation;
    const subject = this.network.options.regions[region]!.name;
    this.trace.emit({ type: 'verdict', at: now, subject, healthy: false, by: 'neighbours' });
    const others = this.verdicts.map((healthy, one) => healthy && one !== region);
    const { policy, rules } = this.options;
    for (const population of this.populations) {
      if (population.answers.every(({ shares }) => shares[region] === 0)) continue;
      const sets = decideFor(policy, population.plan.options.seenAs, others, rules);
      const shares = sharesOf(sets, others.length);
      if (population instanceof HybridClients && shares[region] === 0)
        population.carry(now, shares, this.detected(region));
    }
    this.onRedirect(this.detected(region));
  }

  private carryBack(): void {
    const { now } = this.simulation;
    for (const population of this.populations)
      if (population instanceof HybridClients) population.carryBack(now, [{ phase: 'rideOut', until: now }]);
  }

  listen(region: number, listener: VerdictListener): void {
    this.listeners[region]!.push(listener);
  }

  isHealthy(region: number): boolean {
    return this.fit[region]!;
  }

  /** Answers that rest on what the checks had found, by mistake, before the run began. */
  begin(): void {
    if (this.checks.every(({ healthy }) => healthy)) return;
    this.checks.forEach(({ healthy }, region) => {
      this.fit[region] = healthy;
      if (!healthy) this.tellVerdict(region, false);
    });
    this.verdicts = [...this.fit];
    const { policy, rules } = this.options;
    this.populations.forEach((population, index) => {
      const sets = decideFor(policy, population.plan.options.seenAs, this.verdicts, rules);
      const shares = sharesOf(sets, this.verdicts.length);
      this.answers[index] = shares;
      population.settle(shares, hasOthers(sets) ? sets : undefined);
    });
  }

  /** Whether some of the probes of a region fail and some do not, so that chance has a say in the verdict on it. */
  isLeftToChance(region: number): boolean {
    if (this.network.condition(region) !== 'ok') return false;
    return (this.options.health.loss ?? 0) > 0 || this.network.probeErrorShare(region) > 0;
  }

  private isWell(region: number): boolean {
    return this.network.condition(region) === 'ok' && this.network.errorShare(region) === 0;
  }

  private tellVerdict(region: number, healthy: boolean, dropped = false): void {
    const { now } = this.simulation;
    const subject = this.network.options.regions[region]!.name;
    if (healthy) this.endMistake(region);
    const lost = !healthy && (this.options.health.loss ?? 0) > 0 && this.isWell(region);
    if (lost) this.mistaken[region] = true;
    const mistaken = lost ? { mistaken: true as const } : {};
    const by = dropped ? 'neighbours' : 'checks';
    this.trace.emit({ type: 'verdict', at: now, subject, healthy, by, ...mistaken });
  }

  private endMistake(region: number): void {
    if (!this.mistaken[region]) return;
    this.mistaken[region] = false;
    const subject = this.network.options.regions[region]!.name;
    this.trace.emit({ type: 'mistake-ended', at: this.simulation.now, subject });
  }

  /** Pronounces on a region when its checks, or the neighbours who hold its route, have changed their mind. */
  private reconsider(region: number): void {
    const dropped = !this.options.routes?.carry && this.routes?.isDropped(region) === true;
    const fit = this.checks[region]!.healthy && !dropped;
    if (fit === this.fit[region]) return;
    this.fit[region] = fit;
    this.pronounce(region, fit, dropped);
  }

  private pronounce(region: number, healthy: boolean, dropped: boolean): void {
    const { now } = this.simulation;
    const subject = this.network.options.regions[region]!.name;
    this.tellVerdict(region, healthy, dropped);
    for (const listener of this.listeners[region]!) listener(healthy);
    const delay = this.draws.duration(this.options.propagation, 'propagation', subject);
    this.lastChange = Math.max(this.lastChange, now + delay);
    const verdicts = [...this.fit];
    const path = this.detected(region);
    this.simulation.scheduleAt(this.lastChange, () => this.publish(verdicts, path));
  }

  private publish(healthy: readonly boolean[], path: Path): void {
    this.verdicts = healthy;
    if (this.silent > 0 || this.stalled > 0) return;
    if (this.answer(path, false)) this.onRedirect(path);
  }

  /** Gives every population the answer that is due, or only those for whom it is another one; true if there are such. */
  private answer(path: Path, anew: boolean): boolean {
    const { now } = this.simulation;
    let changed = false;
    const { policy, rules } = this.options;
    const answering = this.network.options.regions.map((_, i) => this.network.condition(i) === 'ok');
    this.populations.forEach((population, index) => {
      const { seenAs } = population.plan.options;
      const named =
        this.left.size === 0 ? this.verdicts : this.verdicts.map((one, i) => one && !this.left.has(i));
      const sets = this.emptied > 0 ? [] : decideFor(policy, seenAs, named, rules);
      const shares = sharesOf(sets, answering.length);
      const before = this.answers[index]!;
      const same = shares.every((share, region) => share === before[region]);
      if (same && !anew) return;
      this.answers[index] = shares;
      const oldServes = before.every((share, region) => share === 0 || answering[region]);
      redirect(population, now, sets, answering, oldServes, path);
      if (same) return;
      const regions = this.network.options.regions.filter((_, i) => shares[i]! > 0).map(({ name }) => name);
      const { by: redirector } = this.options;
      const shifted = redirector === 'network' ? { shifted: takenAway(before, shares, answering) } : {};
      const by = redirector ? { by: redirector, ...shifted } : {};
      this.trace.emit({ type: 'record-changed', at: now, population: population.name, regions, ...by });
      changed = true;
      const { drain } = population.plan.options.connections ?? {};
      if (drain !== undefined && oldServes) this.scheduleDrain(population, drain);
    });
    return changed;
  }

  /** The name servers answer nobody; the function returned ends that. */
  fallSilent(): () => void {
    this.silent += 1;
    if (this.silent === 1)
      for (const population of this.populations) population.silence(this.simulation.now, []);
    return () => {
      this.silent -= 1;
      if (this.silent === 0) this.answer(this.rodeOut(), true);
    };
  }

  /** The record is gone by mistake, so that nothing is what is answered. Whoever mends that edits the record. */
  loseRecord(): () => void {
    this.emptied += 1;
    if (this.silent === 0) this.answer([], false);
    return () =>
      this.edit(() => {
        this.emptied -= 1;
        if (this.silent === 0) this.answer(this.rodeOut(), false);
      });
  }

  /** Records cannot be edited; where verdicts of the checks are edits too (`withChecks`), they do nothing either. */
  freeze(withChecks: boolean): () => void {
    this.frozen += 1;
    if (withChecks) this.stalled += 1;
    return () => {
      this.frozen -= 1;
      if (withChecks) this.stalled -= 1;
      if (withChecks && this.stalled === 0 && this.silent === 0) this.answer(this.rodeOut(), false);
      if (this.frozen === 0) for (const edit of this.edits.splice(0)) edit();
    };
  }

  /** An operator takes a region out of the record, whatever its checks say, or puts it back; the path says how that came about. */
  name(region: number, named: boolean, path: Path): void {
    if (named) this.left.delete(region);
    else this.left.add(region);
    if (this.silent === 0 && this.answer(path, false)) this.onRedirect(path);
  }

  /** When what probes meet at a region last changed. */
  turnedAt(region: number): Micros {
    return this.turned[region]!.at;
  }

  /** Edits a record: now, or once that is possible again. */
  edit(action: () => void): void {
    if (this.frozen === 0) action();
    else this.edits.push(action);
  }

  changeTtl(to: Micros): void {
    const { now } = this.simulation;
    for (const population of this.populations) population.keepFor(now, to);
    this.trace.emit({ type: 'ttl-changed', at: now, to });
  }

  private rodeOut(): Path {
    return [{ phase: 'rideOut', until: this.simulation.now }];
  }

  private scheduleDrain(population: Population, drain: Micros): void {
    const changedAt = this.simulation.now;
    this.simulation.schedule(drain, () => {
      population.drain(this.simulation.now, changedAt);
      this.onRedirect();
    });
  }

  /** A verdict of now: what came before the region turned was what turned it, or the fault's; what came after was detection. */
  private detected(region: number): Path {
    const { at, opened, path } = this.turned[region]!;
    const detect: Milestone = { phase: 'detect', until: this.simulation.now };
    if (!opened) return [detect];
    return [...(path.length > 0 ? path : [{ phase: 'rideOut' as const, until: at }]), detect];
  }
}

/** Share that leaves regions that answer. */
function takenAway(
  before: readonly number[],
  after: readonly number[],
  answering: readonly boolean[],
): number {
  return before.reduce((sum, share, i) => (answering[i] ? sum + Math.max(0, share - after[i]!) : sum), 0);
}

function redirect(
  population: Population,
  at: Micros,
  sets: readonly AddressSet[],
  answering: readonly boolean[],
  oldServes: boolean,
  path: Path,
): void {
  const others = hasOthers(sets);
  const shares = sharesOf(sets, answering.length, others ? answering : undefined);
  population.redirect(at, shares, oldServes, path, others ? sets : undefined);
}
