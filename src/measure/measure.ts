import type { Trace } from '../kernel/index.js';
import type {
  ClientMoved,
  Parted,
  Reconciled,
  TraceRecord,
  WriteSampled,
  WritesClassified,
} from '../model/trace.js';
import { ChangeFold } from './change-fold.js';
import type { Row } from './columns.js';
import { conflictCounts, longestDivergence, timeApart } from './divergence.js';
import type { Incident, IncidentRule, Stretch } from './incident.js';
import { findIncidents, joinDips, recoveryPoint, recoveryTime } from './incident.js';
import type { Layout, Positions } from './layout.js';
import { isLost } from './loss.js';
import { MistakeFold } from './mistakes.js';
import type { OverTimeFold } from './over-time.js';
import { splitTime } from './phases.js';
import { QueueFold } from './queue-fold.js';
import { ReadFold } from './read-fold.js';
import { RestoreFold } from './restore-fold.js';
import { RunbookFold } from './runbook-fold.js';
import type { Dip } from './service-level.js';
import { ServiceLevel } from './service-level.js';
import { type PopulationTraffic, TrafficFold } from './traffic-fold.js';
import { figuresOfYears, year } from './years.js';

/** What a run is measured against; the same for every run of a batch. */
export interface MeasureOptions {
  readonly layout: Layout;
  readonly stores: readonly string[];
  readonly populations: readonly { name: string; rate: number; writes: number }[];
  /** Share of goodput below which service is down. */
  readonly threshold: number;
  readonly rule: IncidentRule;
}

/** Microseconds. */
const day = 24 * 3.6e9;

/** What was said of one store. */
interface StoreRecords {
  classified: WritesClassified[];
  acknowledged: number;
  catchUps: Stretch[];
  parted: Parted[];
  reconciled: Reconciled[];
  crossed: number;
  unreplicated: number;
  waited: number;
  isolated: number;
  twoWriters: number;
  sampled: WriteSampled | undefined;
}

/** Folds the trace of one run into its row of figures; `begin` makes it ready for the next run. */
export class Measure {
  private levels: ServiceLevel[][] = [];
  private records: StoreRecords[] = [];
  private clients: (ClientMoved | undefined)[] = [];
  /** Time of the day at which the run begins. */
  private beganAt = 0;
  /** Of each population. */
  private logins: number[] = [];
  private readonly reads: ReadFold;
  private readonly changes: ChangeFold;
  private readonly runbooks: RunbookFold;
  private readonly traffic: TrafficFold;
  private readonly mistakes: MistakeFold;
  private readonly queues: QueueFold;
  private readonly restores: RestoreFold;
  private values = new Float64Array();
  private atLeast = new Float64Array();

  constructor(
    private readonly options: MeasureOptions,
    trace: Trace<TraceRecord>,
  ) {
    this.reads = new ReadFold(
      options.populations.map(({ name }) => name),
      trace,
    );
    this.changes = new ChangeFold(trace);
    this.runbooks = new RunbookFold(trace);
    this.traffic = new TrafficFold(
      options.populations.map(({ name }) => name),
      trace,
    );
    this.mistakes = new MistakeFold(trace);
    this.queues = new QueueFold(trace);
    this.restores = new RestoreFold(trace);
    this.subscribe(trace);
  }

  begin(): void {
    const { populations, stores, layout, threshold } = this.options;
    this.levels = populations.map(({ rate, writes }) => [
      new ServiceLevel(rate * (1 - writes), threshold),
      new ServiceLevel(rate * writes, threshold),
    ]);
    this.records = stores.map(() => ({
      classified: [],
      acknowledged: 0,
      catchUps: [],
      parted: [],
      reconciled: [],
      crossed: 0,
      unreplicated: 0,
      waited: 0,
      isolated: 0,
      twoWriters: 0,
      sampled: undefined,
    }));
    this.clients = populations.map(() => undefined);
    this.logins = populations.map(() => 0);
    this.reads.begin();
    this.changes.begin();
    this.runbooks.begin();
    this.traffic.begin();
    this.mistakes.begin();
    this.queues.begin();
    this.restores.begin();
    this.values = new Float64Array(layout.width);
    this.atLeast = new Float64Array(layout.width);
  }

  /** The figures of the run, when the trace is complete. Throws if a write has no class, or two. */
  row(overTime?: OverTimeFold): Row {
    const { rule, layout } = this.options;
    for (const levels of this.levels) for (const level of levels) level.end(rule.horizon);
    this.checkConservation();
    const dips = this.levels.flatMap(dipsOf);
    // What writers lose to each other with nothing amiss is no incident.
    const losses = this.records.flatMap(({ classified }) =>
      classified.filter((one) => isLost(one) && one.faultAt !== undefined),
    );
    const moved = this.records.flatMap(({ catchUps, reconciled }) => [
      ...catchUps,
      ...reconciled.map(({ healedAt, at }) => ({ from: healedAt, to: at })),
    ]);
    const busy = [...moved, ...this.restores.busy(rule.horizon)];
    const incidents = findIncidents([...dips, ...this.restores.unseen(dips)], losses, busy, rule);
    const reads = this.reads.figures(incidents, rule.horizon);
    this.measureRun(layout.run, incidents, dips);
    this.measureChanges(layout.run);
    for (const [figure, value, censored] of this.runbooks.figures(rule.horizon))
      this.set(layout.run[figure], value, censored);
    this.measureTraffic(this.traffic.figures(rule.horizon));
    layout.populations.forEach((at, index) => {
      this.measurePopulation(at, index, incidents);
      for (const [figure, value] of reads[index]!) this.set(at[figure], value);
      for (const [figure, value] of this.queues.ofPopulation(this.options.populations[index]!.name))
        this.set(at[figure], value);
    });
    layout.stores.forEach((at, index) => {
      this.measureStore(at, index, incidents);
    });
    const row = { values: this.values, atLeast: this.atLeast };
    return overTime ? { ...row, overTime: overTime.sample(incidents[0], rule.horizon) } : row;
  }

  private subscribe(trace: Trace<TraceRecord>): void {
    const { populations, stores } = this.options;
    const indexOf = new Map(populations.map(({ name }, index) => [name, index]));
    const storeOf = new Map(stores.map((name, index) => [name, index]));
    const recordsOf = (store: string) => this.records[storeOf.get(store)!]!;
    trace.subscribe('goodput', (record) => {
      this.levels[indexOf.get(record.population)!]![record.kind === 'reads' ? 0 : 1]!.fold(record);
    });
    trace.subscribe('demand', (record) => {
      for (const level of this.levels[indexOf.get(record.population)!]!) level.follow(record);
    });
    trace.subscribe('logged-in', ({ population, count }) => {
      this.logins[indexOf.get(population)!]! += count;
    });
    trace.subscribe('clock-read', ({ timeOfDay }) => {
      this.beganAt = timeOfDay;
    });
    trace.subscribe('writes-classified', (record) => recordsOf(record.store).classified.push(record));
    trace.subscribe('writes-isolated', ({ store, count }) => {
      recordsOf(store).isolated += count;
    });
    trace.subscribe('two-writers', ({ store, time }) => {
      recordsOf(store).twoWriters += time;
    });
    trace.subscribe('writes-acknowledged', ({ store, count }) => {
      recordsOf(store).acknowledged = count;
    });
    trace.subscribe('caught-up', ({ store, healedAt, at }) => {
      recordsOf(store).catchUps.push({ from: healedAt, to: at });
    });
    trace.subscribe('parted', (record) => recordsOf(record.store).parted.push(record));
    trace.subscribe('reconciled', (record) => recordsOf(record.store).reconciled.push(record));
    trace.subscribe('writes-crossed', ({ store, pairs }) => {
      recordsOf(store).crossed = pairs;
    });
    trace.subscribe('commits-waited', ({ store, unreplicated, waited }) => {
      const records = recordsOf(store);
      records.unreplicated += unreplicated;
      records.waited += waited;
    });
    trace.subscribe('write-sampled', (record) => {
      recordsOf(record.store).sampled = record;
    });
    trace.subscribe('client-moved', (record) => {
      this.clients[indexOf.get(record.population)!] = record;
    });
  }

  /** Every acknowledged write ends in exactly one class. */
  private checkConservation(): void {
    this.records.forEach(({ classified, acknowledged }, index) => {
      const total = sumOf(classified);
      if (total === acknowledged) return;
      const store = this.options.stores[index];
      throw new Error(`${acknowledged} writes of ${store} were acknowledged, ${total} have a class`);
    });
  }

  private measureRun(at: Positions, incidents: readonly Incident[], dips: readonly Dip[]): void {
    const worst = worstOf(incidents);
    if (worst) {
      const { time, censored } = recoveryTime(worst);
      this.set(at['rto'], time / 1e6, censored);
      this.set(at['timeOfDay'], ((this.beganAt + worst.opened) % day) / 1e6);
      const parts = splitTime(worst.path, worst.opened, worst.recoveredAtLeast);
      for (const phase in parts) this.set(at[phase], parts[phase as keyof typeof parts] / 1e6);
    }
    this.set(at['incidents'], incidents.length);
    const mistakes = this.mistakes.figures(this.options.rule.horizon);
    this.set(at['falseVerdicts'], mistakes.verdicts);
    this.set(at['falselyUnhealthy'], mistakes.time / 1e6);
    let relapses = 0;
    let rpo = 0;
    for (const incident of incidents) {
      relapses += incident.relapses;
      rpo = Math.max(rpo, recoveryPoint(incident.losses));
    }
    this.set(at['relapses'], relapses);
    this.set(at['rpo'], rpo / 1e6);
    const downtime = this.measureService(at, dips, this.levels.flat());
    this.measureYears(at, incidents, downtime);
    for (const [figure, value] of this.queues.ofRun()) this.set(at[figure], value);
    const { time, censored } = this.queues.drained(this.options.rule.horizon);
    this.set(at['drain'], time / 1e6, censored);
  }

  private measureYears(at: Positions, incidents: readonly Incident[], downtime: number): void {
    if (at['downtimePerYear'] === undefined || this.options.rule.horizon < year) return;
    for (const [figure, value, censored] of figuresOfYears(incidents, downtime, this.options.rule))
      this.set(at[figure], value, censored);
  }

  private measureTraffic(populations: readonly PopulationTraffic[]): void {
    const { layout, populations: options } = this.options;
    let [stale, closed] = [0, 0];
    populations.forEach((one, index) => {
      const at = layout.populations[index]!;
      for (const [figure, { value, censored }] of one.moved) this.set(at[figure], value, censored);
      this.set(at['staleShare'], shareOf(one.stale.stale, one.stale.closed));
      this.set(at['catchmentShift'], Math.min(1, one.shifted));
      stale += one.stale.stale * options[index]!.rate;
      closed += one.stale.closed * options[index]!.rate;
    });
    this.set(layout.run['staleShare'], shareOf(stale, closed));
  }

  private measurePopulation(at: Positions, index: number, incidents: readonly Incident[]): void {
    const levels = this.levels[index]!;
    const dips = dipsOf(levels);
    const { rule } = this.options;
    const spells = joinDips(dips, rule.settle);
    let worst = { time: 0, censored: false };
    let next = 0;
    for (const incident of incidents) {
      while (next < spells.length && spells[next]!.from < incident.opened) next += 1;
      const own = ownRecovery(incident, spells[next], rule);
      if (rank(own) > rank(worst)) worst = own;
    }
    this.set(at['rto'], worst.time / 1e6, worst.censored);
    this.measureService(at, dips, levels);
    this.set(at['logins'], this.logins[index]!);
    const client = this.clients[index];
    if (!client) return;
    const stays = client.movedAt === Number.POSITIVE_INFINITY;
    const movedAt = stays ? rule.horizon : client.movedAt;
    this.set(at['cutover'], (movedAt - client.changedAt) / 1e6, stays);
    const incident = incidents.find(
      ({ opened, closed }) => opened <= client.changedAt && client.changedAt <= closed,
    );
    this.set(at['clientOutage'], incident ? (movedAt - incident.opened) / 1e6 : 0, incident && stays);
  }

  /** Figures weighted by time, and by requests, of some levels together; returns the downtime. */
  private measureService(at: Positions, dips: readonly Dip[], levels: readonly ServiceLevel[]): number {
    const { horizon } = this.options.rule;
    let down = 0;
    for (const { from, to } of joinDips(dips, 0)) down += to - from;
    let [failed, offered] = [0, 0];
    for (const { failedTime, offeredTime, rate } of levels) {
      failed += failedTime * rate;
      offered += rate * offeredTime;
    }
    this.set(at['downtime'], down / 1e6);
    this.set(at['availability'], 1 - down / horizon);
    this.set(at['failedRequests'], Math.max(0, failed));
    this.set(at['servedRequests'], Math.min(offered, offered - failed));
    this.set(at['requestAvailability'], offered > 0 ? Math.max(0, Math.min(1, 1 - failed / offered)) : 1);
    return down;
  }

  private measureStore(at: Positions, index: number, incidents: readonly Incident[]): void {
    const { classified, acknowledged, sampled, catchUps, unreplicated, waited, isolated, twoWriters } =
      this.records[index]!;
    const store = this.options.stores[index];
    const { run } = this.options.layout;
    for (const one of classified) {
      this.add(at[one.class], one.count);
      this.add(run[one.class], one.count);
      if (!isLost(one)) continue;
      this.add(at['writesLost'], one.count);
      this.add(run['writesLost'], one.count);
    }
    this.set(at['acknowledged'], acknowledged);
    this.add(run['acknowledged'], acknowledged);
    let rpo = 0;
    for (const { losses } of incidents) {
      rpo = Math.max(rpo, recoveryPoint(losses.filter((loss) => loss.store === store)));
    }
    this.set(at['rpo'], rpo / 1e6);
    const tail = classified.find(({ staleness }) => staleness !== undefined);
    this.set(at['staleness'], (tail?.staleness ?? 0) / 1e6);
    this.set(at['newestSurvivingAge'], (tail?.newestSurvivingAge ?? 0) / 1e6);
    this.set(at['commitLatency'], (sampled?.commitLatency ?? 0) / 1e6);
    this.set(at['unreplicated'], sampled?.unreplicated ? 1 : 0);
    this.set(at['readLatency'], (sampled?.read?.latency ?? 0) / 1e6);
    this.set(at['staleRead'], sampled?.read?.stale ? 1 : 0);
    this.set(at['visibility'], (sampled?.read?.visibility ?? 0) / 1e6);
    this.set(at['unreplicatedWrites'], unreplicated);
    this.set(at['commitWait'], waited / 1e6);
    this.set(at['isolatedWrites'], isolated);
    this.set(at['unreadableWrites'], this.changes.unreadableOf(store!));
    this.set(at['damagedWrites'], this.changes.damagedOf(store!));
    this.set(at['twoWriters'], twoWriters / 1e6);
    let longest = 0;
    for (const { from, to } of catchUps) longest = Math.max(longest, to - from);
    this.set(at['catchUp'], longest / 1e6);
    this.measureConflicts(at, this.records[index]!);
    this.set(at['missingObjects'], this.restores.missingOf(store!));
    for (const [figure, value, censored] of this.restores.figuresOf(store!, this.options.rule.horizon))
      this.set(at[figure], value, censored);
  }

  private measureChanges(at: Positions): void {
    if (at['mixedVersions'] === undefined) return;
    const { populations, rule } = this.options;
    const rate = populations.reduce((sum, one) => sum + one.rate, 0);
    for (const [figure, value, censored] of this.changes.figures(rate, rule.horizon))
      this.set(at[figure], value, censored);
  }

  private measureConflicts(at: Positions, { parted, reconciled, crossed }: StoreRecords): void {
    if (at['apart'] === undefined) return;
    const { horizon } = this.options.rule;
    this.set(at['apart'], timeApart(parted, reconciled, horizon) / 1e6);
    const divergence = longestDivergence(parted, reconciled, horizon);
    this.set(at['divergence'], divergence.time / 1e6, divergence.censored);
    for (const one of reconciled) {
      for (const figure of conflictCounts) this.add(at[figure], one[figure]);
      if (one.pendingKeys > 0 && one.repairedAt < Number.POSITIVE_INFINITY)
        this.add(at['repair'], one.repairLasts / 1e6);
    }
    this.add(at['conflictPairs'], crossed);
  }

  private set(position: number | undefined, value: number, censored = false): void {
    // A figure that can be nothing but 0 here has no column.
    if (position === undefined) return;
    this.values[position] = censored ? Number.POSITIVE_INFINITY : value;
    this.atLeast[position] = value;
  }

  private add(position: number | undefined, count: number): void {
    if (position === undefined) return;
    this.values[position]! += count;
    this.atLeast[position]! += count;
  }
}

/** A part of a whole that may be nothing; sums of shares may round to just beside 0 and 1. */
function shareOf(part: number, whole: number): number {
  return whole > 0 ? Math.max(0, Math.min(1, part / whole)) : 0;
}

/** Only requests that are made can fail. */
function dipsOf(levels: readonly ServiceLevel[]): Dip[] {
  const dips: Dip[] = [];
  for (const level of levels) if (level.rate > 0) dips.push(...level.dips);
  return dips;
}

/** Censored ranks above every observed time. */
function rank({ time, censored }: { time: number; censored: boolean }): number {
  return censored ? Number.MAX_SAFE_INTEGER + time : time;
}

function worstOf(incidents: readonly Incident[]): Incident | undefined {
  let worst: Incident | undefined;
  for (const one of incidents) {
    if (!worst || rank(recoveryTime(one)) > rank(recoveryTime(worst))) worst = one;
  }
  return worst;
}

/** From the opening of an incident to the recovery of the first spell of dips since then, if it is one of it. */
function ownRecovery(
  incident: Incident,
  spell: Dip | undefined,
  { settle, horizon }: IncidentRule,
): { time: number; censored: boolean } {
  if (!spell || spell.from >= incident.recoveredAtLeast + settle) return { time: 0, censored: false };
  return { time: spell.to - incident.opened, censored: spell.to + settle > horizon };
}

function sumOf(records: readonly WritesClassified[]): number {
  let sum = 0;
  for (const { count } of records) sum += count;
  return sum;
}
