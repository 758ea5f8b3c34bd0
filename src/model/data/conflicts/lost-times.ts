import type { Micros, Stream } from '../../../kernel/index.js';
import { drawBinomial, expMinusOne, lnOnePlus, pow } from '../../../kernel/index.js';
import type { SpanTimes } from './span-times.js';

/**
 * The oldest and the newest of many writes, most of which are never drawn: of keys that are alike, only those are that have a
 * write outside of what was seen so far (thinning). Times are shares of the expected writes of a span, so that writes are
 * independent and uniform.
 */
export class LostTimes {
  private oldest = Number.POSITIVE_INFINITY;
  private newest = Number.NEGATIVE_INFINITY;
  /** Shares, by span: a write between them is neither older nor newer than all seen so far. */
  private readonly low: number[];
  private readonly high: number[];

  constructor(
    private readonly times: readonly SpanTimes[],
    private readonly stream: Stream,
  ) {
    this.low = times.map(() => 1);
    this.high = times.map(() => 0);
  }

  /** The extremes of all writes seen, undefined if there were none. */
  get extremes(): { oldest: Micros; newest: Micros } | undefined {
    return this.oldest <= this.newest ? { oldest: this.oldest, newest: this.newest } : undefined;
  }

  /** Sees the write at a share of a span. */
  see(span: number, share: number): void {
    if (share > this.low[span]! && share < this.high[span]!) return;
    const time = this.times[span]!.timeAt(share);
    if (time < this.oldest) this.oldest = time;
    if (time > this.newest) this.newest = time;
    for (let i = 0; i < this.times.length; i += 1) {
      this.low[i] = this.times[i]!.shareAt(this.oldest);
      this.high[i] = this.times[i]!.shareAt(this.newest);
    }
  }

  /** Sees all of `count` writes, 1 or more, of which the last is at a share. */
  seeUpTo(span: number, count: number, last: number): void {
    this.see(span, last);
    if (count === 1) return;
    // The smallest of m uniform numbers is at least u / m of the whole, u uniform.
    const u = this.stream.next();
    if ((last * u) / (count - 1) < this.low[span]!) this.see(span, last * smallestOf(count - 1, u));
  }

  /** Sees `count` writes of a span, wherever in it they are. */
  seeAll(span: number, count: number): void {
    if (count === 0) return;
    const { min, max } = spread(count, 0, 1, this.stream);
    this.see(span, min);
    this.see(span, max);
  }

  /**
   * Sees the losing writes of keys that are alike: each has `losers` writes of one version or more, all of them lost or only
   * the last of each version, and `winners` writes of the version that holds the last write of all; none if who wrote last
   * decided nothing. All are writes of spans like this one.
   */
  seeLosing(span: number, keys: number, losers: readonly number[], all: boolean, winners: number): void {
    const groups = all ? [new Whole(total(losers))] : losers.map((count) => new Last(count));
    const writes = total(losers) + winners;
    for (let left = keys; left > 0; ) {
      const [low, high] = [this.low[span]!, this.high[span]!];
      const inside = low < high ? groups.reduce((chance, group) => chance * group.inside(low, high), 1) : 0;
      // Given that a winner's write is the last of all, what lies outside is at most so much likelier.
      const bound = ((1 - inside) * writes) / (winners === 0 ? writes : winners);
      if (bound > 0.5) {
        this.seeKey(span, groups, writes, winners);
        left -= 1;
        continue;
      }
      const some = Math.min(left, Math.ceil(4 / bound));
      left -= some;
      for (let hits = drawBinomial(some, bound, this.stream); hits > 0; hits -= 1) {
        this.seeOutside(span, groups, winners, low, high);
      }
    }
  }

  /** One key: the last write of all first, the others are independent and uniform before it. */
  private seeKey(span: number, groups: readonly Group[], writes: number, winners: number): void {
    const last = winners === 0 ? 1 : largestOf(writes, this.stream.next());
    for (const group of groups) {
      const { min, max } = group.anywhere(this.stream);
      this.see(span, last * min);
      this.see(span, last * max);
    }
  }

  /** One key of which a losing write lies outside, kept if a winner's write is later than all of them. */
  private seeOutside(
    span: number,
    groups: readonly Group[],
    winners: number,
    low: number,
    high: number,
  ): void {
    const { stream } = this;
    const insides = groups.map((group) => group.inside(low, high));
    const chance = 1 - insides.reduce((product, inside) => product * inside, 1);
    // The first group that has a write outside.
    let u = stream.next() * chance;
    let first = 0;
    let before = 1;
    while (first < groups.length - 1 && u >= before * (1 - insides[first]!)) {
      u -= before * (1 - insides[first]!);
      before *= insides[first]!;
      first += 1;
    }
    const drawn = groups.map((group, i) =>
      i < first
        ? group.drawInside(low, high, stream)
        : i === first
          ? group.drawOutside(low, high, stream)
          : group.anywhere(stream),
    );
    const last = Math.max(...drawn.map(({ max }) => max));
    if (winners > 0 && stream.next() < pow(last, winners)) return;
    for (const { min, max } of drawn) {
      this.see(span, min);
      this.see(span, max);
    }
  }
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Writes of one key, uniform on 0 to 1, of which some are lost: where those are. */
interface Group {
  /** Chance that they all lie between. */
  inside(low: number, high: number): number;
  anywhere(stream: Stream): Range;
  drawInside(low: number, high: number, stream: Stream): Range;
  drawOutside(low: number, high: number, stream: Stream): Range;
}

/** All of them are lost. */
class Whole implements Group {
  constructor(private readonly count: number) {}

  inside(low: number, high: number): number {
    return pow(high - low, this.count);
  }

  anywhere(stream: Stream): Range {
    return spread(this.count, 0, 1, stream);
  }

  drawInside(low: number, high: number, stream: Stream): Range {
    return spread(this.count, low, high, stream);
  }

  drawOutside(low: number, high: number, stream: Stream): Range {
    const { count } = this;
    const before = 1 - pow(1 - low, count);
    const after = 1 - before - this.inside(low, high);
    const u = stream.next() * (before + after);
    if (u < before) {
      const min = smallestOf(count, u);
      return { min, max: count === 1 ? min : min + (1 - min) * largestOf(count - 1, stream.next()) };
    }
    // None before, the last one after: on the scale of what is not before.
    const floor = pow((high - low) / (1 - low), count);
    const max = low + (1 - low) * pow(floor + (1 - floor) * stream.next(), 1 / count);
    return { min: count === 1 ? max : low + (max - low) * smallestOf(count - 1, stream.next()), max };
  }
}

/** Only the last one is lost. */
class Last implements Group {
  constructor(private readonly count: number) {}

  inside(low: number, high: number): number {
    return pow(high, this.count) - pow(low, this.count);
  }

  anywhere(stream: Stream): Range {
    return point(largestOf(this.count, stream.next()));
  }

  drawInside(low: number, high: number, stream: Stream): Range {
    return point(pow(pow(low, this.count) + stream.next() * this.inside(low, high), 1 / this.count));
  }

  drawOutside(low: number, high: number, stream: Stream): Range {
    const u = stream.next() * (1 - this.inside(low, high));
    const below = pow(low, this.count);
    return point(pow(u < below ? u : u + this.inside(low, high), 1 / this.count));
  }
}

function point(share: number): Range {
  return { min: share, max: share };
}

/** The extremes of `count` independent uniform numbers. */
function spread(count: number, low: number, high: number, stream: Stream): Range {
  const min = low + (high - low) * smallestOf(count, stream.next());
  return { min, max: count === 1 ? min : min + (high - min) * largestOf(count - 1, stream.next()) };
}

function largestOf(count: number, u: number): number {
  return count === 1 ? u : pow(u, 1 / count);
}

function smallestOf(count: number, u: number): number {
  return count === 1 ? u : -expMinusOne(lnOnePlus(-u) / count);
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
