import type { Micros, Stream } from '../../kernel/index.js';
import { drawExponential, exp } from '../../kernel/index.js';

/**
 * How old the answer is that a client acts on: the sum of the ages of the caches it passes through. A cache that always
 * holds its answer for a fixed life has an age uniform over that life (renewal theory); connections that end at random
 * have an exponential age. An answer changed a time x ago is acted on by exactly the share of clients whose age is at
 * most x, whatever happened before.
 */
interface Part {
  readonly weight: number;
  /** Fixed lives, one a layer. */
  readonly lives: readonly Micros[];
  /** Mean of an exponential layer; 0 = none. */
  readonly exponential: Micros;
  /** Signed shifts of the truncated-power form, made once. */
  readonly shifts: readonly { by: Micros; sign: number }[];
  readonly volume: number;
}

export class AgeLaw {
  private readonly parts: readonly Part[];
  private readonly inverses = new Map<number, Micros>();
  /** The age that no client exceeds; Infinity with an exponential layer. */
  readonly longest: Micros;

  constructor(parts: readonly { weight: number; lives: readonly Micros[]; exponential?: Micros }[]) {
    this.parts = parts.map(({ weight, lives, exponential = 0 }) => {
      const positive = lives.filter((life) => life > 0);
      return {
        weight,
        lives: positive,
        exponential,
        shifts: signedShifts(positive),
        volume: positive.reduce((product, life) => product * life, 1),
      };
    });
    this.longest = this.parts.reduce((longest, part) => Math.max(longest, span(part)), 0);
  }

  /** Share of clients whose age is at most x. Piecewise polynomial (truncated powers), plus exponentials. */
  cdf(x: Micros): number {
    if (x < 0) return 0;
    if (x >= this.longest) return 1;
    let total = 0;
    for (const part of this.parts) total += part.weight * (x >= span(part) ? 1 : iterated(part, x, 0));
    return total;
  }

  /** Integral of the cdf from 0 to x, microseconds. */
  integral(x: Micros): number {
    if (x <= 0) return 0;
    let total = 0;
    for (const part of this.parts) {
      const end = span(part);
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
    return share >= 1 ? Number.POSITIVE_INFINITY : this.reaches(share + smallest);
  }

  /** Ages at which the law changes its polynomial. */
  knots(): Micros[] {
    return [0, ...this.parts.flatMap(({ shifts }) => shifts.map(({ by }) => by))];
  }

  /** The age of one client drawn at random. */
  draw(stream: Stream): number {
    const part = this.partAt(stream.next());
    let age = 0;
    for (const life of part.lives) age += life * stream.next();
    return part.exponential > 0 ? age + drawExponential(part.exponential, stream) : age;
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
    if (share > 1) return Number.POSITIVE_INFINITY;
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

function span(part: { lives: readonly number[]; exponential: number }): Micros {
  return part.lives.reduce((total, life) => total + life, exponentialSpan * part.exponential);
}

function signedShifts(lives: readonly Micros[]): { by: Micros; sign: number }[] {
  let shifts = [{ by: 0, sign: 1 }];
  for (const life of lives) shifts = shifts.flatMap((s) => [s, { by: s.by + life, sign: -s.sign }]);
  return shifts;
}

/** The part's cdf integrated `times` more times, at x. */
function iterated(part: Part, x: Micros, times: number): number {
  const order = part.lives.length + times;
  let total = 0;
  for (const { by, sign } of part.shifts) {
    if (x >= by) total += sign * base(part.exponential, x - by, order);
  }
  return total / part.volume;
}

/** x^n/n!, or the n-fold integral of 1 - exp(-x/mean). */
function base(mean: Micros, x: Micros, order: number): number {
  if (mean === 0) return power(x, order);
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
