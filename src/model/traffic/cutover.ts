import type { Micros } from '../../kernel/index.js';
import type { Cutover } from '../curve.js';
import type { Path } from '../path.js';
import type { AgeLaw } from './age.js';
import { delayOfRank, type Moves, Steps } from './steps.js';

/** Many clients, each with its own phase in every cache: the share is the age law itself. */
export class MeanFieldCutover implements Cutover {
  readonly settled: Micros;

  constructor(
    readonly at: Micros,
    readonly change: number,
    readonly path: Path,
    private readonly law: AgeLaw,
    /** Ages count from here: before the change itself where it ended a silence. */
    private readonly since: Micros = at,
  ) {
    this.settled = Math.max(at, since + law.longest);
  }

  share(at: Micros): number {
    return at < this.at ? 0 : this.law.cdf(at - this.since);
  }

  integral(from: Micros, to: Micros): number {
    if (to <= this.at) return 0;
    return this.law.integral(to - this.since) - this.law.integral(Math.max(from, this.at) - this.since);
  }

  reaches(share: number): Micros {
    return Math.max(this.at, this.since + this.law.reaches(share));
  }

  exceeds(share: number): Micros {
    return Math.max(this.at, this.since + this.law.exceeds(share));
  }

  knots(from: Micros, to: Micros): Micros[] {
    return this.law
      .knots()
      .map((age) => Math.max(this.at, this.since + age))
      .filter((time) => time > from && time < to);
  }
}

/** Drawn resolvers after a change. */
export interface DrawnMoves {
  /** Delays count from here: before the change itself where it ended a silence. */
  readonly since: Micros;
  /** By when all have moved that ever do. */
  readonly settled: Micros;
  draw(): Moves;
}

/**
 * A stated number of resolvers: a staircase, drawn only when something depends on it. It is sorted only when it is asked
 * often: a sum or one rank takes a pass, and most runs ask for few of them.
 */
export class SampledCutover implements Cutover {
  readonly settled: Micros;
  private drawn: Moves | undefined;
  private last = { from: 0, to: 0, area: 0 };
  private steps: Steps | undefined;
  private passes = 0;

  constructor(
    readonly at: Micros,
    readonly change: number,
    readonly path: Path,
    private readonly resolvers: DrawnMoves,
  ) {
    this.settled = resolvers.settled;
  }

  share(at: Micros): number {
    if (at < this.at) return 0;
    const { delays, weights, total } = this.moves();
    const passed = at - this.resolvers.since;
    const steps = this.inOrder();
    if (steps) return steps.weightWithin(passed) / total;
    let moved = 0;
    for (let i = 0; i < delays.length; i++) if (delays[i]! <= passed) moved += weights[i]!;
    return moved / total;
  }

  /** Reads and writes of a population ask for the same stretch: the last answer is kept. */
  integral(from: Micros, to: Micros): number {
    const { last } = this;
    if (last.from !== from || last.to !== to) this.last = { from, to, area: this.areaBetween(from, to) };
    return this.last.area;
  }

  private areaBetween(from: Micros, to: Micros): number {
    if (to <= this.at) return 0;
    const { delays, weights, total } = this.moves();
    const { since } = this.resolvers;
    const [start, end] = [Math.max(from, this.at) - since, to - since];
    if (delays.length > fewMoves) {
      const steps = this.sort();
      return (steps.areaWithin(end) - steps.areaWithin(start)) / total;
    }
    let area = 0;
    for (let i = 0; i < delays.length; i++) {
      const since = Math.max(delays[i]!, start);
      if (since < end) area += weights[i]! * (end - since);
    }
    return area / total;
  }

  reaches(share: number): Micros {
    const { total } = this.moves();
    return this.timeOf(Math.ceil(share * total - total * ties));
  }

  exceeds(share: number): Micros {
    const { total } = this.moves();
    return this.timeOf(Math.floor(share * total + total * ties) + 1);
  }

  knots(from: Micros, to: Micros): Micros[] {
    const steps = this.sort();
    const { since } = this.resolvers;
    const times: Micros[] = [];
    for (let i = steps.countWithin(from - since - 1); i < steps.delays.length; i++) {
      const time = Math.max(this.at, since + Math.ceil(steps.delays[i]!));
      if (time >= to) break;
      if (time > from) times.push(time);
    }
    return times;
  }

  private moves(): Moves {
    this.drawn ??= this.resolvers.draw();
    return this.drawn;
  }

  private sort(): Steps {
    this.steps ??= new Steps(this.moves(), this.settled - this.resolvers.since);
    return this.steps;
  }

  /** The moves in order, once enough passes have been made to pay for that. */
  private inOrder(): Steps | undefined {
    this.passes += 1;
    return this.passes > fewPasses ? this.sort() : this.steps;
  }

  /** First time at which this whole weight has moved. */
  private timeOf(weight: number): Micros {
    if (weight > this.moves().total) return Number.POSITIVE_INFINITY;
    if (weight <= 0) return this.at;
    const { since, settled } = this.resolvers;
    const delay = this.steps
      ? this.steps.delayOf(weight)
      : delayOfRank(this.moves(), weight, settled - since);
    // A whole microsecond: the sum may round to just before the delay has passed.
    return Math.max(this.at, since + Math.ceil(delay));
  }
}

/** Weights are whole, so a share of them is decided exactly once the rounding of the product is taken off. */
const ties = 1e-12;

/** Sorting takes about as long as this many passes. */
const fewPasses = 16;

/** Areas of more are summed in order. Who asked before decides nothing here: the two sums differ in their last bits. */
const fewMoves = 2000;

/** Pieces in which the whole move of such a cutover is gone through. */
const gridPieces = 64;

/** A change seen through drawn resolvers and then through caches of many clients behind each of them. */
export class LayeredCutover implements Cutover {
  readonly settled: Micros;
  private drawn: Moves | undefined;
  private last = { at: Number.NaN, share: 0 };

  constructor(
    readonly at: Micros,
    readonly change: number,
    readonly path: Path,
    private readonly resolvers: DrawnMoves,
    private readonly law: AgeLaw,
  ) {
    this.settled = resolvers.settled + law.longest;
  }

  private moves(): Moves {
    this.drawn ??= this.resolvers.draw();
    return this.drawn;
  }

  /** Curves that share a cutover ask for the same instant one after the other: the last answer is kept. */
  share(at: Micros): number {
    if (at < this.at) return 0;
    if (this.last.at === at) return this.last.share;
    const passed = at - this.resolvers.since;
    const share = this.mix((delay) => this.law.cdf(passed - delay));
    this.last = { at, share };
    return share;
  }

  integral(from: Micros, to: Micros): number {
    if (to <= this.at) return 0;
    const { since } = this.resolvers;
    const [start, end] = [Math.max(from, this.at) - since, to - since];
    return this.mix((delay) => this.law.integral(end - delay) - this.law.integral(start - delay));
  }

  reaches(share: number): Micros {
    return this.solve((at) => this.share(at) >= share - ties);
  }

  exceeds(share: number): Micros {
    return this.solve((at) => this.share(at) > share + ties);
  }

  /** A grid that does not depend on who asks, so that a short stretch has few. */
  knots(from: Micros, to: Micros): Micros[] {
    const pace = (this.settled - this.at) / gridPieces;
    if (!(pace > 0) || to <= this.at || from >= this.settled) return [];
    const [first, last] = [Math.max(0, Math.floor((from - this.at) / pace)), gridPieces];
    const times: Micros[] = [];
    for (let i = first; i <= last; i++) {
      const time = this.at + Math.floor(i * pace);
      if (time >= to) break;
      if (time > from) times.push(time);
    }
    return times;
  }

  private mix(shareOf: (delay: number) => number): number {
    const { delays, weights, total } = this.moves();
    let sum = 0;
    for (let i = 0; i < delays.length; i++) sum += weights[i]! * shareOf(delays[i]!);
    return sum / total;
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
