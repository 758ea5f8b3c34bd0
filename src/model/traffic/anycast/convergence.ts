import type { Distribution, Micros } from '../../../kernel/index.js';
import type { Cutover } from '../../curve.js';
import type { Path } from '../../path.js';

/**
 * Clients of an anycast address after a route was withdrawn or announced: each moves when the routers on its way have heard of
 * it. The share that has moved is the law of the time that this takes, over the networks of the clients.
 */
export class Convergence implements Cutover {
  readonly settled: Micros;

  constructor(
    readonly at: Micros,
    readonly change: number,
    readonly path: Path,
    /** Microseconds. */
    private readonly law: Distribution,
  ) {
    this.settled = at + longest(law);
  }

  share(at: Micros): number {
    if (at < this.at) return 0;
    return at >= this.settled ? 1 : this.law.cdf(at - this.at);
  }

  integral(from: Micros, to: Micros): number {
    return this.until(to) - this.until(from);
  }

  reaches(share: number): Micros {
    return this.first((at) => this.share(at) >= share - tie);
  }

  exceeds(share: number): Micros {
    return this.first((at) => this.share(at) > share + tie);
  }

  /** Where the curve is looked at between: it is smooth, and the steeper the nearer they stand. */
  knots(from: Micros, to: Micros): Micros[] {
    const times = [this.at, this.settled];
    for (let i = 1; i < pieces; i++) times.push(this.at + Math.ceil(this.law.quantile(i / pieces)));
    return [...new Set(times)].filter((time) => time > from && time < to).sort((a, b) => a - b);
  }

  /** Integral of the share up to a time: of a law F, x - E[X] + E[max(X - x, 0)]. */
  private until(time: Micros): number {
    const passed = time - this.at;
    if (passed <= 0) return 0;
    const end = Math.min(passed, this.settled - this.at);
    return end - this.law.mean + this.law.excess(end) + (passed - end);
  }

  /** The first time from the change on at which a condition that comes true once holds. */
  private first(done: (at: Micros) => boolean): Micros {
    let [low, high] = [this.at, this.settled];
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

/** Shares are told apart to this. */
const tie = 1e-12;

/** Clients that would take longer than the quantile of 1 - this move with it. */
const rest = 1e-9;

const pieces = 32;

function longest(law: Distribution): Micros {
  return Math.ceil(law.quantile(1 - rest)) + 1;
}
