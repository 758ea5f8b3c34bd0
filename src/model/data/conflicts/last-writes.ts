import type { Stream } from '../../../kernel/index.js';
import { pow } from '../../../kernel/index.js';
import { type Lineages, members, type Outcome, type SpanSet } from './lineage.js';
import type { Plans } from './plan.js';
import type { SpanTimes } from './span-times.js';
import type { Split } from './split.js';

/** Draws when each span last wrote a key, and in which order by stamp. */
export class LastWrites {
  /** By span: share of the span's writes that come up to the last one of the key. */
  private readonly shares: number[];
  /** Between which the stamp of that write lies. */
  private readonly earliest: number[];
  private readonly latest: number[];
  private readonly rank: number[];
  private readonly sorted: number[] = [];

  constructor(
    private readonly split: Split,
    private readonly times: readonly SpanTimes[],
    private readonly lineages: Lineages,
    private readonly plans: Plans,
    private readonly stream: Stream,
  ) {
    this.shares = times.map(() => 0);
    this.earliest = times.map(() => 0);
    this.latest = times.map(() => 0);
    this.rank = times.map(() => 0);
  }

  /** Draws the last writes of one more key: their shares, by span. */
  draw(spans: readonly number[], counts: readonly number[]): readonly number[] {
    for (const s of spans) this.shares[s] = this.largestOf(counts[s]!);
    return this.shares;
  }

  /** What becomes of the key if the order by stamp decides. */
  inOrder(written: SpanSet, spans: readonly number[]): Outcome {
    const { sorted, rank } = this;
    for (const s of spans) {
      this.earliest[s] = this.times[s]!.earliestStamp(this.shares[s]!);
      this.latest[s] = this.times[s]!.latestStamp(this.shares[s]!);
    }
    let size = 0;
    for (const s of spans) {
      let place = size;
      for (; place > 0 && this.isLater(sorted[place - 1]!, s); place -= 1) sorted[place] = sorted[place - 1]!;
      sorted[place] = s;
      size += 1;
    }
    let code = 0;
    for (let i = 0; i < size; i += 1) {
      rank[sorted[i]!] = i;
      code = code * this.times.length + sorted[i]!;
    }
    // Orders of many spans have no number of their own, and seldom come twice.
    return this.plans.ranked(written, code <= Number.MAX_SAFE_INTEGER ? code : undefined, rank);
  }

  /** What becomes of the key if the policy sees everything. */
  inFull(written: SpanSet, spans: readonly number[], counts: readonly number[]): Outcome {
    const times = this.rank;
    const stamps = this.earliest;
    for (const s of spans) {
      times[s] = this.times[s]!.timeAt(this.shares[s]!);
      stamps[s] = this.times[s]!.stampAt(times[s]!);
      this.latest[s] = stamps[s]!;
    }
    return this.lineages.follow({
      written,
      isLater: (a, b) => this.isLater(a, b),
      show: ({ side, head, own }) => ({
        side,
        region: this.split.spans[head]!.region,
        writes: members(own).reduce((sum, s) => sum + counts[s]!, 0),
        stamp: { time: stamps[head]!, counter: 0, writer: this.split.spans[head]!.writer },
        writtenAt: times[head]!,
      }),
    });
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
