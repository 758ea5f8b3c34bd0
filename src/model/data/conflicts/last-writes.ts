import type { Stream } from '../../../kernel/index.js';
import { pow } from '../../../kernel/index.js';
import type { Lineages, Offered, Outcome, Writes } from './lineage.js';
import type { Plan, Plans } from './plan.js';
import type { Version } from './policy.js';
import { has, next, type SpanSet } from './span-set.js';
import type { SpanTimes } from './span-times.js';
import type { Split } from './split.js';

/** Draws when each span last wrote a key, and finds what becomes of the key by that. */
export class LastWrites {
  /** By span: share of the span's writes that come up to the last one of the key. */
  private readonly shares: Float64Array;
  /** Between which the stamp of that write lies. */
  private readonly earliest: Float64Array;
  private readonly latest: Float64Array;
  private readonly writtenAt: Float64Array;
  private readonly rank: number[];
  private readonly sorted: number[] = [];
  /** Of the key at hand. */
  private counts: readonly number[] = [];
  private readonly seen: Writes & { written: SpanSet } = {
    written: 0,
    isLater: (a, b) => this.isLater(a, b),
    show: (version) => this.show(version),
  };

  constructor(
    private readonly split: Split,
    private readonly times: readonly SpanTimes[],
    private readonly lineages: Lineages,
    private readonly plans: Plans,
    private readonly stream: Stream,
  ) {
    const size = times.length;
    this.shares = new Float64Array(size);
    this.earliest = new Float64Array(size);
    this.latest = new Float64Array(size);
    this.writtenAt = new Float64Array(size);
    this.rank = times.map(() => 0);
  }

  /** Draws the last writes of one more key: their shares, by span, until the next key. */
  draw({ spans }: Plan, counts: readonly number[]): Float64Array {
    for (let i = 0; i < spans.length; i += 1) {
      const s = spans[i]!;
      this.shares[s] = this.largestOf(counts[s]!);
    }
    return this.shares;
  }

  /** What becomes of the key if the order by stamp decides. */
  inOrder(plan: Plan): Outcome {
    const { sorted, rank, times, shares } = this;
    const { spans } = plan;
    let code = 0;
    for (let size = 0; size < spans.length; size += 1) {
      const s = spans[size]!;
      this.earliest[s] = times[s]!.earliestStamp(shares[s]!);
      this.latest[s] = times[s]!.latestStamp(shares[s]!);
      let place = size;
      for (; place > 0 && this.isLater(sorted[place - 1]!, s); place -= 1) sorted[place] = sorted[place - 1]!;
      sorted[place] = s;
    }
    for (let i = 0; i < spans.length; i += 1) {
      rank[sorted[i]!] = i;
      code = code * times.length + sorted[i]!;
    }
    return this.plans.ranked(plan, code, rank);
  }

  /** What becomes of the key if the policy sees everything. */
  inFull({ written, spans }: Plan, counts: readonly number[]): Outcome {
    const { writtenAt, earliest: stamps } = this;
    for (const s of spans) {
      writtenAt[s] = this.times[s]!.timeAt(this.shares[s]!);
      stamps[s] = this.times[s]!.stampAt(writtenAt[s]!);
      this.latest[s] = stamps[s]!;
    }
    this.counts = counts;
    this.seen.written = written;
    return this.lineages.follow(this.seen);
  }

  private show({ side, head, own }: Offered): Version {
    const { region, writer } = this.split.spans[head]!;
    let writes = 0;
    for (let s = 0, rest = own; rest; s += 1, rest = next(rest)) if (has(rest, 0)) writes += this.counts[s]!;
    const stamp = { time: this.earliest[head]!, counter: 0, writer };
    return { side, region, writes, stamp, writtenAt: this.writtenAt[head]! };
  }

  /** By stamp, then by writer. Times are searched for only where bounds do not tell. */
  private isLater(a: number, b: number): boolean {
    const { earliest, latest } = this;
    if (earliest[a]! > latest[b]!) return true;
    if (latest[a]! < earliest[b]!) return false;
    this.refine(a);
    this.refine(b);
    if (earliest[a] !== earliest[b]) return earliest[a]! > earliest[b]!;
    const { spans } = this.split;
    return spans[a]!.writer === spans[b]!.writer ? a > b : spans[a]!.writer > spans[b]!.writer;
  }

  private refine(s: number): void {
    if (this.earliest[s] === this.latest[s]) return;
    const stamp = this.times[s]!.stampAt(this.times[s]!.timeAt(this.shares[s]!));
    this.earliest[s] = stamp;
    this.latest[s] = stamp;
  }

  private largestOf(count: number): number {
    if (count > fewWrites) return pow(this.stream.next(), 1 / count);
    let largest = this.stream.next();
    for (let i = 1; i < count; i += 1) {
      const next = this.stream.next();
      if (next > largest) largest = next;
    }
    return largest;
  }
}

/** Up to here it takes less time to draw all of them. */
const fewWrites = 6;
