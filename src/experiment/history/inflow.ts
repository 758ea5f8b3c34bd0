import type { Micros, Stream } from '../../kernel/index.js';
import { addCurves, type Curve, cutoversOf, integralOf, mostOf, valueAt } from '../../model/curve.js';
import { pickPosition } from './pick.js';

/** Requests of one population that reach one region. */
export interface Flow {
  readonly population: number;
  readonly region: number;
  /** Requests per microsecond. */
  readonly rate: Curve;
}

/** The flows of a stretch of time, until the next stretch. */
export interface Stretch {
  readonly from: Micros;
  readonly to: Micros;
  readonly flows: readonly Flow[];
}

/** A request: when, whose, and where it was sent. */
export interface Request {
  /** Microseconds, not rounded. */
  readonly at: number;
  readonly population: number;
  readonly region: number;
}

interface Piece extends Stretch {
  readonly total: Curve;
  /** Of requests expected. */
  readonly mass: number;
}

/** Requests that come as a Poisson process whose rate is a sum of flows: how many are expected when, and single ones. */
export class Inflow {
  private readonly stretches: readonly Stretch[];

  constructor(stretches: readonly Stretch[]) {
    this.stretches = stretches.flatMap(divide);
  }

  /** Requests expected in a span of time. */
  mass(from: Micros, to: Micros): number {
    return this.within(from, to).reduce((total, { mass }) => total + mass, 0);
  }

  /** Requests of a span, given how many they are: independent, the rate their density; in no order. */
  draw(count: number, from: Micros, to: Micros, stream: Stream): Request[] {
    if (count === 0) return [];
    const pieces = this.within(from, to);
    const masses = pieces.map(({ mass }) => mass);
    if (pieces.length === 0) throw new Error(`${count} requests came in ${from}..${to}, where none can`);
    return Array.from({ length: count }, () => drawIn(pieces[pickPosition(masses, stream)]!, stream));
  }

  /** Whose a request of that instant is. */
  drawAt(at: Micros, stream: Stream): Request {
    const stretch = this.stretches.find(({ from, to }) => from < at && at <= to) ?? this.stretches[0]!;
    return drawFlow(stretch, at, stream);
  }

  private within(from: Micros, to: Micros): Piece[] {
    const pieces: Piece[] = [];
    for (const stretch of this.stretches) {
      const [start, end] = [Math.max(from, stretch.from), Math.min(to, stretch.to)];
      if (start >= end) continue;
      const total = addCurves(stretch.flows.map(({ rate }) => ({ factor: 1, curve: rate })));
      const mass = Math.max(0, integralOf(total, start, end));
      if (mass > 0) pieces.push({ from: start, to: end, flows: stretch.flows, total, mass });
    }
    return pieces;
  }
}

/** Parts of a stretch at the times from which one of its curves no longer moves. */
function divide({ from, to, flows }: Stretch): Stretch[] {
  const settled = flows.flatMap(({ rate }) => cutoversOf(rate).map((cutover) => cutover.settled));
  const times = [...new Set([from, ...settled.filter((at) => at > from && at < to), to])].sort(
    (a, b) => a - b,
  );
  return times.slice(1).map((end, index) => ({ from: times[index]!, to: end, flows }));
}

/** By rejection: a time of the piece at random, kept in proportion to the rate. */
function drawIn(piece: Piece, stream: Stream): Request {
  const { from, to, total } = piece;
  const most = mostOf(total);
  const varies = total.terms.length > 0 || total.loaded !== undefined;
  for (;;) {
    const at = to - (to - from) * stream.next();
    if (varies && stream.next() * most >= valueAt(total, at)) continue;
    return drawFlow(piece, at, stream);
  }
}

function drawFlow({ flows }: Stretch, at: number, stream: Stream): Request {
  const rates = flows.map(({ rate }) => Math.max(0, valueAt(rate, at)));
  const { population, region } = flows[Math.max(0, pickPosition(rates, stream))]!;
  return { at, population, region };
}
