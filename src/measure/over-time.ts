import type { Trace } from '../kernel/index.js';
import type { Curve } from '../model/curve.js';
import { valueAt } from '../model/curve.js';
import { type Demand, demandAt, steadyDemand } from '../model/demand.js';
import type { Answer, Parted, Reconciled, TraceRecord, WritesClassified } from '../model/trace.js';
import type { OverTimeSample, TimeSeries } from './columns.js';
import { openSince } from './divergence.js';
import { isLost } from './loss.js';
import { VersionMixFold } from './version-mix.js';

/** Points on each time axis. */
const points = 121;

/** A curve from a time on, until the next one. */
interface Since<T> {
  readonly at: number;
  readonly value: T;
}

export interface OverTimeOptions {
  readonly regions: readonly string[];
  readonly stores: readonly string[];
  /** Stores that take writes everywhere. */
  readonly writers?: readonly string[];
  /** Requests per microsecond of each population, and the share of them that are writes. */
  readonly populations: readonly { name: string; rate: number; writes: number }[];
  /** Microseconds. */
  readonly horizon: number;
}

/** Keeps what one run did along its time axis; draws nothing that the run itself does not. */
export class OverTimeFold {
  private readonly routes = new Map<string, Since<readonly Answer[]>[]>();
  private readonly goodput = new Map<string, Since<Curve>[]>();
  private readonly demands = new Map<string, Since<Demand>[]>();
  private readonly losses: WritesClassified[] = [];
  private readonly parted: Parted[] = [];
  private readonly reconciled: Reconciled[] = [];
  private readonly versions: VersionMixFold;

  constructor(
    private readonly options: OverTimeOptions,
    trace: Trace<TraceRecord>,
  ) {
    this.versions = new VersionMixFold(trace);
    trace.subscribe('routed', ({ at, population, answers }) => {
      append(this.routes, population, { at, value: answers });
    });
    trace.subscribe('goodput', ({ at, population, kind, share }) => {
      append(this.goodput, `${population} ${kind}`, { at, value: share });
    });
    trace.subscribe('demand', ({ at, population, load, surge }) => {
      append(this.demands, population, { at, value: load ? { load, surge } : { surge } });
    });
    trace.subscribe('writes-classified', (record) => {
      if (isLost(record)) this.losses.push(record);
    });
    trace.subscribe('parted', (record) => this.parted.push(record));
    trace.subscribe('reconciled', (record) => this.reconciled.push(record));
  }

  /** The run on its own axis and, if it had an incident, on that of the first one. */
  sample(incident: { opened: number } | undefined, span: number): OverTimeSample {
    const { horizon } = this.options;
    const whole = Float64Array.from({ length: points }, (_, i) => (horizon * i) / (points - 1));
    const versions = this.versions.sample(horizon);
    const series = { ...this.series(whole, 0), ...(versions ? { versions } : {}) };
    if (!incident) return series;
    return { ...series, around: this.series(aroundAxis(span), incident.opened) };
  }

  private series(axis: Float64Array, origin: number): TimeSeries {
    const times = axis.map((time) => time / 1e6);
    const traffic: Record<string, Float64Array> = {};
    for (const region of this.options.regions) traffic[region] = new Float64Array(points);
    const goodput = new Float64Array(points);
    axis.forEach((offset, i) => {
      const at = origin + offset;
      if (at < 0 || at > this.options.horizon) goodput[i] = Number.NaN;
      else this.fill(at, i, traffic, goodput);
    });
    const lossWindow = Object.fromEntries(
      this.options.stores.map((store) => [store, this.lossWindow(store, axis, origin)]),
    );
    const { writers = [] } = this.options;
    const apart = Object.fromEntries(writers.map((store) => [store, this.apart(store, axis, origin)]));
    return { times, traffic, goodput, lossWindow, ...(writers.length > 0 ? { apart } : {}) };
  }

  private fill(at: number, i: number, traffic: Record<string, Float64Array>, goodput: Float64Array): void {
    let total = 0;
    let answered = 0;
    for (const { name, rate: mean, writes } of this.options.populations) {
      const rate = mean * demandAt(latest(this.demands.get(name), at) ?? steadyDemand, at);
      total += rate;
      const read = this.goodputAt(`${name} reads`, at);
      const written = this.goodputAt(`${name} writes`, at);
      answered += rate * ((1 - writes) * read + writes * written);
      const shares = sharesAt(latest(this.routes.get(name), at) ?? [], at);
      this.options.regions.forEach((region, index) => {
        traffic[region]![i]! += rate * (shares[index] ?? 0);
      });
    }
    // Where nobody asks, nobody is refused.
    for (const region of this.options.regions) if (total > 0) traffic[region]![i]! /= total;
    goodput[i] = total > 0 ? answered / total : 1;
  }

  private goodputAt(key: string, at: number): number {
    const curve = latest(this.goodput.get(key), at);
    return curve ? valueAt(curve, at) : 1;
  }

  private apart(store: string, axis: Float64Array, origin: number): Uint8Array {
    const own = this.reconciled.filter((one) => one.store === store);
    const spans = own.map(({ partedAt, at }) => ({ from: partedAt, to: at }));
    const open = openSince(
      this.parted.filter((one) => one.store === store),
      own,
    );
    if (open !== undefined) spans.push({ from: open, to: this.options.horizon });
    return Uint8Array.from(axis, (offset) =>
      spans.some(({ from, to }) => from <= origin + offset && origin + offset < to) ? 1 : 0,
    );
  }

  /** Each point stands for the times nearer to it than to any other, so that a short window is not missed between two. */
  private lossWindow(store: string, axis: Float64Array, origin: number): Uint8Array {
    const own = this.losses.filter((loss) => loss.store === store && loss.oldest !== undefined);
    return Uint8Array.from(axis, (offset, i) => {
      const from = origin + (i > 0 ? (axis[i - 1]! + offset) / 2 : offset);
      const to = origin + (i < axis.length - 1 ? (offset + axis[i + 1]!) / 2 : offset);
      return own.some(({ oldest, newest }) => oldest! < to && newest! >= from) ? 1 : 0;
    });
  }
}

/** Points of the axis around an incident that lie before it, and how far they reach back, as a share of the rest. */
const before = 40;
const lead = 0.1;

/** Steps grow with the cube of the distance: seconds show next to the opening, hours at the end. */
function aroundAxis(span: number): Float64Array {
  const after = points - 1 - before;
  return Float64Array.from({ length: points }, (_, i) => {
    const at = i - before;
    const part = at < 0 ? -at / before : at / after;
    return (at < 0 ? -lead : 1) * span * part * part * part;
  });
}

function append<T>(map: Map<string, Since<T>[]>, key: string, entry: Since<T>): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}

function latest<T>(list: readonly Since<T>[] | undefined, at: number): T | undefined {
  return list?.findLast((entry) => entry.at <= at)?.value;
}

/** Share of a population that is sent to each region at a time. */
function sharesAt(answers: readonly Answer[], at: number): number[] {
  const shares = [...(answers[0]?.shares ?? [])];
  for (let i = 1; i < answers.length; i++) {
    const moved = answers[i]!.cutover!.share(at);
    if (moved === 0) break;
    for (let region = 0; region < shares.length; region++) {
      shares[region]! += moved * (answers[i]!.shares[region]! - answers[i - 1]!.shares[region]!);
    }
  }
  return shares;
}
