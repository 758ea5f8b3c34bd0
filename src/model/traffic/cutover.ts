import type { Micros } from '../../kernel/index.js';
import type { Path } from '../trace.js';
import type { AgeLaw } from './age.js';

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

/** Many clients, each with its own phase in every cache: the share is the age law itself. */
export class MeanFieldCutover implements Cutover {
  readonly settled: Micros;

  constructor(
    readonly at: Micros,
    readonly change: number,
    readonly path: Path,
    private readonly law: AgeLaw,
  ) {
    this.settled = at + law.longest;
  }

  share(at: Micros): number {
    return this.law.cdf(at - this.at);
  }

  integral(from: Micros, to: Micros): number {
    return this.law.integral(to - this.at) - this.law.integral(from - this.at);
  }

  reaches(share: number): Micros {
    return this.at + this.law.reaches(share);
  }

  exceeds(share: number): Micros {
    return this.at + this.law.exceeds(share);
  }

  knots(from: Micros, to: Micros): Micros[] {
    return this.law
      .knots()
      .map((age) => this.at + age)
      .filter((time) => time > from && time < to);
  }
}

/** Resolvers that were drawn: each moves with its whole weight at its own time. */
export interface Moves {
  /** Delays after the change, ascending, microseconds. */
  readonly delays: Float64Array;
  /** Whole weight moved with and before entry i. */
  readonly moved: Float64Array;
  /** Sum of weight times delay up to entry i. */
  readonly waited: Float64Array;
}

/** A stated number of resolvers: a staircase, drawn only when something depends on it. */
export class SampledCutover implements Cutover {
  private drawn: Moves | undefined;

  constructor(
    readonly at: Micros,
    readonly change: number,
    readonly path: Path,
    readonly settled: Micros,
    private readonly draw: () => Moves,
  ) {}

  share(at: Micros): number {
    if (at < this.at) return 0;
    if (at >= this.settled) return 1;
    const { moved } = this.moves();
    const count = this.movedBy(at - this.at);
    return count === 0 ? 0 : moved[count - 1]! / moved[moved.length - 1]!;
  }

  integral(from: Micros, to: Micros): number {
    return this.integralTo(to) - this.integralTo(from);
  }

  reaches(share: number): Micros {
    const total = this.moves().moved.at(-1)!;
    return this.timeOf(Math.ceil(share * total - total * ties));
  }

  exceeds(share: number): Micros {
    const total = this.moves().moved.at(-1)!;
    return this.timeOf(Math.floor(share * total + total * ties) + 1);
  }

  knots(from: Micros, to: Micros): Micros[] {
    const times: Micros[] = [];
    for (const delay of this.moves().delays) {
      const time = this.at + delay;
      if (time > from && time < to) times.push(time);
    }
    return times;
  }

  private moves(): Moves {
    this.drawn ??= this.draw();
    return this.drawn;
  }

  /** First time at which this whole weight has moved. */
  private timeOf(weight: number): Micros {
    const { moved, delays } = this.moves();
    if (weight > moved.at(-1)!) return Number.POSITIVE_INFINITY;
    return weight <= 0 ? this.at : this.at + delays[firstAtLeast(moved, weight)]!;
  }

  /** How many entries moved within this delay. */
  private movedBy(delay: number): number {
    return firstAbove(this.moves().delays, delay);
  }

  private integralTo(to: Micros): number {
    if (to <= this.at) return 0;
    const { moved, waited } = this.moves();
    const count = this.movedBy(to - this.at);
    if (count === 0) return 0;
    return (moved[count - 1]! * (to - this.at) - waited[count - 1]!) / moved[moved.length - 1]!;
  }
}

/** Weights are whole, so a share of them is decided exactly once the rounding of the product is taken off. */
const ties = 1e-12;

/** A change seen through drawn resolvers and then through caches of many clients behind each of them. */
export class LayeredCutover implements Cutover {
  readonly settled: Micros;
  private drawn: Moves | undefined;

  constructor(
    readonly at: Micros,
    readonly change: number,
    readonly path: Path,
    settled: Micros,
    private readonly draw: () => Moves,
    private readonly law: AgeLaw,
  ) {
    this.settled = settled + law.longest;
  }

  private moves(): Moves {
    this.drawn ??= this.draw();
    return this.drawn;
  }

  share(at: Micros): number {
    return this.mix((delay) => this.law.cdf(at - this.at - delay));
  }

  integral(from: Micros, to: Micros): number {
    return this.mix(
      (delay) => this.law.integral(to - this.at - delay) - this.law.integral(from - this.at - delay),
    );
  }

  reaches(share: number): Micros {
    return this.solve((at) => this.share(at) >= share - ties);
  }

  exceeds(share: number): Micros {
    return this.solve((at) => this.share(at) > share + ties);
  }

  knots(from: Micros, to: Micros): Micros[] {
    const pieces = 64;
    const end = Math.min(to, this.settled);
    const start = Math.max(from, this.at);
    const times: Micros[] = [];
    for (let i = 1; i < pieces; i++) times.push(start + Math.floor(((end - start) * i) / pieces));
    return times.filter((time) => time > from && time < to);
  }

  private mix(shareOf: (delay: number) => number): number {
    const { delays, moved } = this.moves();
    let total = 0;
    let before = 0;
    for (let i = 0; i < delays.length; i++) {
      total += (moved[i]! - before) * shareOf(delays[i]!);
      before = moved[i]!;
    }
    return total / before;
  }

  private solve(done: (at: Micros) => boolean): Micros {
    let [low, high] = [this.at, Math.ceil(this.settled)];
    if (done(low)) return low;
    if (!done(high)) return Number.POSITIVE_INFINITY;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (done(middle)) high = middle;
      else low = middle;
    }
    return high;
  }
}

/** Index of the first entry >= value in an ascending array. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first entry > value in an ascending array. */
function firstAbove(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
