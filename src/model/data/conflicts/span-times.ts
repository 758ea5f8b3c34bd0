import type { Micros } from '../../../kernel/index.js';
import type { WriteSpan } from './split.js';

/** Shares of the writes of a span, and the times and stamps of its writes. */
export class SpanTimes {
  /** Times, and stamps at them, by which i / {@link steps} of the writes have come; NaN until asked for. */
  private times: Float64Array | undefined;
  private stamps: Float64Array | undefined;

  constructor(private readonly span: WriteSpan) {}

  /** Whether times and stamps of the writes of both are of the same law. */
  isLike(other: SpanTimes): boolean {
    const [a, b] = [this.span, other.span];
    const steady = a.massTo === undefined && b.massTo === undefined;
    return steady && typeof a.clock === 'number' && a.clock === b.clock && a.from === b.from && a.to === b.to;
  }

  /** Part of the expected writes that come up to a time. */
  shareAt(time: Micros): number {
    const { from, to, mass, massTo } = this.span;
    if (time <= from) return 0;
    if (time >= to) return 1;
    return massTo ? massTo(time) / mass : (time - from) / (to - from);
  }

  /** Time by which a share of the expected writes has come, to a thousandth of a microsecond. */
  timeAt(share: number): Micros {
    const { from, to, massTo } = this.span;
    if (!massTo) return from + share * (to - from);
    const step = Math.min(steps - 1, Math.floor(share * steps));
    return this.search(massTo, share, this.nodeTime(step), this.nodeTime(step + 1));
  }

  stampAt(time: Micros): number {
    const { clock } = this.span;
    return typeof clock === 'number' ? time + clock : clock(time);
  }

  /** Bounds of the stamp of the write at a share, cheap where times have to be searched for. */
  earliestStamp(share: number): number {
    if (!this.span.massTo) return this.stampAt(this.timeAt(share));
    return this.nodeStamp(Math.min(steps - 1, Math.floor(share * steps)));
  }

  latestStamp(share: number): number {
    if (!this.span.massTo) return this.stampAt(this.timeAt(share));
    return this.nodeStamp(Math.min(steps, Math.floor(share * steps) + 1));
  }

  private nodeTime(step: number): Micros {
    this.times ??= new Float64Array(steps + 1).fill(Number.NaN);
    const known = this.times[step]!;
    if (!Number.isNaN(known)) return known;
    const { from, to, massTo } = this.span;
    const time = step === 0 ? from : step === steps ? to : this.search(massTo!, step / steps, from, to);
    this.times[step] = time;
    return time;
  }

  private nodeStamp(step: number): number {
    this.stamps ??= new Float64Array(steps + 1).fill(Number.NaN);
    const known = this.stamps[step]!;
    if (!Number.isNaN(known)) return known;
    const stamp = this.stampAt(this.nodeTime(step));
    this.stamps[step] = stamp;
    return stamp;
  }

  /**
   * Regula falsi with halved ends (Dowell and Jarratt 1971, "Illinois"), never nearer to an end than half the precision, so
   * that an end near the answer is passed and the other one follows; every fourth step halves the interval.
   */
  private search(massTo: (time: Micros) => number, share: number, low: Micros, high: Micros): Micros {
    const target = share * this.span.mass;
    // After a decade, times themselves are not finer.
    const near = Math.max(precision, high * 2 ** -50);
    let [a, b] = [low, high];
    let fa = massTo(a) - target;
    let fb = massTo(b) - target;
    let kept = 0;
    for (let i = 1; b - a > near; i += 1) {
      const straight = i % 4 > 0 && fb > fa ? a - (fa * (b - a)) / (fb - fa) : (a + b) / 2;
      const middle = Math.min(Math.max(straight, a + near / 2), b - near / 2);
      const value = massTo(middle) - target;
      if (value < 0) {
        [a, fa] = [middle, value];
        if (kept > 0) fb /= 2;
        kept = 1;
      } else {
        [b, fb] = [middle, value];
        if (kept < 0) fa /= 2;
        kept = -1;
      }
    }
    return b;
  }
}

/** Few searches, and few stamps that lie between the same two. */
const steps = 512;
/** Microseconds. */
const precision = 2 ** -10;
