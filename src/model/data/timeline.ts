import type { Micros, Stream } from '../../kernel/index.js';
import { drawBeta, drawBinomial, drawPoisson, expMinusOne, lnOnePlus } from '../../kernel/index.js';
import type { Curve } from '../curve.js';
import { zero } from '../curve.js';
import type { CommitWaited, CountedSpan, ScatteredWrites, TimelineClosed, WriteClass } from '../trace.js';
import { RateHistory } from './rate-history.js';

/** The commit times of the oldest and the newest of some writes. */
export interface Extremes {
  readonly oldest: Micros;
  readonly newest: Micros;
}

/**
 * The acknowledged writes of one primary in one epoch (a timeline, as in PostgreSQL): a Poisson process whose rate is a
 * closed-form curve between events. Writes are counted only where their fate is asked for, each span once; what nobody
 * asked about is counted at the end.
 */
export class Timeline {
  private readonly acknowledged: RateHistory;
  /** Writes that are committed and wait for their acknowledgement, since the first of them. */
  private waiting: RateHistory | undefined;
  /** The waits that are over. */
  private readonly waits: CommitWaited[] = [];
  private endedAt: Micros | undefined;
  private readonly watchers = new Set<() => void>();
  /** Spans counted so far, disjoint, in order. */
  private counted: CountedSpan[] = [];
  /** Writes that were drawn one by one, out of order, and their expected number. */
  private scattered: (ScatteredWrites & { readonly mass: number })[] = [];
  /** Writes that lie in no span; known when it is closed. */
  private rest = 0;

  constructor(
    readonly began: Micros,
    /** Random numbers of these writes. */
    readonly stream: () => Stream,
  ) {
    this.acknowledged = new RateHistory(began);
  }

  /** Writes are committed at this rate (per microsecond) from now on, and acknowledged at once unless they are withheld. */
  acknowledge(at: Micros, rate: Curve): void {
    (this.waiting ?? this.acknowledged).add(at, rate);
    for (const watcher of this.watchers) watcher();
  }

  /** What was committed since a time came at this rate after all; said too late where the rate has been changed since. */
  correct(since: Micros, rate: Curve): void {
    (this.waiting ?? this.acknowledged).correct(since, rate);
  }

  /** What is committed from now on waits for its acknowledgement. */
  withhold(at: Micros): void {
    if (this.waiting) return;
    this.waiting = new RateHistory(at, this.acknowledged.last);
    this.acknowledged.add(at, zero);
  }

  /**
   * Writes that wait and were committed up to a time are acknowledged, late: by then all at once, or each after a time. The later
   * ones go on waiting.
   */
  release(upTo: Micros, after?: Micros): void {
    const { waiting } = this;
    if (!waiting || upTo <= waiting.began) return;
    const end = after === undefined ? { until: upTo } : { after };
    this.waits.push({ from: waiting.began, to: upTo, ...end });
    const later = waiting.pieces.filter(({ from }) => from >= upTo);
    const sooner = waiting.pieces.filter(({ from }) => from < upTo);
    for (const { from, rate } of sooner) this.acknowledged.add(from, rate);
    this.acknowledged.add(upTo, zero);
    this.waiting = new RateHistory(upTo, sooner.at(-1)!.rate);
    for (const { from, rate } of later) this.waiting.add(from, rate);
  }

  /** All that waits is acknowledged, and what follows at once. */
  admit(at: Micros): void {
    if (!this.waiting) return;
    this.release(at);
    const { last } = this.waiting;
    this.waiting = undefined;
    this.acknowledged.add(at, last);
  }

  /** What waits will never be acknowledged. */
  abandon(at: Micros): void {
    if (!this.waiting) return;
    const { last, began } = this.waiting;
    if (at > began) this.waits.push({ from: began, to: at });
    this.waiting = undefined;
    this.acknowledged.add(at, last);
  }

  /** The primary takes no more writes. */
  end(at: Micros): void {
    if (this.endedAt !== undefined) return;
    this.abandon(at);
    this.acknowledge(at, zero);
    this.endedAt = at;
  }

  /** When the primary stopped taking writes for good; undefined while it goes on. */
  get ended(): Micros | undefined {
    return this.endedAt;
  }

  /** Tells whenever the rate of the writes changes; the function returned ends that. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** When writes were acknowledged: spans of commit time with a rate above nothing, in order; those that touch are two. */
  spans(until: Micros): { from: Micros; to: Micros }[] {
    return this.acknowledged.spans(until);
  }

  /** Expected number of writes acknowledged in (from, to]. */
  mass(from: Micros, to: Micros): number {
    return this.acknowledged.mass(from, to);
  }

  /** Expected number of writes committed in (from, to], those included that wait. */
  committed(from: Micros, to: Micros): number {
    return this.acknowledged.mass(from, to) + (this.waiting?.mass(from, to) ?? 0);
  }

  /**
   * The time after `from` at which so many writes are expected to have been committed, if the rates stay as they are;
   * undefined if that is not before `limit`.
   */
  timeOfCommitted(from: Micros, mass: number, limit: Micros): Micros | undefined {
    if (this.committed(from, limit) < mass) return undefined;
    let [low, high] = [from, limit];
    while (high - low > 0.5) {
      const middle = (low + high) / 2;
      if (this.committed(from, middle) < mass) low = middle;
      else high = middle;
    }
    return high;
  }

  /** Writes per microsecond. */
  rateAt(at: Micros): number {
    return this.acknowledged.rateAt(at);
  }

  /** The curves that the rate follows within (from, to). */
  rates(from: Micros, to: Micros): Curve[] {
    return this.acknowledged.rates(from, to);
  }

  /** Expected time that the writes acknowledged of (from, to] have waited at `to`, all together. */
  waitUntil(from: Micros, to: Micros): number {
    return this.acknowledged.waitUntil(from, to);
  }

  /** Whether any of the writes of (from, to] have been counted. */
  isCounted(from: Micros, to: Micros): boolean {
    return this.counted.some((span) => span.from < to && span.to > from);
  }

  /** Takes in how many writes of (from, to] there are, where that follows from something else; not counted before. */
  learn(from: Micros, to: Micros, count: number): void {
    if (to > from) this.insert([{ from, to, count }]);
  }

  /** Number of writes in (from, to]: what was counted before stays as it was, the rest is drawn now. */
  count(from: Micros, to: Micros): number {
    const start = Math.max(from, this.began);
    if (to <= start) return 0;
    this.divide(start);
    this.divide(to);
    this.fill(start, to);
    return this.within(start, to).reduce((total, span) => total + span.count, 0);
  }

  /**
   * Gives the writes of (from, to] their class and returns how many they are. Those that a crash recovery lost were gone before, and
   * stay what they are.
   */
  classify(from: Micros, to: Micros, as: WriteClass): number {
    this.count(from, to);
    const start = Math.max(from, this.began);
    let count = 0;
    this.counted = this.counted.map((span) => {
      if (span.from < start || span.to > to || span.class === 'lostInRestore') return span;
      if (span.class) throw new Error(`writes of ${span.from}..${span.to} are ${span.class} and ${as}`);
      count += survivingOf(span);
      return lose(span, as);
    });
    return count;
  }

  /** Takes in the writes of (from, to], which were counted and got their classes elsewhere. */
  enter(from: Micros, to: Micros, fates: Readonly<Partial<Record<WriteClass, number>>>): void {
    const count = Object.values(fates).reduce((sum, one) => sum + one, 0);
    this.counted.push({ from: Math.max(from, this.began), to, count, fates });
    this.counted.sort((a, b) => a.from - b.from);
  }

  /** Gives the writes up to a time that had survived a class, and tells how many they are and their extremes. */
  loseAll(to: Micros, as: WriteClass): { count: number } & Partial<Extremes> {
    this.count(this.began, to);
    const lost = this.within(this.began, to).map((span) => ({ ...span, count: survivingOf(span) }));
    this.counted = this.counted.map((span) => (span.to > to ? span : lose(span, as)));
    const count = lost.reduce((total, span) => total + span.count, 0);
    return { count, ...this.extremesOf(lost) };
  }

  /**
   * Of the writes of (from, to] that had survived, each is lost with a chance, independently; tells how many are, and their extremes:
   * which ones follows from nothing but their number.
   */
  loseShare(from: Micros, to: Micros, share: number, as: WriteClass): { count: number } & Partial<Extremes> {
    this.count(from, to);
    const start = Math.max(from, this.began);
    const lost: CountedSpan[] = [];
    this.counted = this.counted.map((span) => {
      if (span.from < start || span.to > to) return span;
      const left = survivingOf(span);
      const count = share === 1 ? left : drawBinomial(left, share, this.stream());
      if (count === 0) return span;
      lost.push({ ...span, count });
      if (count === span.count) return lose(span, as);
      const fates = span.fates ?? { surviving: span.count };
      return { ...span, fates: { ...fates, surviving: left - count, [as]: (fates[as] ?? 0) + count } };
    });
    const count = lost.reduce((total, one) => total + one.count, 0);
    return { count, ...this.extremesOf(lost) };
  }

  /** Whether the rate is the same all through (from, to]. */
  isSteady(from: Micros, to: Micros): boolean {
    return this.acknowledged.isSteady(from, to);
  }

  /** When another curve came into force within (from, to), in order. */
  changesIn(from: Micros, to: Micros): Micros[] {
    return this.acknowledged.changesIn(from, to);
  }

  /** When the rate changed within (from, to), also by a step of a load, in order. */
  turnsIn(from: Micros, to: Micros): Micros[] {
    return this.acknowledged.turnsIn(from, to);
  }

  /** Gives a class to writes drawn one by one, of which `mass` were expected. */
  scatter(mass: number, writes: ScatteredWrites): void {
    this.scattered.push({ ...writes, mass });
  }

  /** The commit time of write number n (from 1) of those in (from, to]; the count of the span is known by then. */
  timeOf(n: number, from: Micros, to: Micros): Micros {
    let before = 0;
    for (const span of this.within(from, to)) {
      if (before + span.count >= n) return this.divideAt(span, n - before);
      before += span.count;
    }
    return to;
  }

  /** The extremes of the writes in (from, to], or of those of one class: given their number they are independent, the rate their density. */
  extremes(from: Micros, to: Micros, as?: WriteClass): Extremes | undefined {
    const spans = this.within(Math.max(from, this.began), to);
    return this.extremesOf(spans.filter((span) => as === undefined || span.class === as));
  }

  private extremesOf(all: readonly CountedSpan[]): Extremes | undefined {
    const spans = all.filter(({ count }) => count > 0);
    if (spans.length === 0) return undefined;
    const [first, last] = [spans[0]!, spans.at(-1)!];
    const low = smallestOf(first.count, this.stream().next());
    const left = first === last ? last.count - 1 : last.count;
    if (left === 0) return { oldest: this.inside(first, low), newest: this.inside(first, low) };
    const floor = first === last ? low : 0;
    const high = 1 - (1 - floor) * smallestOf(left, this.stream().next());
    return { oldest: this.inside(first, low), newest: this.inside(last, high) };
  }

  /** Counts everything to the end; returns all writes by class, those without one as surviving. */
  close(at: Micros): { acknowledged: number; surviving: number } {
    this.end(at);
    const scattered = this.scattered.reduce((total, one) => total + one.count, 0);
    const scatteredMass = this.scattered.reduce((total, one) => total + one.mass, 0);
    const uncounted = this.mass(this.began, at) - this.countedMass() - scatteredMass;
    this.rest = drawPoisson(Math.max(0, uncounted), this.stream());
    const spans = this.counted.reduce((total, { count }) => total + count, 0);
    const surviving = this.counted.reduce((total, one) => total + survivingOf(one), 0);
    return {
      acknowledged: this.rest + spans + scattered,
      surviving: this.rest + surviving,
    };
  }

  /** What is known of the writes of a timeline that has been closed. */
  account(): Omit<TimelineClosed, 'type' | 'at' | 'store' | 'shard' | 'timeline'> {
    const scattered = this.scattered.map(({ mass: _, ...writes }) => writes);
    const { began, counted: spans, rest, waits } = this;
    return { began, ended: this.endedAt!, spans, scattered, rest, waits };
  }

  private countedMass(): number {
    return this.counted.reduce((total, { from, to }) => total + this.mass(from, to), 0);
  }

  private within(from: Micros, to: Micros): CountedSpan[] {
    return this.counted.filter((span) => span.from >= from && span.to <= to);
  }

  /** Splits the counted span that straddles a time: each of its writes lies before it in proportion to the rate. */
  private divide(at: Micros): void {
    const index = this.counted.findIndex((span) => span.from < at && at < span.to);
    if (index < 0) return;
    const span = this.counted[index]!;
    this.replace(index, at, span.count === 0 ? 0 : this.drawBefore(at, span));
  }

  private drawBefore(at: Micros, span: CountedSpan): number {
    const share = this.mass(span.from, at) / this.mass(span.from, span.to);
    return drawBinomial(span.count, Math.min(1, share), this.stream());
  }

  /** Splits a span at its n-th write: the n-th of c ordered uniforms is Beta(n, c - n + 1). */
  private divideAt(span: CountedSpan, n: number): Micros {
    const u = drawBeta(n, span.count - n + 1, this.stream());
    const at = this.inside(span, u);
    if (at > span.from && at < span.to) this.replace(this.counted.indexOf(span), at, n);
    return at;
  }

  private replace(index: number, at: Micros, left: number): void {
    const span = this.counted[index]!;
    this.counted.splice(
      index,
      1,
      { ...span, to: at, count: left },
      { ...span, from: at, count: span.count - left },
    );
  }

  /** Counts what lies between the spans counted so far. */
  private fill(from: Micros, to: Micros): void {
    const added: CountedSpan[] = [];
    let start = from;
    for (const span of [...this.within(from, to), { from: to, to }]) {
      if (span.from > start) {
        const count = drawPoisson(this.mass(start, span.from), this.stream());
        added.push({ from: start, to: span.from, count });
      }
      start = span.to;
    }
    if (added.length > 0) this.insert(added);
  }

  private insert(spans: readonly CountedSpan[]): void {
    this.counted = [...this.counted, ...spans].sort((a, b) => a.from - b.from);
  }

  /** The time at which a share u of the span's expected writes has come. */
  private inside(span: { from: Micros; to: Micros }, u: number): Micros {
    return this.acknowledged.timeAfter(span.from, u * this.mass(span.from, span.to), span.to);
  }
}

/** The smallest of n uniform numbers, from one: 1 - (1 - u)^(1/n). */
function smallestOf(count: number, u: number): number {
  return count === 1 ? u : -expMinusOne(lnOnePlus(-u) / count);
}

function survivingOf({ count, class: as, fates }: CountedSpan): number {
  return as ? 0 : fates ? (fates.surviving ?? 0) : count;
}

function lose(span: CountedSpan, as: WriteClass): CountedSpan {
  const { fates } = span;
  if (span.class) return span;
  if (!fates) return { class: as, ...span };
  return { ...span, fates: { ...fates, surviving: 0, [as]: (fates[as] ?? 0) + survivingOf(span) } };
}
