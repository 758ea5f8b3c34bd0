import { has, type Lineages, members, type Outcome, type SpanSet } from './lineage.js';
import type { Version } from './policy.js';
import type { SpanTimes } from './span-times.js';
import type { Split, SplitTerms } from './split.js';

/** How keys that were written in the same spans are decided. */
export type Plan =
  /** All alike. */
  | { readonly by: 'sides'; readonly spans: readonly number[]; readonly outcome: Outcome }
  /** By who wrote last, which each write is equally likely to be. */
  | {
      readonly by: 'chance';
      readonly spans: readonly number[];
      readonly versions: readonly (readonly number[])[];
    }
  /** By the order of the last writes. */
  | { readonly by: 'order'; readonly spans: readonly number[] }
  /** By everything. */
  | { readonly by: 'versions'; readonly spans: readonly number[] };

/** Finds out what the fate of a key depends on, and keeps what is known of it: once for all keys of the same spans. */
export class Plans {
  private readonly plans = new Map<SpanSet, Plan>();
  private readonly outcomes = new Map<SpanSet, Map<number, Outcome>>();

  constructor(
    private readonly split: Split,
    private readonly terms: Pick<SplitTerms, 'policy' | 'writes'>,
    private readonly lineages: Lineages,
    private readonly times: readonly SpanTimes[],
  ) {}

  of(written: SpanSet): Plan {
    let plan = this.plans.get(written);
    if (plan === undefined) {
      plan = this.make(written);
      this.plans.set(written, plan);
    }
    return plan;
  }

  /**
   * What becomes of a key of which nothing matters but the order of its last writes: `rank` by span, greater is later.
   *
   * @param code Number of this order, unlike those of others of the same spans; undefined if it has none.
   */
  ranked(written: SpanSet, code: number | undefined, rank: readonly number[]): Outcome {
    if (code === undefined) return this.follow(written, rank);
    let known = this.outcomes.get(written);
    if (known === undefined) {
      known = new Map();
      this.outcomes.set(written, known);
    }
    let outcome = known.get(code);
    if (outcome === undefined) {
      outcome = this.follow(written, rank);
      known.set(code, outcome);
    }
    return outcome;
  }

  private follow(written: SpanSet, rank: readonly number[]): Outcome {
    const { spans } = this.split;
    return this.lineages.follow({
      written,
      isLater: (a, b) => rank[a]! > rank[b]!,
      show: ({ side, head }): Version => ({
        side,
        region: spans[head]!.region,
        writes: 1,
        stamp: { time: rank[head]!, counter: 0, writer: spans[head]!.writer },
        writtenAt: rank[head]!,
      }),
    });
  }

  private make(written: SpanSet): Plan {
    const { policy, writes } = this.terms;
    const spans = members(written);
    const rank = this.split.spans.map((_, i) => i);
    const outcome = this.follow(written, rank);
    const bySide = policy.decides === 'side';
    if (!bySide && outcome.contests.length === 0) return { by: 'sides', spans, outcome };
    if (bySide || policy.asks === 'sides') {
      // Which of a side's writers was last matters only to who loses that write.
      const alone = this.lineages.spansOf.every((own) => members(own & written).length < 2);
      return alone || writes === 'read-modify-write'
        ? { by: 'sides', spans, outcome }
        : { by: 'order', spans };
    }
    if (policy.asks === 'versions') return { by: 'versions', spans };
    const versions = this.evenContest(written, outcome);
    return versions ? { by: 'chance', spans, versions } : { by: 'order', spans };
  }

  /** The versions of the only conflict, if each write is equally likely the last, and whoever was not is lost. */
  private evenContest(written: SpanSet, { contests }: Outcome): number[][] | undefined {
    const spans = members(written);
    const versions = contests[0]!;
    if (contests.length > 1 || versions.reduce((sum, set) => sum + set, 0) !== written) return undefined;
    if (!spans.every((s) => this.times[s]!.isLike(this.times[spans[0]!]!))) return undefined;
    const allLost = versions.every((winner) => {
      const rank = this.split.spans.map((_, s) => (has(winner, s) ? 1 : 0));
      return this.follow(written, rank).lost === (written & ~winner);
    });
    return allLost ? versions.map(members) : undefined;
  }
}
