import { Lineages, type Outcome } from './lineage.js';
import type { Version } from './policy.js';
import { allPending } from './queue.js';
import { common, has, members, type SpanSet, setOf, union, without } from './span-set.js';
import type { SpanTimes } from './span-times.js';
import type { Split, SplitTerms } from './split.js';

/** What the fate of keys depends on that were written in the same spans. */
export interface Plan {
  readonly written: SpanSet;
  /** The places of those spans, in order. */
  readonly spans: readonly number[];
  /** Pairs of them whose writes cannot have seen each other. */
  readonly concurrent: readonly (readonly [number, number])[];
  readonly decided: Decided;
}

type Decided =
  /** By who wrote: all alike. */
  | { readonly by: 'sides'; readonly outcome: Outcome }
  /** By who wrote last, which each write is equally likely to be: spans of each version. */
  | { readonly by: 'chance'; readonly versions: readonly (readonly number[])[] }
  /** By the order of the last writes of each span. */
  | { readonly by: 'order' }
  /** By everything. */
  | { readonly by: 'versions' };

/** Finds out what the fate of a key depends on, and keeps what is known of it: once for all keys of the same spans. */
export class Plans {
  private readonly lineages: Lineages;
  private readonly plans = new Map<SpanSet, Plan>();
  private readonly outcomes = new Map<Plan, Map<number, Outcome>>();

  constructor(
    private readonly split: Split,
    private readonly terms: Pick<SplitTerms, 'policy' | 'writes'>,
    lineages: Lineages,
    private readonly times: readonly SpanTimes[],
  ) {
    // Whether there is a conflict at all is no matter of policy: one that sees everything is not asked about made-up versions.
    const { asks, decides } = terms.policy;
    this.lineages =
      asks === 'versions' && decides === 'key'
        ? new Lineages(split, { ...terms.policy, resolve: allPending })
        : lineages;
  }

  /** The plan for keys with writes of these spans. */
  of(spans: readonly number[]): Plan {
    const written = setOf(spans, this.split.spans.length);
    let plan = this.plans.get(written);
    if (plan === undefined) {
      const concurrent = this.lineages.concurrent.filter(([a, b]) => has(written, a) && has(written, b));
      plan = { written, spans: [...spans], concurrent, decided: this.decide(written) };
      this.plans.set(written, plan);
    }
    return plan;
  }

  /**
   * What becomes of a key of which nothing matters but the order of its last writes: `rank` by span, greater is later.
   *
   * @param code Number of this order, unlike those of others of the plan; not a safe integer if it has none.
   */
  ranked(plan: Plan, code: number, rank: readonly number[]): Outcome {
    if (!Number.isSafeInteger(code)) return this.follow(plan.written, rank);
    let known = this.outcomes.get(plan);
    if (known === undefined) {
      known = new Map();
      this.outcomes.set(plan, known);
    }
    let outcome = known.get(code);
    if (outcome === undefined) {
      outcome = this.follow(plan.written, rank);
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

  private decide(written: SpanSet): Decided {
    const { policy, writes } = this.terms;
    const rank = this.split.spans.map((_, i) => i);
    const outcome = this.follow(written, rank);
    const bySide = policy.decides === 'side';
    if (!bySide && outcome.contests.length === 0) return { by: 'sides', outcome };
    if (bySide || policy.asks === 'sides') {
      // Which of a side's writers was last matters only to who loses that write.
      const alone = this.lineages.spansOf.every((own) => members(common(own, written)).length < 2);
      return alone || writes === 'read-modify-write' ? { by: 'sides', outcome } : { by: 'order' };
    }
    if (policy.asks === 'versions') return { by: 'versions' };
    const versions = this.evenContest(written, outcome);
    return versions ? { by: 'chance', versions } : { by: 'order' };
  }

  /** The versions of the only conflict, if each write is equally likely the last, and whoever was not is lost. */
  private evenContest(written: SpanSet, { contests }: Outcome): number[][] | undefined {
    const spans = members(written);
    const versions = contests[0]!;
    const size = versions.reduce<number>((sum, version) => sum + members(version).length, 0);
    if (contests.length > 1 || versions.reduce(union) !== written || size !== spans.length) return undefined;
    if (!spans.every((s) => this.times[s]!.isLike(this.times[spans[0]!]!))) return undefined;
    const allLost = versions.every((winner) => {
      const rank = this.split.spans.map((_, s) => (has(winner, s) ? 1 : 0));
      const lost = setOf(this.follow(written, rank).lost, this.split.spans.length);
      return lost === without(written, winner);
    });
    return allLost ? versions.map(members) : undefined;
  }
}
