import type { Stream } from '../../../kernel/index.js';
import { drawBinomial } from '../../../kernel/index.js';
import { LastWrites } from './last-writes.js';
import { Lineages, type Outcome } from './lineage.js';
import { LostTimes } from './lost-times.js';
import { type Plan, Plans } from './plan.js';
import type { Fate } from './policy.js';
import { SpanTimes } from './span-times.js';
import type { Split, SplitTally, SplitTerms } from './split.js';

type FateCounts = Record<Fate, number>;

/** Adds up what becomes of the writes of a split, keys with the same counts at a time. */
export class SplitAccount {
  private readonly lineages: Lineages;
  private readonly plans: Plans;
  private readonly lastWrites: LastWrites;
  private readonly lostTimes: LostTimes;
  private readonly stream: Stream;
  private readonly tell: SplitTerms['tell'];
  /** Only the last write of a version can be lost. */
  private readonly blind: boolean;
  private readonly fates: FateCounts[];
  /** Writes lost by span, of which nothing else is known: when they were made is drawn at the end. */
  private readonly lostAnywhere: number[];
  /** Outcomes of the keys at hand. */
  private readonly found = new Map<Outcome, number>();
  /** Spans that wrote the keys at hand. */
  private readonly spans: number[] = [];
  private keysWritten = 0;
  private keysInConflict = 0;
  private pairs = 0;
  private siblings = 0;
  private losingWrites = 0;
  private losingVersions = 0;
  private writes = 0;
  private keysPending = 0;
  private keysDiverged = 0;

  constructor(split: Split, terms: SplitTerms) {
    const times = split.spans.map((span) => new SpanTimes(span));
    this.lineages = new Lineages(split, terms.policy);
    this.plans = new Plans(split, terms, this.lineages, times);
    this.lastWrites = new LastWrites(split, times, this.lineages, this.plans, terms.stream);
    this.lostTimes = new LostTimes(times, terms.stream);
    this.stream = terms.stream;
    this.tell = terms.tell;
    this.blind = terms.writes === 'blind';
    this.fates = split.spans.map(() => ({
      surviving: 0,
      lostInConflict: 0,
      merged: 0,
      pending: 0,
      diverged: 0,
    }));
    this.lostAnywhere = split.spans.map(() => 0);
  }

  /** So many keys have these counts, by span. */
  add(keys: number, counts: readonly number[]): void {
    const { spans } = this;
    spans.length = 0;
    for (let s = 0; s < counts.length; s += 1) {
      if (counts[s]! === 0) continue;
      spans.push(s);
      this.writes += keys * counts[s]!;
    }
    this.keysWritten += keys;
    const plan = this.plans.of(spans);
    this.addPairs(keys, counts, plan);
    const { decided } = plan;
    if (decided.by === 'sides') this.addAlike(keys, counts, plan, decided.outcome);
    else if (decided.by === 'chance') this.addByChance(keys, counts, plan, decided.versions);
    else this.addSingly(keys, counts, plan);
  }

  tally(): SplitTally {
    this.lostAnywhere.forEach((count, span) => {
      this.lostTimes.seeAll(span, count);
    });
    const { keysWritten, keysInConflict, pairs, siblings, losingWrites, losingVersions } = this;
    const lost = this.lostTimes.extremes;
    return {
      spans: this.fates,
      keysWritten,
      keysInConflict,
      pairs,
      siblings,
      losingWrites,
      losingVersions,
      superseded: this.writes - keysWritten,
      keysPending: this.keysPending,
      keysDiverged: this.keysDiverged,
      ...(lost ? { lost } : {}),
    };
  }

  private addPairs(keys: number, counts: readonly number[], { concurrent }: Plan): void {
    if (concurrent.length === 0) return;
    let pairs = 0;
    for (const [a, b] of concurrent) pairs += counts[a]! * counts[b]!;
    this.keysInConflict += keys;
    this.pairs += keys * pairs;
  }

  /** Nobody needs to know when the keys were written, except for those that are lost. */
  private addAlike(keys: number, counts: readonly number[], plan: Plan, outcome: Outcome): void {
    this.settle(keys, counts, plan, outcome);
    if (this.blind) {
      for (const s of outcome.lostLast) this.lostTimes.seeLosing(s, keys, [counts[s]!], false, 0);
    } else {
      for (const s of outcome.lost) this.lostAnywhere[s]! += keys * counts[s]!;
    }
  }

  /** Each write is equally likely the last: parts the keys by whose it is. */
  private addByChance(
    keys: number,
    counts: readonly number[],
    plan: Plan,
    versions: readonly (readonly number[])[],
  ): void {
    const writes = versions.map((version) => version.reduce((sum, s) => sum + counts[s]!, 0));
    this.part(keys, writes, (some, winner) => {
      const losers = writes.filter((_, i) => i !== winner);
      this.lostTimes.seeLosing(plan.spans[0]!, some, losers, !this.blind, writes[winner]!);
      this.partByHeads(some, counts, versions, [], (few, heads) => {
        const rank = counts.map(() => 0);
        heads.forEach((head, i) => {
          rank[head] = i === winner ? 2 : 1;
        });
        const code = heads.reduce((sum, head) => sum * counts.length + head, winner);
        this.settle(few, counts, plan, this.plans.ranked(plan, code, rank));
      });
    });
  }

  /** Parts keys by the span of the last write of each version; only where that may be lost alone does it matter. */
  private partByHeads(
    keys: number,
    counts: readonly number[],
    versions: readonly (readonly number[])[],
    heads: readonly number[],
    each: (keys: number, heads: readonly number[]) => void,
  ): void {
    const version = versions[heads.length];
    if (version === undefined) each(keys, heads);
    else if (version.length === 1 || !this.blind) {
      this.partByHeads(keys, counts, versions, [...heads, version[0]!], each);
    } else {
      const weights = version.map((s) => counts[s]!);
      this.part(keys, weights, (some, place) => {
        this.partByHeads(some, counts, versions, [...heads, version[place]!], each);
      });
    }
  }

  /** Parts keys in proportion to weights. */
  private part(keys: number, weights: readonly number[], each: (keys: number, place: number) => void): void {
    let rest = weights.reduce((sum, weight) => sum + weight, 0);
    let left = keys;
    for (let i = 0; i < weights.length && left > 0; i += 1) {
      const weight = weights[i]!;
      const some = weight >= rest ? left : drawBinomial(left, weight / rest, this.stream);
      rest -= weight;
      left -= some;
      if (some > 0) each(some, i);
    }
  }

  private addSingly(keys: number, counts: readonly number[], plan: Plan): void {
    const { lastWrites, found } = this;
    for (let i = 0; i < keys; i += 1) {
      const shares = lastWrites.draw(plan, counts);
      const byOrder = plan.decided.by === 'order';
      const outcome = byOrder ? lastWrites.inOrder(plan) : lastWrites.inFull(plan, counts);
      this.seeLost(counts, shares, outcome);
      // Outcomes in full are objects of their own: to gather them would keep all of them alive.
      if (byOrder) found.set(outcome, (found.get(outcome) ?? 0) + 1);
      else this.settle(1, counts, plan, outcome);
    }
    for (const [outcome, some] of found) this.settle(some, counts, plan, outcome);
    found.clear();
  }

  private seeLost(counts: readonly number[], shares: Float64Array, outcome: Outcome): void {
    const lost = this.blind ? outcome.lostLast : outcome.lost;
    for (let i = 0; i < lost.length; i += 1) {
      const s = lost[i]!;
      if (this.blind) this.lostTimes.see(s, shares[s]!);
      else this.lostTimes.seeUpTo(s, counts[s]!, shares[s]!);
    }
  }

  /** The fate of these keys is known. */
  private settle(keys: number, counts: readonly number[], { spans }: Plan, outcome: Outcome): void {
    const { building, replacing } = outcome;
    this.tell?.({ keys, counts: [...counts], fates: this.blind ? replacing : building });
    for (const s of spans) {
      const fates = this.fates[s]!;
      const writes = keys * counts[s]!;
      if (building[s] === 'lostInConflict') this.losingWrites += writes;
      if (replacing[s] === 'lostInConflict') this.losingVersions += keys;
      if (this.blind) {
        fates[replacing[s]!] += keys;
        fates.surviving += writes - keys;
      } else {
        fates[building[s]!] += writes;
      }
    }
    this.siblings += keys * outcome.siblings;
    if (spans.some((s) => building[s] === 'pending')) this.keysPending += keys;
    if (spans.some((s) => building[s] === 'diverged')) this.keysDiverged += keys;
  }
}
