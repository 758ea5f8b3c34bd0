import type { Micros, RunStreams, Simulation, Trace } from '../kernel/index.js';
import { constantCurve } from './curve.js';
import type { Timeline } from './data/timeline.js';
import type { Path } from './path.js';
import type { RequestKind, TraceRecord } from './trace.js';
import type { ArrivalBucket } from './traffic/capacity/arrival-buckets.js';
import type { Flow } from './traffic/capacity/flow.js';
import { GoodputLedger } from './traffic/capacity/goodput-ledger.js';
import type { CapacityPlan } from './traffic/capacity/plan.js';
import { drawQuietWaits } from './traffic/capacity/quiet-waits.js';
import { Readiness } from './traffic/capacity/readiness.js';
import { Scaling } from './traffic/capacity/scaling.js';
import {
  type RequestGroup,
  routesOf,
  type Scene,
  sameReceptions,
  sameScenes,
} from './traffic/capacity/scene.js';
import { type Cast, openFlow } from './traffic/capacity/scene-flow.js';
import type { Shortages } from './traffic/capacity/shortages.js';
import { mapOutcomes, type Outcomes, type Stalemate, StalemateWatch } from './traffic/capacity/stalemate.js';
import type { Throttles } from './traffic/capacity/throttles.js';

/** Hears of a congestion what is known by then, of times that may be past. */
export interface CongestionListener {
  /** Goodput of a kind of requests of a population from a time on. */
  onGoodput(population: number, kind: RequestKind, from: Micros, share: number, path: Path): void;
  /** Rates say all again. */
  onRelief(): void;
}

/** Requests of a kind of a population, over all stores. */
interface Account {
  readonly population: number;
  readonly kind: RequestKind;
  readonly ledger: GoodputLedger;
}

/** How often it is looked at what was served, and whether all is in balance again. */
const period: Micros = 1_000_000;

/**
 * Where what comes is more than can be served, or nearly, requests are followed through queues instead of being told by rates: from
 * the event by which that is so until all is in balance again.
 */
export class Congestion {
  private readonly scaling: Scaling;
  /** When servers may next come or go. */
  private scalesAt: Micros = Number.POSITIVE_INFINITY;
  private readonly readiness: Readiness;
  private flow: Flow | undefined;
  private watch!: StalemateWatch;
  /** An overload that goes on as it is, and since when; requests are not followed meanwhile. */
  private stalemate: Stalemate | undefined;
  /** By group: requests of all the time that was not followed. */
  private unseen: Outcomes[] = [];
  /** How far the clock of the flow is behind, for all the time that was not followed. */
  private skipped: Micros = 0;
  private accounts: Account[] = [];
  /** As the run began. */
  private quiet: Scene | undefined;
  /** Since the last event. */
  private scene: Scene | undefined;
  /** Since when nobody has answered on a route, by its number. */
  private readonly closed = new Map<number, Micros>();
  private path: Path = [];
  /** By what path something was last done about it that made a difference. */
  private deed: Path = [];
  /** Whether servers have come or gone by somebody's hand since the last event. */
  private resized = false;
  /** Since when commits have not been told, and what had been served on each route by then. */
  private untold: Micros = 0;
  private served = new Float64Array();
  /** Whether the end of the backlog that was last told has not been. */
  private drains = false;

  constructor(
    private readonly cast: Cast,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    throttles: Throttles,
    shortages: Shortages,
    private readonly streams: RunStreams,
    private readonly listener: CongestionListener,
  ) {
    this.scaling = new Scaling(cast.plan, shortages, streams);
    this.readiness = new Readiness(cast.plan, cast.groups, throttles, this.scaling.servers);
  }

  get plan(): CapacityPlan {
    return this.cast.plan;
  }

  get groups(): readonly RequestGroup[] {
    return this.cast.groups;
  }

  get hasBegun(): boolean {
    return this.quiet !== undefined;
  }

  /** Whether nothing will ever be overloaded, so that what stations meet need not be known. */
  get isAmple(): boolean {
    return this.cast.plan.isAmple;
  }

  get isActive(): boolean {
    return this.flow !== undefined;
  }

  /** @throws QuietOverload if a station is asked for more than it can serve in a scene in which nothing is amiss */
  checkQuiet(scene: Scene): void {
    this.readiness.checkQuiet(scene, this.simulation.now);
  }

  /** Whether nothing can be overloaded at these rates, by group, whatever happens to whom. */
  isAtEase(rates: readonly number[]): boolean {
    return this.readiness.isAtEase(rates);
  }

  /** Lets requests come and go up to now, under what held until now. To be called before anything changes. */
  advance(): void {
    const { flow } = this;
    if (!flow || this.stalemate) return;
    const now = this.simulation.now - this.skipped;
    if (flow.now === now) return;
    flow.advance(now);
    this.tellCommits(flow);
    this.tellDrained(flow);
  }

  /** From now on this is what requests meet, because of what came by this path. */
  follow(scene: Scene, path: Path): void {
    const before = this.scene ?? scene;
    const closing = this.quiet ? this.simulation.now : Number.NEGATIVE_INFINITY;
    this.quiet ??= scene;
    if (!this.flow && this.readiness.isAtEase(scene.rates)) {
      this.scene = scene;
      this.noteClosed(scene, closing);
      return;
    }
    this.meet(before, scene, path);
    this.noteClosed(scene, closing);
    this.expectScaling();
  }

  private noteClosed(scene: Scene, now: Micros): void {
    routesOf(scene).forEach(({ meets }, route) => {
      if (meets === 'served') this.closed.delete(route);
      else if (!this.closed.has(route)) this.closed.set(route, now);
    });
  }

  private meet(before: Scene, scene: Scene, path: Path): void {
    const { now } = this.simulation;
    const speeds = [...this.readiness.speeds];
    const cold = this.readiness.follow(before, scene, now);
    if (path.length > 0) this.path = path;
    const isNew = this.flow === undefined;
    if (isNew && this.readiness.isOverloaded(scene, now)) this.begin(before, speeds);
    this.scene = scene;
    const { flow } = this;
    if (!flow) return;
    const isChanged =
      !sameScenes(before, scene) || cold.length > 0 || !sameNumbers(speeds, this.readiness.speeds);
    const isSame = isNew || !isChanged;
    if (isChanged || this.resized) this.noteDeed(path);
    this.resized = false;
    if (this.stalemate && isSame) return;
    if (this.stalemate) this.resume(flow, this.stalemate);
    if (!isSame) this.watch.restart();
    redirect(flow, this.plan, before, scene);
    for (const station of cold) {
      const { share, within } = this.plan.stations[station]!.warmUp!;
      flow.warmUp(station, share, within);
    }
    this.readiness.speeds.forEach((speed, station) => {
      flow.throttle(station, speed);
    });
    if (!isNew && !sameReceptions(before, scene))
      for (const { ledger } of this.accounts) ledger.open(flow.now);
    this.tellBacklog(flow);
  }

  /** What ended by itself was nobody's deed. */
  private noteDeed(path: Path): void {
    const last = path.at(-1);
    if (last && last.phase !== 'rideOut') this.deed = path;
  }

  /** The run is over. */
  end(): void {
    this.advance();
    if (this.flow) this.close(this.flow);
    if (!this.trace.isHeard('request-sampled')) return;
    const { now } = this.simulation;
    drawQuietWaits(this.cast, this.quiet!, this.streams, now).forEach((queueWait, index) => {
      const population = this.cast.populations[index]!;
      this.trace.emit({ type: 'request-sampled', at: now, population, queueWait });
    });
  }

  private begin(scene: Scene, speeds: readonly number[]): void {
    const { now } = this.simulation;
    this.scene = scene;
    this.skipped = 0;
    const stage = { scene: () => this.scene!, skipped: () => this.skipped };
    const flow = openFlow(this.cast, stage, this.streams, now);
    speeds.forEach((speed, station) => {
      flow.throttle(station, speed);
    });
    this.scaling.begin(flow);
    // A run that begins in an hour of more than can be served begins empty: there is no balance.
    if (this.readiness.hasBalance(scene, now)) flow.start((route) => now - (this.closed.get(route) ?? now));
    this.flow = flow;
    this.accounts = this.openAccounts(flow);
    this.watch = new StalemateWatch(flow);
    this.unseen = this.groups.map(() => mapOutcomes(() => 0));
    this.untold = now;
    this.served = Float64Array.from(flow.servedOn);
    this.simulation.schedule(period, () => this.tick(flow));
  }

  private openAccounts(flow: Flow): Account[] {
    return this.cast.populations.flatMap((_, population) =>
      (['reads', 'writes'] as const).flatMap((kind) => {
        const own = flow.classes.filter((__, index) => {
          const group = this.groups[index]!;
          return group.population === population && group.kind === kind;
        });
        if (own.length === 0) return [];
        const ledger = new GoodputLedger(own);
        ledger.open(flow.now);
        return [{ population, kind, ledger }];
      }),
    );
  }

  private tick(flow: Flow): void {
    if (this.flow !== flow) return;
    const { now } = this.simulation;
    this.advance();
    for (const account of this.accounts) {
      account.ledger.tick(flow.now);
      this.tellGoodput(account, account.ledger.take());
    }
    const stalemate = this.isSettled(now) ? this.watch.look(now) : undefined;
    if (stalemate) this.suspend(flow, stalemate);
    else if (!this.drains && flow.isInBalance() && !this.readiness.isOverloaded(this.scene!, now)) {
      this.close(flow);
      this.listener.onRelief();
    } else this.simulation.schedule(period, () => this.tick(flow));
  }

  /** Whether all clients are where they will be, everything is warm, and no servers come or go, as long as nothing happens. */
  private isSettled(now: Micros): boolean {
    return !this.isMoving(now) && !this.readiness.isWarming(now) && this.scaling.isSettled;
  }

  private isMoving(now: Micros): boolean {
    return this.scene!.answers.flat().some(({ cutover }) => cutover && cutover.settled > now);
  }

  /** Use of the servers of a station by rates. */
  private useOf(station: number): number {
    const { service } = this.plan.stations[station]!;
    const rate = this.readiness.offered(this.scene!, station, this.simulation.now);
    const capacity = (this.scaling.servers[station]! * this.readiness.speeds[station]!) / service.mean;
    return rate < capacity ? rate / capacity : 1;
  }

  private expectScaling(): void {
    if (this.stalemate) return;
    const { now } = this.simulation;
    const areAwake = this.flow !== undefined || this.isMoving(now);
    const at = this.scaling.nextDue(now, areAwake, (station) => this.useOf(station));
    if (at >= this.scalesAt) return;
    this.scalesAt = at;
    this.simulation.scheduleAt(at, () => this.scale(at));
  }

  private scale(at: Micros): void {
    if (this.scalesAt !== at) return;
    this.scalesAt = Number.POSITIVE_INFINITY;
    if (this.stalemate) return;
    this.advance();
    const changed = this.scaling.act(at, this.flow, (station) => this.useOf(station));
    for (const station of changed) {
      const { name } = this.plan.stations[station]!;
      this.trace.emit({ type: 'scaled', at, station: name, servers: this.scaling.servers[station]! });
    }
    if (changed.length > 0) {
      if (this.flow) this.watch.restart();
      else if (this.readiness.isOverloaded(this.scene!, at)) this.begin(this.scene!, this.readiness.speeds);
    }
    this.expectScaling();
  }

  /** A region has so many times the servers that it had at first. What follows from that is told by whoever changes it. */
  grow(region: string, factor: number): void {
    this.resize(region, this.scaling.serversAtFirst(region) * factor);
  }

  /** A region has so many servers, rounded up. What follows from that is told by whoever changes it. */
  resize(region: string, to: number): void {
    this.advance();
    const { flow, stalemate } = this;
    const station = this.scaling.resize(region, to, flow);
    if (station === undefined) return;
    if (flow && stalemate) this.resume(flow, stalemate);
    if (flow) this.watch.restart();
    this.resized = true;
    const { name } = this.plan.stations[station]!;
    const servers = this.scaling.servers[station]!;
    this.trace.emit({ type: 'scaled', at: this.simulation.now, station: name, servers });
  }

  /** Nothing new is to be seen: it goes on so until something changes. */
  private suspend(flow: Flow, stalemate: Stalemate): void {
    this.stalemate = stalemate;
    const { since, outcomes, servedOn } = stalemate;
    for (const account of this.accounts) {
      this.tellGoodput(account, account.ledger.close(flow.now));
      const { offered, served } = this.sumOf(account, outcomes);
      // Of a stretch more may be served than came in it: those who came before.
      const share = Math.min(1, served / offered);
      if (offered > 0) this.listener.onGoodput(account.population, account.kind, since, share, []);
    }
    this.commitsOf(servedOn).forEach((rate, timeline) => {
      timeline.acknowledge(since, constantCurve(rate));
    });
  }

  private resume(flow: Flow, stalemate: Stalemate): void {
    const { now } = this.simulation;
    this.skip(stalemate);
    this.untold = now;
    this.served.set(flow.servedOn);
    for (const { ledger } of this.accounts) ledger.open(flow.now);
    this.simulation.schedule(period, () => this.tick(flow));
  }

  /** What went on without being followed is over, or the run is. */
  private skip({ since, outcomes }: Stalemate): void {
    const time = this.simulation.now - since;
    this.stalemate = undefined;
    this.skipped += time;
    this.unseen = this.unseen.map((own, group) =>
      mapOutcomes((name) => own[name] + Math.round(outcomes[group]![name] * time)),
    );
  }

  /** Tells the rest; rates take over. */
  private close(flow: Flow): void {
    if (this.stalemate) this.skip(this.stalemate);
    else for (const account of this.accounts) this.tellGoodput(account, account.ledger.close(flow.now));
    this.flow = undefined;
    for (const account of this.accounts) this.tellOutcomes(flow, account);
  }

  private tellGoodput({ population, kind }: Account, buckets: readonly ArrivalBucket[]): void {
    for (const { from, offered, served } of buckets) {
      const at = Math.round(from + this.skipped);
      if (offered > 0)
        this.listener.onGoodput(population, kind, at, served / offered, this.pathTo(population, at));
    }
  }

  /**
   * Of a recovery at a time: what came before the clients had moved is the failover's, and what came before something was done about
   * the overload after that (servers added, a copy promoted) is that deed's; the rest is congestion.
   */
  pathTo(population: number, at: Micros): Path {
    const cutover = this.scene!.answers[population]!.findLast(
      (one) => one.cutover && one.cutover.at <= at,
    )?.cutover;
    const absorb = { phase: 'absorb', until: at } as const;
    if (!cutover) return [...this.path.filter(({ until }) => until <= at), absorb];
    const moved = Math.min(at, cutover.reaches(this.plan.threshold));
    // Who came a little before the deed was still waiting when it was done.
    const deed = this.deed.map(({ phase, until }) => ({ phase, until: Math.min(at, until) }));
    if ((deed.at(-1)?.until ?? 0) > moved) return [...deed, absorb];
    return [...cutover.path, { phase: 'propagate', until: moved }, absorb];
  }

  /** Commits of the stretch that ends now, by the writes that were served in it. */
  private tellCommits({ servedOn }: Flow): void {
    const { now } = this.simulation;
    const { untold } = this;
    const served = servedOn.map((count, route) => count - this.served[route]!);
    this.commitsOf(served).forEach((count, timeline) => {
      const rate = constantCurve(count / (now - untold));
      timeline.correct(untold, rate);
      timeline.acknowledge(now, rate);
    });
    this.untold = now;
    this.served.set(servedOn);
  }

  /** Of what is served on each route, what is committed on each timeline. */
  private commitsOf(servedOn: Float64Array): Map<Timeline, number> {
    const commits = new Map<Timeline, number>();
    let route = 0;
    for (const own of this.scene!.receptions) {
      for (const { timeline } of own) {
        if (timeline) commits.set(timeline, (commits.get(timeline) ?? 0) + servedOn[route]!);
        route++;
      }
    }
    return commits;
  }

  private tellBacklog(flow: Flow): void {
    let requests = 0;
    for (const station of flow.stations) {
      requests += station.busy + station.waiting;
      station.awaitIdle(flow.now);
    }
    this.drains = true;
    this.trace.emit({ type: 'backlog', at: this.simulation.now, requests: Math.round(requests) });
  }

  private tellDrained({ stations }: Flow): void {
    if (!this.drains) return;
    let at = 0;
    for (const { idleFrom } of stations) at = Math.max(at, idleFrom ?? Number.POSITIVE_INFINITY);
    if (at === Number.POSITIVE_INFINITY) return;
    this.drains = false;
    this.trace.emit({ type: 'drained', at: Math.round(at + this.skipped) });
  }

  private tellOutcomes({ classes }: Flow, account: Account): void {
    // By rates they are not whole.
    const all = classes.map(({ tally }, group) =>
      mapOutcomes((name) => Math.round(tally[name] + this.unseen[group]![name])),
    );
    const population = this.cast.populations[account.population]!;
    this.trace.emit({
      type: 'requests-counted',
      at: this.simulation.now,
      population,
      kind: account.kind,
      ...this.sumOf(account, all),
    });
  }

  /** Over the stores. */
  private sumOf({ population, kind }: Account, outcomes: readonly Outcomes[]): Outcomes {
    const own = outcomes.filter((_, index) => {
      const group = this.groups[index]!;
      return group.population === population && group.kind === kind;
    });
    return mapOutcomes((name) => own.reduce((sum, one) => sum + one[name], 0));
  }
}

/** Routes change with the scene, and what waits in a region that answers nobody any more is gone. */
function redirect(flow: Flow, { ofRegion }: CapacityPlan, before: Scene, after: Scene): void {
  routesOf(after).forEach((route, index) => {
    flow.setRoute(index, route);
  });
  after.rates.forEach((rate, group) => {
    flow.setRate(group, rate);
  });
  after.conditions.forEach((condition, region) => {
    const station = ofRegion[region];
    if (station !== undefined && condition !== 'ok' && before.conditions[region] === 'ok')
      flow.drop(station, condition);
  });
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value === b[i]);
}
