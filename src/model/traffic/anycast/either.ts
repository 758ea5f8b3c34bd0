import type { Micros } from '../../../kernel/index.js';
import type { Cutover } from '../../curve.js';
import type { Path } from '../../path.js';

/** Clients that move by whichever of two ways comes first for them, the one independent of the other. */
export class Either implements Cutover {
  readonly at: Micros;
  readonly settled: Micros;
  readonly path: Path;
  private last = { from: 0, to: 0, area: 0 };

  constructor(
    readonly change: number,
    private readonly one: Cutover,
    private readonly other: Cutover,
  ) {
    this.at = Math.min(one.at, other.at);
    this.settled = Math.min(one.settled, other.settled);
    this.path = one.at <= other.at ? one.path : other.path;
  }

  share(at: Micros): number {
    return 1 - (1 - this.one.share(at)) * (1 - this.other.share(at));
  }

  /** By Gauss's rule between the knots of both, on parts that double in length. */
  integral(from: Micros, to: Micros): number {
    const { last } = this;
    if (last.from !== from || last.to !== to) this.last = { from, to, area: this.areaBetween(from, to) };
    return this.last.area;
  }

  reaches(share: number): Micros {
    return this.first((at) => this.share(at) >= share - tie);
  }

  exceeds(share: number): Micros {
    return this.first((at) => this.share(at) > share + tie);
  }

  knots(from: Micros, to: Micros): Micros[] {
    const all = [this.one, this.other].flatMap((cutover) => [
      cutover.at,
      cutover.settled,
      ...cutover.knots(from, to),
    ]);
    return [...new Set(all)].filter((time) => time > from && time < to).sort((a, b) => a - b);
  }

  private areaBetween(from: Micros, to: Micros): number {
    const ends = [
      ...this.knots(from, to),
      ...[this.one, this.other].flatMap(({ at }) => doubling(at, from, to)),
      to,
    ];
    ends.sort((a, b) => a - b);
    let area = 0;
    let low = from;
    for (const high of ends) {
      const [middle, half] = [(low + high) / 2, (high - low) / 2];
      for (const [node, weight] of rule)
        area += weight * half * (this.share(middle - node * half) + this.share(middle + node * half));
      low = high;
    }
    return area;
  }

  private first(done: (at: Micros) => boolean): Micros {
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

/** Times within (from, to) at distances from a change that double, a millisecond first. */
function doubling(change: Micros, from: Micros, to: Micros): Micros[] {
  const times: Micros[] = [];
  for (let by = 1000; change + by < to; by *= 2) if (change + by > from) times.push(change + by);
  return times;
}

/** Shares are told apart to this. */
const tie = 1e-12;

/** The Gauss-Legendre rule of four points: nodes on both sides of the middle, with their weights. */
const rule = [
  [0.3399810435848563, 0.6521451548625461],
  [0.8611363115940526, 0.3478548451374538],
] as const;
