import type { Micros, Stream } from '../../kernel/index.js';
import { drawExponential, exp } from '../../kernel/index.js';

/**
 * How old the answer is that a client acts on: the sum of the ages of the caches it passes through. A cache that always
 * holds its answer for a fixed life has an age uniform over that life (renewal theory); connections that end at random
 * have an exponential age. An answer changed a time x ago is acted on by exactly the share of clients whose age is at
 * most x, whatever happened before.
 */
export interface Layers {
  /** Share of the clients. */
  readonly weight: number;
  /** What the sum begins with; nothing when absent. */
  readonly start?: Start;
  /** Fixed lives, one a layer; with one that is infinite these clients never act on another answer. */
  readonly lives: readonly Micros[];
  /** Means of exponential layers, two at most. */
  readonly exponentials?: readonly Micros[];
}

/** A first layer of its own law, as a sum of truncated powers: P(age <= x) = sum of factor (x - by)^order / order!. */
export interface Start {
  readonly terms: readonly Term[];
  /** No age is above it. */
  readonly span: Micros;
  draw(stream: Stream): number;
}

interface Term {
  readonly by: Micros;
  readonly factor: number;
  readonly order: number;
}

/** Always the same age. */
export function startAfter(delay: Micros): Start {
  return { terms: [{ by: delay, factor: 1, order: 0 }], span: delay, draw: () => delay };
}

/**
 * The age in a cache that is always asked and draws the life of its answer anew at each fill, equally likely from low to
 * high: density (1 - F)/mean (renewal theory).
 */
export function startRedrawn(low: Micros, high: Micros): Start {
  const mean = (low + high) / 2;
  const slope = 1 / (mean * (high - low));
  return {
    terms: [
      { by: 0, factor: 1 / mean, order: 1 },
      { by: low, factor: -slope, order: 2 },
      { by: high, factor: slope, order: 2 },
    ],
    span: high,
    draw: (stream) => {
      // A life that is met by its length, and a point of it.
      const life = Math.sqrt(low * low + stream.next() * (high * high - low * low));
      return life * stream.next();
    },
  };
}

interface Part {
  readonly weight: number;
  readonly start: Start | undefined;
  readonly lives: readonly Micros[];
  readonly exponentials: readonly Micros[];
  /** Of all layers but the exponential ones, times the product of the lives. */
  readonly terms: readonly Term[];
  readonly volume: number;
  readonly span: Micros;
  readonly moves: boolean;
}

export class AgeLaw {
  private readonly parts: readonly Part[];
  private readonly inverses = new Map<number, Micros>();
  /** The age that no client exceeds that ever acts on another answer. */
  readonly longest: Micros;
  /** Share of the clients that ever do. */
  readonly most: number;

  constructor(layers: readonly Layers[]) {
    this.parts = layers.map(partOf);
    this.longest = this.parts.reduce(
      (longest, { moves, span }) => (moves ? Math.max(longest, span) : longest),
      0,
    );
    this.most = this.parts.reduce((most, { moves, weight }) => (moves ? most : most - weight), 1);
  }

  /** Share of clients whose age is at most x. Piecewise polynomial (truncated powers), plus exponentials. */
  cdf(x: Micros): number {
    if (x < 0) return 0;
    if (x >= this.longest) return this.most;
    let total = 0;
    for (const part of this.parts)
      if (part.moves) total += part.weight * (x >= part.span ? 1 : iterated(part, x, 0));
    return total;
  }

  /** Integral of the cdf from 0 to x, microseconds. */
  integral(x: Micros): number {
    if (x <= 0) return 0;
    let total = 0;
    for (const part of this.parts) {
      if (!part.moves) continue;
      const end = part.span;
      total += part.weight * (x > end ? iterated(part, end, 1) + (x - end) : iterated(part, x, 1));
    }
    return total;
  }

  /** The first whole microsecond at which at least `share` of the clients have moved. */
  reaches(share: number): Micros {
    if (share <= this.cdf(0)) return 0;
    const known = this.inverses.get(share);
    if (known !== undefined) return known;
    const found = this.solve(share);
    this.inverses.set(share, found);
    return found;
  }

  /** The first whole microsecond at which more than `share` of the clients have moved. */
  exceeds(share: number): Micros {
    if (share < 0) return 0;
    return share >= this.most ? Number.POSITIVE_INFINITY : this.reaches(share + smallest);
  }

  /** Ages at which the law changes its polynomial. */
  knots(): Micros[] {
    return [0, ...this.parts.flatMap(({ terms }) => terms.map(({ by }) => by))];
  }

  /** The age of one client drawn at random; Infinity for one that never acts on another answer. */
  draw(stream: Stream): number {
    const part = this.partAt(stream.next());
    let age = part.start?.draw(stream) ?? 0;
    for (const life of part.lives) age += life * stream.next();
    for (const mean of part.exponentials) age += drawExponential(mean, stream);
    return part.moves ? age : Number.POSITIVE_INFINITY;
  }

  /** The part that a share u of the clients falls into. */
  private partAt(u: number): Part {
    let left = u;
    for (const part of this.parts) {
      left -= part.weight;
      if (left < 0) return part;
    }
    return this.parts.at(-1)!;
  }

  private solve(share: number): Micros {
    if (share > this.most + rounding) return Number.POSITIVE_INFINITY;
    let high = Math.ceil(this.longest);
    let low = 0;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.cdf(middle) >= share - rounding) high = middle;
      else low = middle;
    }
    return high;
  }
}

/** Shares are told apart to this. */
const smallest = 1e-12;

/** Of sums of products of shares; far below any share that can be told apart. */
const rounding = 1e-14;

/** An exponential age beyond 40 means has a chance of e^-40 = 4e-18, below the rounding of a share. */
const exponentialSpan = 40;

function partOf({ weight, start, lives: given, exponentials: means = [] }: Layers): Part {
  const lives = given.filter((life) => life > 0);
  const exponentials = apart(means.filter((mean) => mean > 0));
  let terms: readonly Term[] = start?.terms ?? [{ by: 0, factor: 1, order: 0 }];
  for (const life of lives)
    terms = terms.flatMap(({ by, factor, order }) => [
      { by, factor, order: order + 1 },
      { by: by + life, factor: -factor, order: order + 1 },
    ]);
  const tail = exponentials.reduce((sum, mean) => sum + exponentialSpan * mean, 0);
  const span = lives.reduce((sum, life) => sum + life, (start?.span ?? 0) + tail);
  const volume = lives.reduce((product, life) => product * life, 1);
  return { weight, start, lives, exponentials, terms, volume, span, moves: span < Number.POSITIVE_INFINITY };
}

/** Two equal means are taken a thousandth apart: the sum of two exponentials is then a mixture of them, to a millionth. */
function apart([first, second]: readonly Micros[]): Micros[] {
  if (first === undefined) return [];
  if (second === undefined) return [first];
  const near = Math.abs(first - second) < first / 1000;
  return near ? [first * 1.0005, first / 1.0005] : [first, second];
}

/** The part's cdf integrated `times` more times, at x. */
function iterated({ terms, volume, exponentials }: Part, x: Micros, times: number): number {
  let total = 0;
  for (const { by, factor, order } of terms) {
    if (x >= by) total += factor * base(exponentials, x - by, order + times);
  }
  return total / volume;
}

/** x^n/n!, or the n-fold integral of the law of the exponential layers. */
function base([first, second]: readonly Micros[], x: Micros, order: number): number {
  if (first === undefined) return power(x, order);
  if (second === undefined) return exponentialBase(first, x, order);
  const [one, other] = [exponentialBase(first, x, order), exponentialBase(second, x, order)];
  return (first * one - second * other) / (first - second);
}

/** The n-fold integral of 1 - exp(-x/mean). */
function exponentialBase(mean: Micros, x: Micros, order: number): number {
  return x < mean / 2 ? exponentialSeries(mean, x, order) : exponentialIntegral(mean, x, order);
}

function power(x: number, order: number): number {
  let value = 1;
  for (let i = 1; i <= order; i++) value *= x / i;
  return value;
}

function exponentialIntegral(mean: number, x: number, order: number): number {
  let value = 1 - exp(-x / mean);
  for (let i = 1; i <= order; i++) value = power(x, i) - mean * value;
  return value;
}

/** The same by its power series, which does not cancel for small x. */
function exponentialSeries(mean: number, x: number, order: number): number {
  let term = power(x, order) * (x / ((order + 1) * mean));
  let total = term;
  for (let k = 1; k < 40; k++) {
    term *= -x / ((order + 1 + k) * mean);
    total += term;
  }
  return total;
}
