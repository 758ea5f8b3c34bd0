import type { Trace } from '../kernel/index.js';
import type { ClientMoved, TraceRecord, WriteClass, WriteSampled, WritesClassified } from '../model/trace.js';
import { writeClasses } from '../model/trace.js';
import type { ColumnName, Row } from './columns.js';
import { qualify } from './columns.js';
import type { Incident, IncidentRule, Stretch } from './incident.js';
import { findIncidents, joinDips, recoveryPoint, recoveryTime } from './incident.js';
import { OverTimeFold } from './over-time.js';
import { splitTime } from './phases.js';
import type { Dip } from './service-level.js';
import { ServiceLevel } from './service-level.js';

/** What a run is measured against; the same for every run of a batch. */
export interface MeasureOptions {
  readonly columns: readonly ColumnName[];
  readonly regions: readonly string[];
  readonly stores: readonly string[];
  readonly populations: readonly { name: string; rate: number; writes: number }[];
  /** Share of goodput below which service is down. */
  readonly threshold: number;
  readonly rule: IncidentRule;
}

const lostClasses: readonly WriteClass[] = ['lostInFailover', 'lostInConflict', 'lostInRestore'];

/** Folds the trace of one run into its row of figures. */
export class Measure {
  private readonly levels: ServiceLevel[];
  private readonly classified: WritesClassified[] = [];
  private readonly acknowledged = new Map<string, number>();
  private readonly catchUps: (Stretch & { store: string })[] = [];
  private readonly clients = new Map<string, ClientMoved>();
  private readonly writes = new Map<string, WriteSampled>();
  private firstFault: number | undefined;
  private readonly overTime: OverTimeFold | undefined;

  constructor(
    private readonly options: MeasureOptions,
    trace: Trace<TraceRecord>,
    watchTime: boolean,
  ) {
    const { populations, threshold } = options;
    this.levels = populations.flatMap(({ name, rate, writes }) =>
      (['reads', 'writes'] as const)
        .map((kind) => ({ kind, part: kind === 'reads' ? rate * (1 - writes) : rate * writes }))
        .filter(({ part }) => part > 0)
        .map(({ kind, part }) => new ServiceLevel(name, kind, part, threshold)),
    );
    this.subscribe(trace);
    if (watchTime) this.overTime = this.watchTime(trace);
  }

  /** The figures of the run, when the trace is complete. Throws if a write has no class, or two. */
  row(): Row {
    const { horizon } = this.options.rule;
    for (const level of this.levels) level.end(horizon);
    this.checkConservation();
    const losses = this.classified.filter((record) => lostClasses.includes(record.class));
    const dips = this.levels.flatMap((level) => level.dips);
    const incidents = findIncidents(dips, losses, this.catchUps, this.options.rule);
    const figures = new Map<string, Figure>();
    this.measureRun(figures, incidents, dips);
    this.measurePopulations(figures, incidents);
    this.measureStores(figures, incidents);
    return this.fill(figures, incidents);
  }

  private subscribe(trace: Trace<TraceRecord>): void {
    trace.subscribe('goodput', (record) => {
      const level = this.levels.find(
        ({ population, kind }) => population === record.population && kind === record.kind,
      );
      level?.fold(record);
    });
    trace.subscribe('writes-classified', (record) => this.classified.push(record));
    trace.subscribe('writes-acknowledged', ({ store, count }) => this.acknowledged.set(store, count));
    trace.subscribe('caught-up', ({ store, healedAt, at }) =>
      this.catchUps.push({ store, from: healedAt, to: at }),
    );
    trace.subscribe('client-moved', (record) => this.clients.set(record.population, record));
    trace.subscribe('write-sampled', (record) => this.writes.set(record.store, record));
    trace.subscribe('fault-began', ({ at }) => {
      this.firstFault ??= at;
    });
  }

  private watchTime(trace: Trace<TraceRecord>): OverTimeFold {
    const { regions, stores, populations, rule } = this.options;
    const fold = new OverTimeFold({
      regions,
      stores,
      horizon: rule.horizon,
      populations: Object.fromEntries(populations.map((one) => [one.name, one])),
    });
    trace.subscribe('routed', (record) => fold.foldRoute(record));
    trace.subscribe('goodput', (record) => fold.foldGoodput(record));
    trace.subscribe('writes-classified', (record) => {
      if (lostClasses.includes(record.class)) fold.foldLoss(record);
    });
    return fold;
  }

  /** Every acknowledged write ends in exactly one class. */
  private checkConservation(): void {
    for (const [store, acknowledged] of this.acknowledged) {
      const total = this.classified
        .filter((record) => record.store === store)
        .reduce((sum, { count }) => sum + count, 0);
      if (total !== acknowledged) {
        throw new Error(`${acknowledged} writes of ${store} were acknowledged, ${total} have a class`);
      }
    }
  }

  private measureRun(figures: Map<string, Figure>, incidents: readonly Incident[], dips: readonly Dip[]): void {
    const { horizon } = this.options.rule;
    const worst = worstOf(incidents);
    const rto = worst ? recoveryTime(worst) : { time: 0, censored: false };
    figures.set('rto', inSeconds(rto.time, rto.censored));
    const parts = splitTime(worst?.path, worst?.opened ?? 0, worst?.recoveredAtLeast ?? 0);
    for (const [phase, time] of Object.entries(parts)) figures.set(phase, inSeconds(time, false));
    figures.set('rpo', inSeconds(Math.max(0, ...incidents.map(({ losses }) => recoveryPoint(losses)))));
    const down = totalLength(joinDips(dips, 0));
    figures.set('downtime', inSeconds(down));
    figures.set('availability', { value: 1 - down / horizon });
    figures.set('incidents', { value: incidents.length });
    figures.set('relapses', { value: incidents.reduce((sum, { relapses }) => sum + relapses, 0) });
    this.measureRequests(figures, this.levels);
  }

  private measurePopulations(figures: Map<string, Figure>, incidents: readonly Incident[]): void {
    const { rule, populations } = this.options;
    for (const { name } of populations) {
      const levels = this.levels.filter(({ population }) => population === name);
      const dips = levels.flatMap((level) => level.dips);
      const times = incidents.map((incident) => ownRecovery(incident, dips, rule));
      const worst = times.reduce((a, b) => (rank(b) > rank(a) ? b : a), { time: 0, censored: false });
      figures.set(qualify('rto', name), inSeconds(worst.time, worst.censored));
      const down = totalLength(joinDips(dips, 0));
      figures.set(qualify('downtime', name), inSeconds(down));
      figures.set(qualify('availability', name), { value: 1 - down / rule.horizon });
      this.measureRequests(figures, levels, name);
      const client = this.clients.get(name);
      const moved = (since: number) => inSeconds(client ? Math.max(0, client.movedAt - since) : 0);
      figures.set(qualify('cutover', name), moved(client?.changedAt ?? 0));
      figures.set(qualify('clientOutage', name), moved(this.firstFault ?? 0));
    }
  }

  /** Request-weighted figures of some levels together. */
  private measureRequests(figures: Map<string, Figure>, levels: readonly ServiceLevel[], of?: string): void {
    const failed = levels.reduce((sum, { failedTime, rate }) => sum + failedTime * rate, 0);
    const offered = levels.reduce((sum, { rate }) => sum + rate, 0) * this.options.rule.horizon;
    figures.set(qualify('failedRequests', of), { value: Math.max(0, failed) });
    figures.set(qualify('requestAvailability', of), {
      value: offered > 0 ? Math.min(1, 1 - failed / offered) : 1,
    });
  }

  private measureStores(figures: Map<string, Figure>, incidents: readonly Incident[]): void {
    const add = (name: string, value: number) =>
      figures.set(name, { value: (figures.get(name)?.value ?? 0) + value });
    for (const figure of [...writeClasses, 'acknowledged', 'writesLost']) figures.set(figure, { value: 0 });
    for (const store of this.options.stores) {
      const own = this.classified.filter((record) => record.store === store);
      for (const figure of writeClasses) {
        const count = sumOf(own.filter((record) => record.class === figure));
        figures.set(qualify(figure, store), { value: count });
        add(figure, count);
      }
      const lost = sumOf(own.filter((record) => lostClasses.includes(record.class)));
      figures.set(qualify('writesLost', store), { value: lost });
      add('writesLost', lost);
      const acknowledged = this.acknowledged.get(store) ?? 0;
      figures.set(qualify('acknowledged', store), { value: acknowledged });
      add('acknowledged', acknowledged);
      const points = incidents.map(({ losses }) =>
        recoveryPoint(losses.filter((loss) => loss.store === store)),
      );
      figures.set(qualify('rpo', store), inSeconds(Math.max(0, ...points)));
      this.measureReplication(figures, store, own);
    }
  }

  private measureReplication(
    figures: Map<string, Figure>,
    store: string,
    own: readonly WritesClassified[],
  ): void {
    const tail = own.find(({ staleness }) => staleness !== undefined);
    const write = this.writes.get(store);
    const catchUps = this.catchUps.filter((one) => one.store === store);
    figures.set(qualify('staleness', store), inSeconds(tail?.staleness ?? 0));
    figures.set(qualify('newestSurvivingAge', store), inSeconds(tail?.newestSurvivingAge ?? 0));
    figures.set(qualify('commitLatency', store), inSeconds(write?.commitLatency ?? 0));
    figures.set(qualify('unreplicated', store), { value: write?.unreplicated ? 1 : 0 });
    figures.set(qualify('catchUp', store), inSeconds(Math.max(0, ...catchUps.map(lengthOf))));
  }

  private fill(figures: ReadonlyMap<string, Figure>, incidents: readonly Incident[]): Row {
    const { columns, rule } = this.options;
    const values = new Float64Array(columns.length);
    const atLeast = new Float64Array(columns.length);
    columns.forEach(({ name }, index) => {
      const figure = figures.get(name)!;
      values[index] = figure.censored ? Number.POSITIVE_INFINITY : figure.value;
      atLeast[index] = figure.value;
    });
    if (!this.overTime) return { values, atLeast };
    return { values, atLeast, overTime: this.overTime.sample(incidents[0], rule.horizon) };
  }
}

/** A figure of one run; censored when its value is only a lower bound. */
interface Figure {
  readonly value: number;
  readonly censored?: boolean;
}

function inSeconds(micros: number, censored = false): Figure {
  return { value: micros / 1e6, censored };
}

/** Censored ranks above every observed time. */
function rank({ time, censored }: { time: number; censored: boolean }): number {
  return censored ? Number.MAX_SAFE_INTEGER + time : time;
}

function worstOf(incidents: readonly Incident[]): Incident | undefined {
  return incidents.reduce<Incident | undefined>(
    (worst, one) => (worst && rank(recoveryTime(worst)) >= rank(recoveryTime(one)) ? worst : one),
    undefined,
  );
}

/** From the opening of an incident to the recovery of some dips in it. */
function ownRecovery(
  incident: Incident,
  dips: readonly Dip[],
  { settle, horizon }: IncidentRule,
): { time: number; censored: boolean } {
  const spell = joinDips(dips, settle).find(
    ({ from }) => from >= incident.opened && from < incident.recoveredAtLeast + settle,
  );
  if (!spell) return { time: 0, censored: false };
  return { time: spell.to - incident.opened, censored: spell.to + settle > horizon };
}

function totalLength(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, stretch) => sum + lengthOf(stretch), 0);
}

function lengthOf({ from, to }: Stretch): number {
  return to - from;
}

function sumOf(records: readonly WritesClassified[]): number {
  return records.reduce((sum, { count }) => sum + count, 0);
}
