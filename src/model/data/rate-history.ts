import type { Micros } from '../../kernel/index.js';
import type { Curve } from '../curve.js';
import { cutoversOf, integralOf, isSteady, sameCurve, valueAt, zero } from '../curve.js';
import { loadsOf, stepsOf } from '../steps.js';

/** A rate below one in thirty years is the rounding of a sum that is nothing; per microsecond. */
const leastRate = 1e-15;

interface Piece {
  readonly from: Micros;
  rate: Curve;
  /** Integral of the rate up to `from`. */
  readonly before: number;
}

/** A rate (per microsecond) that is a closed-form curve between events: what it was, and its integral. */
export class RateHistory {
  readonly pieces: Piece[];

  constructor(
    readonly began: Micros,
    rate: Curve = zero,
  ) {
    this.pieces = [{ from: began, rate, before: 0 }];
  }

  /** The rate from now on. */
  add(at: Micros, rate: Curve): void {
    const last = this.pieces.at(-1)!;
    if (sameCurve(last.rate, rate)) return;
    if (last.from === at) last.rate = rate;
    else this.pieces.push({ from: at, rate, before: this.massTo(at) });
  }

  /** The rate since a time was this after all, unless it has been changed since. */
  correct(since: Micros, rate: Curve): void {
    if (this.pieces.at(-1)!.from <= since) this.add(since, rate);
  }

  /** The rate in force at last. */
  get last(): Curve {
    return this.pieces.at(-1)!.rate;
  }

  rateAt(at: Micros): number {
    return valueAt(this.pieces[this.pieceAt(at)]!.rate, at);
  }

  /** Spans of time with a rate above nothing, in order; those that touch are two. */
  spans(until: Micros): { from: Micros; to: Micros }[] {
    return this.pieces.flatMap(({ from, rate }, index) => {
      const to = this.pieces[index + 1]?.from ?? until;
      const turns = cutoversOf(rate).flatMap((cutover) => [...cutover.knots(from, to), cutover.settled]);
      turns.push(
        ...stepsOf(
          loadsOf([rate]).filter(({ least }) => least === 0),
          from,
          to,
        ),
      );
      const inside = turns.filter((at) => at > from && at < to).sort((a, b) => a - b);
      const marks = [from, ...inside, to];
      return marks
        .slice(1)
        .map((end, i) => ({ from: marks[i]!, to: end }))
        .filter((span) => span.to > span.from && valueAt(rate, (span.from + span.to) / 2) > leastRate);
    });
  }

  /** Whether the rate is the same all through (from, to]. */
  isSteady(from: Micros, to: Micros): boolean {
    const index = this.pieceAt(from);
    const next = this.pieces[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return next >= to && isSteady(this.pieces[index]!.rate, from, to);
  }

  /** The curves that are in force within (from, to). */
  rates(from: Micros, to: Micros): Curve[] {
    const curves: Curve[] = [];
    for (let i = this.pieceAt(from); i < this.pieces.length; i++) {
      const { from: began, rate } = this.pieces[i]!;
      if (began >= to) break;
      curves.push(rate);
    }
    return curves;
  }

  /**
   * When another curve came into force within (from, to), in order: takes a step for each of these changes, however many there are
   * beside.
   */
  changesIn(from: Micros, to: Micros): Micros[] {
    const changes: Micros[] = [];
    for (let i = from < this.began ? 0 : this.pieceAt(from) + 1; i < this.pieces.length; i++) {
      const at = this.pieces[i]!.from;
      if (at >= to) break;
      changes.push(at);
    }
    return changes;
  }

  /** When the rate changed within (from, to), also by a step of a load, in order. */
  turnsIn(from: Micros, to: Micros): Micros[] {
    const turns = this.changesIn(from, to);
    turns.push(...stepsOf(loadsOf(this.rates(from, to)), from, to));
    return turns.sort((a, b) => a - b);
  }

  /** Integral of the rate over (from, to]. */
  mass(from: Micros, to: Micros): number {
    // A rate that has fallen to nothing may have left a rounding below it.
    return to <= from ? 0 : Math.max(0, this.massTo(to) - this.massTo(Math.max(from, this.began)));
  }

  /** The time after `from` at which the integral has come to `mass`; at most `to`. */
  timeAfter(from: Micros, mass: number, to: Micros): Micros {
    const index = this.pieceAt(from);
    const { rate } = this.pieces[index]!;
    const next = this.pieces[index + 1]?.from ?? to;
    if (rate.base > 0 && next >= to && rate.terms.length === 0 && !rate.loaded)
      return Math.min(to, from + mass / rate.base);
    let [low, high] = [from, to];
    for (let i = 0; i < 64; i++) {
      const middle = (low + high) / 2;
      if (this.mass(from, middle) < mass) low = middle;
      else high = middle;
    }
    return high;
  }

  /** Integral of the rate times the time that is left until `to`, over (from, to]. */
  waitUntil(from: Micros, to: Micros): number {
    let [wait, start] = [0, Math.max(from, this.began)];
    for (let index = this.pieceAt(start); start < to; index++) {
      const piece = this.pieces[index]!;
      const end = Math.min(to, this.pieces[index + 1]?.from ?? to);
      for (const step of [...stepsOf(loadsOf([piece.rate]), start, end), end]) {
        wait += this.mass(from, start) * (step - start) + this.waitWithin(piece, start, step);
        start = step;
      }
    }
    return wait;
  }

  /** Within a step of a piece: exact where its rate is steady, by Simpson's rule while clients move. */
  private waitWithin({ rate }: Piece, from: Micros, to: Micros): number {
    if (cutoversOf(rate).length === 0) return (valueAt(rate, from) * (to - from) * (to - from)) / 2;
    const panels = 16;
    let sum = 0;
    for (let i = 0; i <= panels; i++) {
      const weight = i === 0 || i === panels ? 1 : i % 2 === 1 ? 4 : 2;
      sum += weight * this.mass(from, from + ((to - from) * i) / panels);
    }
    return (sum * (to - from)) / (3 * panels);
  }

  private massTo(to: Micros): number {
    const piece = this.pieces[this.pieceAt(to)]!;
    return to <= piece.from ? piece.before : piece.before + integralOf(piece.rate, piece.from, to);
  }

  /** Index of the piece in force at a time. */
  private pieceAt(at: Micros): number {
    const last = this.pieces.length - 1;
    // Most ask about the present.
    if (this.pieces[last]!.from <= at) return last;
    let [low, high] = [0, last];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.pieces[middle]!.from <= at) low = middle;
      else high = middle;
    }
    return low;
  }
}
