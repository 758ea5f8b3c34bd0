import type { Micros } from '../kernel/index.js';
import type { Path } from './path.js';
import { cycleOf, type Load, loadsOf } from './steps.js';

/**
 * A rate or share as a closed-form function of time: `base` plus, for each term, `weight` times the share of a
 * population that has moved through the term's cutover; plus such sums that rise and fall with a load. Evaluated and
 * integrated exactly, never sampled.
 */
export interface Curve {
  readonly base: number;
  readonly terms: readonly Term[];
  /** Absent where nothing follows a load. */
  readonly loaded?: readonly Loaded[];
}

/** A sum as a curve is, times the factor of a load. */
export interface Loaded {
  readonly load: Load;
  readonly base: number;
  readonly terms: readonly Term[];
}

export interface Term {
  readonly weight: number;
  readonly cutover: Cutover;
}

/**
 * How a population moves to a changed answer: the share that acts on it (or on a later one) at each time. Never falls,
 * 0 before `at`; from `settled` on 1, or the share of those that ever move.
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
  /** First time at which at least this share has moved; Infinity when so many never do. */
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
  for (const part of curve.loaded ?? none) value += part.load.factorAt(at) * valueAt(part, at);
  return value;
}

/** Integral over [from, to], in units of the curve times microseconds. */
export function integralOf(curve: Curve, from: Micros, to: Micros): number {
  let total = curve.base * (to - from);
  for (const { weight, cutover } of curve.terms) total += weight * cutover.integral(from, to);
  for (const part of curve.loaded ?? none) total += loadedIntegral(part, from, to);
  return total;
}

const none: readonly Loaded[] = [];

function loadedIntegral({ load, base, terms }: Loaded, from: Micros, to: Micros): number {
  let total = base === 0 ? 0 : base * load.integral(from, to);
  for (const { weight, cutover } of terms) total += weight * movedUnder(load, cutover, from, to);
  return total;
}

/** Integral of a load times the share that has moved: step by step while clients move, in one where they do not. */
function movedUnder(load: Load, cutover: Cutover, from: Micros, to: Micros): number {
  let start = Math.max(from, cutover.at);
  let total = 0;
  while (start < to) {
    const moved = cutover.share(start);
    if (moved === cutover.share(to)) return total + moved * load.integral(start, to);
    const end = Math.min(to, load.stepAfter(start));
    total += load.factorAt(start) * cutover.integral(start, end);
    start = end;
  }
  return total;
}

/** The sum of curves, each times its factor. */
export function addCurves(parts: readonly { factor: number; curve: Curve }[]): Curve {
  let base = 0;
  const terms: Term[] = [];
  const loaded: Loaded[] = [];
  for (const { factor, curve } of parts) {
    base += factor * curve.base;
    addTerms(terms, factor, curve.terms);
    for (const one of curve.loaded ?? none) addLoaded(loaded, factor, one);
  }
  return loaded.length === 0 ? { base, terms } : { base, terms, loaded };
}

function addTerms(terms: Term[], factor: number, more: readonly Term[]): void {
  for (const { weight, cutover } of more) terms.push({ weight: factor * weight, cutover });
}

/** Parts of one load are one. */
function addLoaded(all: Loaded[], factor: number, { load, base, terms }: Loaded): void {
  const place = all.findIndex((one) => one.load === load);
  const sum = place < 0 ? { base: 0, terms: [] } : all[place]!;
  const own = [...sum.terms];
  addTerms(own, factor, terms);
  const whole = { load, base: sum.base + factor * base, terms: own };
  if (place < 0) all.push(whole);
  else all[place] = whole;
}

/** A curve times a load. */
export function underLoad(load: Load, { base, terms }: Curve): Curve {
  return { base: 0, terms: [], loaded: [{ load, base, terms }] };
}

/** The cutovers on which a curve depends. */
export function cutoversOf({ terms, loaded = none }: Curve): Cutover[] {
  const all = terms.map(({ cutover }) => cutover);
  for (const one of loaded) for (const { cutover } of one.terms) all.push(cutover);
  return all;
}

/** Whether a curve has one value all through (from, to]. */
export function isSteady(curve: Curve, from: Micros, to: Micros): boolean {
  return (
    cutoversOf(curve).every(({ at, settled }) => settled <= from || at >= to) &&
    (curve.loaded ?? none).every(({ load }) => load.stepAfter(from) >= to)
  );
}

/** What a curve never exceeds. */
export function mostOf({ base, terms, loaded = none }: Curve): number {
  const own = terms.reduce((sum, { weight }) => sum + Math.max(0, weight), base);
  return loaded.reduce((sum, one) => sum + one.load.most * mostOf({ base: one.base, terms: one.terms }), own);
}

/** Whether a curve is 0 at all times. */
export function isNothing({ base, terms, loaded = none }: Curve): boolean {
  return base === 0 && terms.length === 0 && loaded.every((one) => one.base === 0 && one.terms.length === 0);
}

/** Whether two curves are the same function for the same reasons. */
export function sameCurve(a: Curve, b: Curve): boolean {
  const { loaded: own = none } = a;
  const { loaded: other = none } = b;
  return (
    sameSum(a, b) &&
    own.length === other.length &&
    own.every((part, i) => part.load === other[i]!.load && sameSum(part, other[i]!))
  );
}

function sameSum(a: Pick<Curve, 'base' | 'terms'>, b: Pick<Curve, 'base' | 'terms'>): boolean {
  return (
    a.base === b.base &&
    a.terms.length === b.terms.length &&
    a.terms.every((term, i) => term.weight === b.terms[i]!.weight && term.cutover === b.terms[i]!.cutover)
  );
}

/**
 * The first time in [from, to) at which the curve is at or above `level` (`above`), or below it (not `above`);
 * undefined if there is none. Equality counts as above. Curves with one term are solved by the term's own inverse;
 * with several, where bounds do not exclude it, between the knots of their cutovers, where each curve is a polynomial. Under a load
 * that is so between its steps, until everybody has moved and a cycle has passed.
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
  if (curve.loaded) return firstUnderLoad(curve, level, above, from, to);
  if (curve.terms.length === 0) return undefined;
  if (curve.terms.length === 1) return solveSingle(curve, level, above, from, to);
  return search(curve, level, above, { from, to, depth: 0 });
}

function firstUnderLoad(
  curve: Curve,
  level: number,
  above: boolean,
  from: Micros,
  to: Micros,
): Micros | undefined {
  const loads = loadsOf([curve]);
  const settled = cutoversOf(curve).reduce((last, one) => Math.max(last, one.settled), from);
  const end = Math.min(to, settled + cycleOf(loads));
  for (let start = from; start < end; ) {
    const next = Math.min(end, ...loads.map((load) => load.stepAfter(start)));
    const found = firstTime(betweenStepsAt(curve, start), level, above, start, next);
    if (found !== undefined) return found;
    start = next;
  }
  return undefined;
}

/** What a curve is until the next step of its loads. */
function betweenStepsAt({ base, terms, loaded = none }: Curve, at: Micros): Curve {
  const parts = loaded.map((part) => ({ factor: part.load.factorAt(at), curve: part }));
  return addCurves([{ factor: 1, curve: { base, terms } }, ...parts]);
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
