import type { Trace } from '../kernel/index.js';
import type { Curve } from '../model/curve.js';
import { addCurves, valueAt } from '../model/curve.js';
import type { Answer, TraceRecord, WritesClassified } from '../model/trace.js';
import type { OverTimeSample, TimeSeries } from './columns.js';
import { isLost } from './measure.js';

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
  /** Requests per microsecond of each population, and the share of them that are writes. */
  readonly populations: readonly { name: string; rate: number; writes: number }[];
  /** Microseconds. */
  readonly horizon: number;
}

/** Keeps what one run did along its time axis; draws nothing that the run itself does not. */
export class OverTimeFold {
  private readonly routes = new Map<string, Since<readonly Answer[]>[]>();
  private readonly goodput = new Map<string, Since<Curve>[]>();
  private readonly losses: WritesClassified[] = [];

  constructor(
    private readonly options: OverTimeOptions,
    trace: Trace<TraceRecord>,
  ) {
    trace.subscribe('routed', ({ at, population, answers }) => {
      append(this.routes, population, { at, value: answers });
    });
    trace.subscribe('goodput', ({ at, population, kind, share }) => {
      append(this.goodput, `${population} ${kind}`, { at, value: share });
    });
    trace.subscribe('writes-classified', (record) => {
      if (isLost(record)) this.losses.push(record);
    });
  }

  /** The run on its own axis and, if it had an incident, on that of the first one. */
  sample(incident: { opened: number } | undefined, span: number): OverTimeSample {
    const { horizon } = this.options;
    const whole = Float64Array.from({ length: points }, (_, i) => (horizon * i) / (points - 1));
    const series = this.series(whole, 0);
    if (!incident) return series;
    const around = Float64Array.from({ length: points }, (_, i) => span * (i / (points - 1) - lead));
    return { ...series, around: this.series(around, incident.opened) };
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
    return { times, traffic, goodput, lossWindow };
  }

  private fill(at: number, i: number, traffic: Record<string, Float64Array>, goodput: Float64Array): void {
    let total = 0;
    let answered = 0;
    for (const { name, rate, writes } of this.options.populations) {
      total += rate;
      const read = this.goodputAt(`${name} reads`, at);
      const written = this.goodputAt(`${name} writes`, at);
      answered += rate * ((1 - writes) * read + writes * written);
      const answers = latest(this.routes.get(name), at) ?? [];
      this.options.regions.forEach((region, index) => {
        traffic[region]![i]! += rate * valueAt(shareOf(answers, index), at);
      });
    }
    for (const region of this.options.regions) traffic[region]![i]! /= total;
    goodput[i] = answered / total;
  }

  private goodputAt(key: string, at: number): number {
    const curve = latest(this.goodput.get(key), at);
    return curve ? valueAt(curve, at) : 1;
  }

  private lossWindow(store: string, axis: Float64Array, origin: number): Uint8Array {
    const own = this.losses.filter((loss) => loss.store === store && loss.oldest !== undefined);
    const half = (axis[1]! - axis[0]!) / 2;
    // A window shorter than a step of the axis still shows at the nearest point.
    return Uint8Array.from(axis, (offset) =>
      own.some(({ oldest, newest }) => oldest! - half <= origin + offset && origin + offset <= newest! + half)
        ? 1
        : 0,
    );
  }
}

/** Part of the axis around an incident that lies before it. */
const lead = 0.1;

function append<T>(map: Map<string, Since<T>[]>, key: string, entry: Since<T>): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}

function latest<T>(list: readonly Since<T>[] | undefined, at: number): T | undefined {
  return list?.findLast((entry) => entry.at <= at)?.value;
}

/** Share of a population that is sent to a region, as a curve. */
function shareOf(answers: readonly Answer[], region: number): Curve {
  let before = answers[0]?.shares[region] ?? 0;
  const parts = [{ factor: 1, curve: { base: before, terms: [] } as Curve }];
  for (const { shares, cutover } of answers.slice(1)) {
    const change = shares[region]! - before;
    if (change !== 0)
      parts.push({ factor: 1, curve: { base: 0, terms: [{ weight: change, cutover: cutover! }] } });
    before = shares[region]!;
  }
  return addCurves(parts);
}
