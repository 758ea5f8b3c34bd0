import type { Micros } from '../kernel/index.js';
import type { Path } from './path.js';

/**
 * A rate or share as a closed-form function of time: `base` plus, for each term, `weight` times the share of a
 * population that has moved through the term's cutover. Evaluated and integrated exactly, never sampled.
 */
export interface Curve {
  readonly base: number;
  readonly terms: readonly Term[];
}

export interface Term {
  readonly weight: number;
  readonly cutover: Cutover;
}

/**
 * How a population moves to a changed answer: the share that acts on it (or on a later one) at each time. Never falls,
 * 0 before `at`, 1 from `settled`.
 */
export interface Cutover {
  readonly at: Micros;
  readonly settled: Micros;
  /** Number of the change among those of the population. */
  readonly change: number;
  /** How the change itself came about. */
  readonly path: Path;
  share(at: Micros): number;
  /** Integral of the share, microseconds. */
  integral(from: Micros, to: Micros): number;
  /** First time at which at least this share has moved; Infinity above 1. */
  reaches(share: number): Micros;
  /** First time at which more than this share has moved. */
  exceeds(share: number): Micros;
  /** Times within (from, to) at which the curve changes its form. */
  knots(from: Micros, to: Micros): Micros[];
}

export const zero: Curve = { base: 0, terms: [] };

export function constantCurve(base: number): Curve {
  return { base, terms: [] };
}

export function valueAt(curve: Curve, at: Micros): number {
  let value = curve.base;
  for (const { weight, cutover } of curve.terms) value += weight * cutover.share(at);
  return value;
}

/** Integral over [from, to], in units of the curve times microseconds. */
export function integralOf(curve: Curve, from: Micros, to: Micros): number {
  let total = curve.base * (to - from);
  for (const { weight, cutover } of curve.terms) total += weight * cutover.integral(from, to);
  return total;
}

/** The sum of curves, each times its factor. */
export function addCurves(parts: readonly { factor: number; curve: Curve }[]): Curve {
  let base = 0;
  const terms: Term[] = [];
  for (const { factor, curve } of parts) {
    base += factor * curve.base;
    for (const term of curve.terms) terms.push({ weight: factor * term.weight, cutover: term.cutover });
  }
  return { base, terms };
}

/** Whether two curves are the same function for the same reasons. */
export function sameCurve(a: Curve, b: Curve): boolean {
  return (
    a.base === b.base &&
    a.terms.length === b.terms.length &&
    a.terms.every((term, i) => term.weight === b.terms[i]!.weight && term.cutover === b.terms[i]!.cutover)
  );
}

/**
 * The first time in [from, to) at which the curve is at or above `level` (`above`), or below it (not `above`);
 * undefined if there is none. Equality counts as above. Curves with one term are solved by the term's own inverse;
 * with several, where bounds do not exclude it, between the knots of their cutovers, where each curve is a polynomial.
 */
export function firstTime(
  curve: Curve,
  level: number,
  above: boolean,
  from: Micros,
  to: Micros,
): Micros | undefined {
  if (from >= to) return undefined;
  if (holds(valueAt(curve, from), level, above)) return from;
  if (curve.terms.length === 0) return undefined;
  if (curve.terms.length === 1) return solveSingle(curve, level, above, from, to);
  return search(curve, level, above, { from, to, depth: 0 });
}

/** Absorbs the rounding of sums of shares, so that a threshold is met at equality. */
const tie = 1e-12;

function holds(value: number, level: number, above: boolean): boolean {
  return above ? value >= level - tie : value < level - tie;
}

function solveSingle(
  curve: Curve,
  level: number,
  above: boolean,
  from: Micros,
  to: Micros,
): Micros | undefined {
  const { weight, cutover } = curve.terms[0]!;
  if (weight > 0 !== above) return undefined;
  if (!holds(valueAt(curve, to - 1), level, above)) return undefined;
  const share = (level - curve.base) / weight;
  // Not at `from` itself, as was seen; what the inverse says is checked, for it rounds otherwise than the curve.
  const at = Math.max(from + 1, above ? cutover.reaches(share) : cutover.exceeds(share));
  if (at < to && holds(valueAt(curve, at), level, above)) return at;
  return bisect(curve, level, above, from, to - 1);
}

/** How often a stretch is halved before its knots are counted, and how many of them are gone through. */
const halvings = 12;
const fewKnots = 32;

interface Stretch {
  readonly from: Micros;
  readonly to: Micros;
  /** How often it was halved. */
  readonly depth: number;
}

/** Shares never fall, so their values at both ends bound the curve in between. */
function search(curve: Curve, level: number, above: boolean, stretch: Stretch): Micros | undefined {
  const { from, to, depth } = stretch;
  if (!canHold(curve, level, above, from, to - 1)) return undefined;
  const middle = Math.floor((from + to) / 2);
  if (depth >= halvings || middle <= from) {
    const knots = knotsOf(curve, from, to);
    if (knots.length <= fewKnots || middle <= from)
      return searchPieces(curve, level, above, [from, ...knots, to]);
  }
  return (
    search(curve, level, above, { from, to: middle, depth: depth + 1 }) ??
    search(curve, level, above, { from: middle, to, depth: depth + 1 })
  );
}

/** In order, some perhaps twice. */
function knotsOf({ terms }: Curve, from: Micros, to: Micros): Micros[] {
  return terms.flatMap(({ cutover }) => cutover.knots(from, to)).sort((a, b) => a - b);
}

function canHold(curve: Curve, level: number, above: boolean, from: Micros, to: Micros): boolean {
  let bound = curve.base;
  for (const { weight, cutover } of curve.terms)
    bound += weight * cutover.share(weight > 0 === above ? to : from);
  return above ? bound >= level - 2 * tie : bound < level;
}

/** Goes through the pieces between knots. */
function searchPieces(
  curve: Curve,
  level: number,
  above: boolean,
  [from, ...knots]: Micros[],
): Micros | undefined {
  const to = knots.at(-1)!;
  let low = from!;
  if (holds(valueAt(curve, low), level, above)) return low;
  for (const knot of knots) {
    if (knot <= low && knot < to) continue;
    // A curve may jump at a knot: up to just before it, and it.
    for (const high of [...subdivide(low, knot - 1), Math.min(knot, to - 1)]) {
      if (holds(valueAt(curve, high), level, above)) return bisect(curve, level, above, low, high);
      low = high;
    }
  }
  return undefined;
}

/** Inner points of a piece, so that a curve of higher degree that dips between two knots is seen. */
function subdivide(low: number, high: number): number[] {
  const pieces = 4;
  const points: number[] = [];
  for (let i = 1; i < pieces; i++) points.push(Math.floor(low + ((high - low) * i) / pieces));
  points.push(high);
  return points.filter((point) => point > low);
}

function bisect(curve: Curve, level: number, above: boolean, low: number, high: number): Micros {
  let [a, b] = [low, high];
  while (b - a > 1) {
    const middle = Math.floor((a + b) / 2);
    if (middle <= a || middle >= b) break;
    if (holds(valueAt(curve, middle), level, above)) b = middle;
    else a = middle;
  }
  return b;
}
