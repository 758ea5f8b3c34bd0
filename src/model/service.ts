import type { Micros, Simulation, Trace } from '../kernel/index.js';
import { AskedWrites } from './asked-writes.js';
import type { Congestion, CongestionListener } from './congestion.js';
import type { Curve } from './curve.js';
import { addCurves, constantCurve, sameCurve } from './curve.js';
import type { Restorer } from './data/restore/restorer.js';
import type { Acceptance, Shard } from './data/shard.js';
import { refused } from './data/shard.js';
import type { StoreOptions } from './data/store.js';
import type { Timeline } from './data/timeline.js';
import { type Demand, demandAt, steadyDemand } from './demand.js';
import { LoadSteps } from './load-steps.js';
import type { Network } from './network.js';
import type { Path } from './path.js';
import type { Draws } from './quantity.js';
import { Readers } from './readers.js';
import type { Failover } from './recovery/failover.js';
import type { Runbooks } from './recovery/runbook/runbooks.js';
import type { Answer, RequestKind, TraceRecord, WriteClass } from './trace.js';
import type { CapacityPlan } from './traffic/capacity/plan.js';
import type { Reception, RequestGroup, Scene } from './traffic/capacity/scene.js';
import { Damage } from './traffic/deployments/damage.js';
import type { Deployments } from './traffic/deployments/deployments.js';
import { Logins } from './traffic/logins.js';
import type { NameService } from './traffic/name-service.js';
import type { Population } from './traffic/population.js';
import { Silences } from './traffic/silences.js';

const kinds: readonly RequestKind[] = ['reads', 'writes'];

/**
 * The system as its clients meet it, in one run: after each event it brings data, routing and recovery in line, and
 * says what share of each population's requests is answered and at what rate writes are acknowledged.
 */
export class Service implements CongestionListener {
  names!: NameService;
  /** Present where anything can serve only so much. */
  congestion: Congestion | undefined;
  failovers: readonly Failover[] = [];
  restorers: readonly Restorer[] = [];
  deployments: Deployments | undefined;
  runbooks: Runbooks | undefined;
  private readonly told: readonly Told[];
  private readonly readers: Readers;
  private readonly asked: AskedWrites;
  private readonly steps: LoadSteps;
  private readonly silences: Silences;
  private readonly logins: readonly Logins[];
  /** Every timeline so far. */
  private readonly committed = new Map<Timeline, Committed>();
  /** Which regions answered when it was last asked. */
  private open: boolean[];
  /** By shard. */
  private readonly damage: readonly Damage[];
  private following = false;
  private again = false;
  /** Whether rates are to be told anew, for nobody told them while something was overloaded. */
  private relieved = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly stores: readonly StoreOptions[],
    private readonly shards: readonly Shard[],
    private readonly populations: readonly Population[],
    private readonly draws: Draws,
  ) {
    this.told = populations.map(() => new Told());
    this.readers = new Readers(simulation, trace, stores, shards, populations);
    this.steps = new LoadSteps(simulation, populations, () => this.follow([]));
    this.asked = new AskedWrites(simulation, stores, shards, populations, () => this.follow([]));
    this.logins = populations.flatMap((population) => {
      const { sessions } = population.plan.options;
      return sessions ? [new Logins(simulation, trace, population, sessions, () => this.follow([]))] : [];
    });
    this.silences = new Silences(simulation, network, populations, (path) => this.follow(path));
    this.open = network.options.regions.map(() => true);
    this.damage = shards.map(() => new Damage());
  }

  /** Something changed, by this path. */
  follow(path: Path): void {
    // What follows from a change may change things again, at the same instant.
    if (this.following) {
      this.again = true;
      return;
    }
    this.following = true;
    this.congestion?.advance();
    do {
      this.again = false;
      this.asked.follow();
      for (const shard of this.shards) shard.follow();
      this.observeRegions(path);
      for (const failover of this.failovers) failover.follow();
      for (const restorer of this.restorers) restorer.follow();
      this.runbooks?.follow();
      this.deployments?.follow();
    } while (this.again);
    this.following = false;
    this.asked.arm();
    this.tell(path);
  }

  /** Goodput and acknowledgements from now on, where they are not what they were. */
  private tell(path: Path): void {
    const routed = this.populations.map((population, index) => this.tellRoute(population, index));
    const closed = this.open.map((open) => (open ? 0 : 1));
    this.populations.forEach((population, index) => {
      this.tellMisdirected(population, index, closed, routed[index]!);
    });
    for (const logins of this.logins) logins.follow();
    const asked = this.populations.map((population, index) => this.tellDemand(population, index));
    this.followCongestion(path);
    if (!this.congestion?.isActive)
      this.populations.forEach((population, index) => {
        for (const kind of kinds)
          this.tellGoodput(
            population,
            index,
            kind,
            routed[index]!,
            this.relieved ? this.reliefOf(index) : path,
          );
      });
    const anyRouted = routed.includes(true) || asked.includes(true);
    this.shards.forEach((shard, index) => {
      const acceptances = this.byStack((stack) =>
        this.open.map((open, region) => (open ? this.accepted(shard, region, stack) : refused)),
      );
      for (const timeline of shard.timelines())
        this.tellWrites(shard, index, timeline, acceptances, anyRouted);
      if (this.deployments) this.noteDamage(shard, index, acceptances, this.deployments);
    });
    this.deployments?.observe();
    this.readers.follow(this.open);
    this.relieved = false;
  }

  private followCongestion(path: Path): void {
    const { congestion } = this;
    if (!congestion || (congestion.isAmple && congestion.hasBegun)) return;
    const scene = this.scene(congestion);
    const rates = congestion.groups.map((group) => this.rateOf(group));
    if (!congestion.hasBegun) congestion.checkQuiet({ ...scene, rates });
    congestion.follow(scene, path);
    this.steps.arm(congestion, rates);
  }

  onGoodput(population: number, kind: RequestKind, from: Micros, share: number, path: Path): void {
    this.emitGoodput(population, kind, from, constantCurve(share), path);
  }

  onRelief(): void {
    this.relieved = true;
    this.tell([]);
  }

  /** How it came about that a population is served again by rates. */
  private reliefOf(population: number): Path {
    return this.congestion!.pathTo(population, this.simulation.now);
  }

  /** What the requests that stations may keep waiting meet. */
  private scene({ plan, groups }: Congestion): Scene {
    const conditions = this.open.map((_, region) => this.network.condition(region));
    const { now } = this.simulation;
    return {
      conditions,
      receptions: groups.map((group) =>
        this.byStack((stack) =>
          conditions.map((condition, region) =>
            condition === 'ok'
              ? this.receive(group, region, stack, plan)
              : { route: closed[condition], inTime: true },
          ),
        ).flatMap((own) => own ?? []),
      ),
      answers: this.populations.map(({ answers }) => answers),
      rates: groups.map(
        (group) => this.rateOf(group) * demandAt(this.populations[group.population]!.demand, now),
      ),
    };
  }

  /** What the requests of a group meet in a region that answers. */
  private receive(
    { population, kind, store }: RequestGroup,
    region: number,
    stack: number,
    plan: CapacityPlan,
  ): Reception {
    const shard = this.shards[this.stores[store]!.shardOf[population]!]!;
    const { timeline, acknowledged, inTime } = this.accepted(shard, region, stack);
    const sound = 1 - this.network.errorShare(region, stack);
    const answered =
      kind === 'writes' ? acknowledged : shard.serves(region) ? sound * (shard.readShare ?? 1) : 0;
    if (answered === 0) return { route: closed.refused, inTime: true };
    const site = shard.siteOf(region, kind);
    const own = [plan.ofRegion[region], site === undefined ? undefined : plan.ofStore[store]!.get(site)];
    const stations = own.filter((station) => station !== undefined);
    if (kind === 'reads')
      return { route: { stations, meets: 'served', errorShare: 1 - answered }, inTime: true };
    return {
      route: { stations, meets: 'served', errorShare: 1 - answered, isLate: inTime === 0 },
      timeline,
      inTime: inTime > 0,
    };
  }

  /** Requests of a group per microsecond of mean demand. */
  private rateOf({ population, kind, store }: RequestGroup): number {
    const { requestRate, writes } = this.populations[population]!.plan.options;
    return requestRate * (kind === 'writes' ? writes : 1 - writes) * this.stores[store]!.share;
  }

  /** Whether the population acts on other answers than before. */
  private tellRoute({ name, answers }: Population, index: number): boolean {
    if (!this.told[index]!.route(answers)) return false;
    this.trace.emit({ type: 'routed', at: this.simulation.now, population: name, answers });
    return true;
  }

  /** Which of its requests go to regions that do not answer, where that changes. */
  private tellMisdirected(
    population: Population,
    index: number,
    closed: readonly number[],
    routed: boolean,
  ): void {
    const told = this.told[index]!;
    const any = closed.includes(1);
    const same = told.closed ? sameNumbers(told.closed, closed) : !any;
    if (same && !(routed && any)) return;
    told.closed = closed;
    const share = population.served(closed);
    const { now } = this.simulation;
    this.trace.emit({ type: 'misdirected', at: now, population: population.name, share, closed: any });
  }

  /** Whether the population asks for more, or less, than before, apart from its load. */
  private tellDemand({ name, demand }: Population, index: number): boolean {
    if (!this.told[index]!.ask(demand)) return false;
    const { load, surge } = demand;
    this.trace.emit({
      type: 'demand',
      at: this.simulation.now,
      population: name,
      ...(load ? { load } : {}),
      surge,
    });
    return true;
  }

  private tellGoodput(
    population: Population,
    index: number,
    kind: RequestKind,
    routed: boolean,
    path: Path,
  ): void {
    const told = this.told[index]!;
    const answered = this.byStack((stack) => this.answered(index, kind, stack));
    const all = together(answered);
    if (!routed && !this.relieved && sameNumbers(told.answered[kind], all)) return;
    told.answered[kind] = all;
    const share = population.served(answered[0], answered[1]);
    const before = told.goodput[kind];
    if (before && !this.relieved && sameCurve(before, share)) return;
    told.goodput[kind] = share;
    this.emitGoodput(index, kind, this.simulation.now, share, path);
  }

  private emitGoodput(index: number, kind: RequestKind, at: Micros, share: Curve, path: Path): void {
    const usual = this.usualShare(index, kind);
    const below = usual < 1 ? { usual } : {};
    const population = this.populations[index]!.name;
    this.trace.emit({ type: 'goodput', at, population, kind, share, ...below, path });
  }

  private tellWrites(
    shard: Shard,
    index: number,
    timeline: Timeline,
    acceptances: ByStack<readonly Acceptance[]>,
    routed: boolean,
  ): void {
    const committed = mapStacks(acceptances, (own) =>
      own.map((one) => (one.timeline === timeline ? one.acknowledged : 0)),
    );
    const before = this.committed.get(timeline);
    const same = before !== undefined && sameNumbers(before.shares, together(committed));
    if (same && !routed && !this.relieved) return;
    if (!same) this.tellCommitting(shard, timeline, committed);
    timeline.acknowledge(this.simulation.now, this.writeRate(shard, index, committed));
  }

  /** What is to be known of each stack of the regions: two things where a region may have two stacks side by side. */
  private byStack<T>(make: (stack: number) => T): ByStack<T> {
    return this.deployments?.stacked ? [make(0), make(1)] : [make(0)];
  }

  private noteDamage(
    shard: Shard,
    index: number,
    acceptances: ByStack<readonly Acceptance[]>,
    deployments: Deployments,
  ): void {
    const all = mapStacks(acceptances, (own) => own.map(({ acknowledged }) => acknowledged));
    const marked = (share: (region: number, stack: number) => number) =>
      mapStacks(all, (own, stack) => own.map((acknowledged, region) => acknowledged * share(region, stack)));
    const damaged = marked((region, stack) => deployments.damagedShare(region, stack));
    const newFormat = marked((region, stack) => deployments.newFormatShare(shard.store, region, stack));
    this.damage[index]!.note(this.simulation.now, {
      all: this.writeRate(shard, index, all),
      damaged: this.writeRate(shard, index, damaged),
      newFormat: this.writeRate(shard, index, newFormat),
    });
  }

  /** A version that could read the writes of a store in the new format is gone. */
  loseNewFormat(store: string): void {
    this.shards.forEach((shard, index) => {
      if (shard.store === store) this.damage[index]!.loseNewFormat(this.simulation.now);
    });
  }

  /** Whether a region answers its clients. */
  answers(region: number): boolean {
    return this.open[region]!;
  }

  /** The number of a timeline in the records of the run; undefined if it has never taken a write. */
  numberOf(timeline: Timeline): number | undefined {
    return this.committed.get(timeline)?.number;
  }

  private tellCommitting(shard: Shard, timeline: Timeline, byStack: ByStack<readonly number[]>): void {
    const number = this.committed.get(timeline)?.number ?? this.committed.size;
    this.committed.set(timeline, { number, shard, shares: together(byStack) });
    const [first, second = first] = byStack;
    const shares = first.map((share, region) => (this.network.front[region] === 1 ? second[region]! : share));
    const { store, name } = shard;
    this.trace.emit({
      type: 'committing',
      at: this.simulation.now,
      store,
      shard: name,
      timeline: number,
      shares,
    });
  }

  /** What every population acts on and gets when the run begins. */
  begin(): void {
    this.names.begin();
    this.follow([]);
  }

  /** Settles the writes and draws the clients and writes that stand for all; the last records of the run. */
  end(): void {
    const at = this.simulation.now;
    this.congestion?.end();
    this.runbooks?.close();
    for (const restorer of this.restorers) restorer.close();
    for (const { name } of this.stores) this.closeStore(name);
    for (const population of this.populations) {
      const moved = population.drawClient();
      if (moved) this.trace.emit({ type: 'client-moved', at, population: population.name, ...moved });
    }
  }

  private closeStore(store: string): void {
    const at = this.simulation.now;
    const own = this.shards.filter((shard) => shard.store === store);
    let count = 0;
    for (const shard of own) {
      const { acknowledged, surviving } = shard.close();
      count += acknowledged;
      this.tellDamage(shard, acknowledged);
      const as: WriteClass = 'surviving';
      this.trace.emit({
        type: 'writes-classified',
        at,
        store,
        shard: shard.name,
        class: as,
        count: surviving,
      });
      this.tellTimelines(shard);
    }
    this.trace.emit({ type: 'writes-acknowledged', at, store, count });
    const shard = this.pickShard(store, own);
    const drawn = shard.drawWrite((kind) => this.drawOrigin(shard, kind));
    this.trace.emit({ type: 'write-sampled', at, store, ...drawn });
  }

  private tellDamage({ store, name }: Shard, acknowledged: number): void {
    if (!this.deployments) return;
    const at = this.simulation.now;
    const index = this.shards.findIndex((shard) => shard.name === name);
    const stream = (what: string) => () => this.draws.streams.open(`${what} writes of ${name}`);
    const damage = this.damage[index]!;
    const damaged = damage.drawDamaged(at, acknowledged, stream('damaged'));
    if (damaged > 0) this.trace.emit({ type: 'writes-damaged', at, store, shard: name, count: damaged });
    const unread = damage.drawUnreadable(at, acknowledged, stream('unreadable'));
    if (unread > 0) this.trace.emit({ type: 'writes-unreadable', at, store, shard: name, count: unread });
  }

  /** The region that a request for a shard, drawn at random, goes to in undisturbed time. */
  private drawOrigin(shard: Shard, kind: RequestKind): number {
    const index = this.shards.indexOf(shard);
    const { shardOf } = this.stores.find(({ name }) => name === shard.store)!;
    const shares = this.open.map(() => 0);
    this.populations.forEach(({ plan: { options }, undisturbed }, p) => {
      if (shardOf[p] !== index) return;
      const rate = options.requestRate * (kind === 'writes' ? options.writes : 1 - options.writes);
      undisturbed.forEach((share, region) => {
        shares[region]! += rate * share;
      });
    });
    return pick(shares, this.draws.streams.open(`origin of ${kind} of ${shard.name}`).next());
  }

  private tellTimelines(shard: Shard): void {
    if (!this.trace.isHeard('timeline-closed')) return;
    const { store, name } = shard;
    for (const [timeline, { number, shard: own }] of this.committed) {
      if (own !== shard) continue;
      const at = this.simulation.now;
      this.trace.emit({
        type: 'timeline-closed',
        at,
        store,
        shard: name,
        timeline: number,
        ...timeline.account(),
      });
    }
  }

  /** The shard of one write, drawn at random of all the writes that a store is asked for. */
  private pickShard(name: string, own: readonly Shard[]): Shard {
    if (own.length === 1) return own[0]!;
    const { shardOf } = this.stores.find((store) => store.name === name)!;
    const rates = own.map((shard) => {
      const index = this.shards.indexOf(shard);
      return this.populations.reduce((sum, { plan: { options } }, p) => {
        return shardOf[p] === index ? sum + options.requestRate * options.writes : sum;
      }, 0);
    });
    return own[pick(rates, this.draws.streams.open(`write of ${name}`).next())]!;
  }

  private observeRegions(path: Path): void {
    const open = this.network.options.regions.map((_, region) => this.network.condition(region) === 'ok');
    open.forEach((_, region) => {
      this.silences.observe(region);
      this.names.observe(region, path);
    });
    if (!sameFlags(this.open, open)) for (const population of this.populations) population.passOver(open);
    this.open = open;
  }

  /** Share of a population's requests that is answered when nothing is wrong. */
  private usualShare(population: number, kind: RequestKind): number {
    if (kind === 'reads') return 1;
    let failed = 0;
    for (const { share, shardOf } of this.stores) {
      failed += share * (1 - (this.shards[shardOf[population]!]!.usualShare ?? 1));
    }
    return 1 - failed;
  }

  /** What a shard takes of the writes of a stack of a region, whose own errors come first. */
  private accepted(shard: Shard, region: number, stack: number): Acceptance {
    const acceptance = shard.accept(region);
    const sound = 1 - this.network.errorShare(region, stack);
    if (sound === 1) return acceptance;
    const { acknowledged, inTime } = acceptance;
    return { ...acceptance, acknowledged: acknowledged * sound, inTime: inTime * sound };
  }

  /** Share of the requests reaching each region, or a stack of it, that it answers, for a population. */
  private answered(population: number, kind: RequestKind, stack: number): number[] {
    return this.open.map((open, region) => {
      if (!open) return 0;
      const sound = 1 - this.network.errorShare(region, stack);
      let failed = 0;
      for (const store of this.stores) {
        const shard = this.shards[store.shardOf[population]!]!;
        const served =
          kind === 'reads'
            ? Number(shard.serves(region)) * (shard.readShare ?? 1)
            : shard.accept(region).inTime;
        failed += store.share * (1 - served);
      }
      return failed === 0 ? sound : sound * Math.max(0, 1 - failed);
    });
  }

  /** Writes of a timeline on which this share of what reaches each region is committed, per microsecond. */
  private writeRate(shard: Shard, index: number, committed: ByStack<readonly number[]>): Curve {
    const store = this.stores.find(({ name }) => name === shard.store)!;
    const parts: { factor: number; curve: Curve }[] = [];
    this.populations.forEach((population, p) => {
      if (store.shardOf[p] !== index) return;
      const { requestRate, writes } = population.plan.options;
      parts.push({
        factor: requestRate * writes * store.share,
        curve: population.offered(population.served(committed[0], committed[1])),
      });
    });
    return addCurves(parts);
  }
}

/** What requests meet that nothing answers. */
const closed = {
  refused: { stations: [], meets: 'refused', errorShare: 0 },
  silent: { stations: [], meets: 'silent', errorShare: 0 },
} as const;

/** A timeline by its number, and the share of the writes that reach each region that is committed on it. */
interface Committed {
  readonly number: number;
  readonly shard: Shard;
  /** Stack after stack. */
  readonly shares: readonly number[];
}

/** One thing for all, or one for each of the two stacks that regions may have. */
type ByStack<T> = readonly [first: T, second?: T];

function together([first, second = []]: ByStack<readonly number[]>): readonly number[] {
  return second.length === 0 ? first : [...first, ...second];
}

function mapStacks<A, B>(both: ByStack<A>, make: (one: A, stack: number) => B): ByStack<B> {
  const [first, second] = both;
  return second === undefined ? [make(first, 0)] : [make(first, 0), make(second, 1)];
}

/** What was last said of a population. */
class Told {
  readonly goodput: Partial<Record<RequestKind, Curve>> = {};
  readonly answered: Record<RequestKind, readonly number[]> = { reads: [], writes: [] };
  /** By region, 1 where it does not answer; absent before that was ever so. */
  closed: readonly number[] | undefined;
  private answers: readonly Answer[] | undefined;
  private demand: Demand = steadyDemand;

  /** Notes the answers that the population acts on; true when they are others than before. */
  route(answers: readonly Answer[]): boolean {
    const changed = this.answers !== answers;
    this.answers = answers;
    return changed;
  }

  /** Notes what the population asks for; true when it is something else than before. */
  ask(demand: Demand): boolean {
    const { load, surge } = this.demand;
    this.demand = demand;
    return demand.load !== load || demand.surge !== surge;
  }
}

/** The index that a uniform number falls on when each takes room by its weight; the first when none has any. */
function pick(weights: readonly number[], u: number): number {
  let left = u * weights.reduce((a, b) => a + b, 0);
  const picked = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return Math.max(0, picked);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function sameFlags(a: readonly boolean[], b: readonly boolean[]): boolean {
  return a.every((value, i) => value === b[i]);
}
