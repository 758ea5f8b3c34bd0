import type { Micros, Stream, Trace } from '../../../kernel/index.js';
import { drawBinomial } from '../../../kernel/index.js';
import type { Draws } from '../../quantity.js';
import type { KeysAlike, TraceRecord, WriteClass } from '../../trace.js';
import type { Clock } from '../clocks/clock.js';
import { accountSplit } from '../conflicts/episode.js';
import type { KeyLaw } from '../conflicts/keys.js';
import type { ConflictPolicy } from '../conflicts/policy.js';
import { allPending } from '../conflicts/queue.js';
import type { Split, SplitTally, WriteKind, WriteSpan } from '../conflicts/split.js';
import type { Settlement } from '../settlement.js';
import type { Mesh } from './mesh.js';
import type { Peer } from './peer.js';
import { gapsBetween, QuietConflicts, type SplitSpan } from './quiet-conflicts.js';
import { type Repair, RepairQueue, settledShare } from './repair-queue.js';
import type { Segment, Sides } from './sides.js';
import { stampsOf } from './stamps.js';

export interface ReconciliationOptions {
  readonly store: string;
  readonly name: string;
  readonly keys: KeyLaw;
  readonly writes: WriteKind;
  readonly policy: ConflictPolicy;
  /** Whether writes are stamped by hybrid logical clocks. */
  readonly hybrid: boolean;
}

/** Writes in conflict that people are to settle. */
interface Waiting {
  readonly repair: Repair;
  readonly count: number;
  readonly faultAt: Micros;
}

/** As long as the sides have not seen each other's versions, nobody decides between them. */
const undecided: ConflictPolicy = { name: 'undecided', asks: 'sides', decides: 'key', resolve: allPending };

/** What becomes of the writes of a multi-primary shard: of those of a split when it is over, of the others at the end. */
export class Reconciliation {
  private readonly repairs: RepairQueue;
  private readonly quiet: QuietConflicts;
  private readonly splits: SplitSpan[][] = [];
  private readonly waiting: Waiting[] = [];

  /** `clocks`: by peer. */
  constructor(
    private readonly options: ReconciliationOptions,
    private readonly peers: readonly Peer[],
    private readonly trace: Trace<TraceRecord>,
    private readonly draws: Draws,
    private readonly clocks: readonly Clock[],
    private readonly mesh: Mesh,
  ) {
    this.repairs = new RepairQueue(options.policy.repairRate);
    this.quiet = new QuietConflicts(options, peers, mesh);
  }

  /** Up to when the writes of each peer are accounted for by splits that are over. */
  settled(): Micros[] {
    return this.peers.map((_, peer) => Math.max(0, ...this.spansOf(peer).map(({ to }) => to)));
  }

  /** The sides are together again, but for disks that were destroyed: decides what becomes of what they took apart. */
  settle(sides: Sides, healedAt: Micros, now: Micros, destroyedAt: readonly (Micros | undefined)[]): void {
    const gone = (side: number) => sides.on(side).every((peer) => destroyedAt[peer] !== undefined);
    const last = sides.present().find((side) => !gone(side));
    const known = last === undefined ? new Set<number>() : sides.ancestors(last);
    const segments = sides.segments(now).filter(({ side }) => side !== last);
    const [kept, lost] = partOf(segments, ({ side }) => known.has(side));
    for (const one of lost) this.strand(one, 'lostInFailover', destroyedAt[one.writer]!, now);
    const { tally, segments: entered } = this.account(sides, last ?? 0, kept, this.options.policy, now);
    const repair = this.repairs.add(now, tally.keysPending);
    this.enter(entered, tally, sides.began, now, repair);
    this.emitReconciled(sides, healedAt, now, tally, repair);
  }

  /** The horizon comes first: what several sides took waits to be examined, and so does all that only the dead hold. */
  abandon(sides: Sides, now: Micros, runs: readonly boolean[]): void {
    const segments = sides.segments(now);
    const present = sides.present();
    const dead = (side: number) => sides.on(side).every((peer) => !runs[peer]);
    const living = present.filter((side) => !dead(side));
    const holders = present.map((side) => ({ known: sides.ancestors(side), peers: sides.on(side) }));
    const isOnDisk = (side: number) =>
      holders.some(
        ({ known, peers }) => known.has(side) && peers.some((one) => this.peers[one]!.copy.intact),
      );
    const last = sides.join(living.length > 0 ? living : present, () => now);
    const known = sides.ancestors(last);
    const isStranded = (side: number) =>
      !known.has(side) || (present.includes(side) && !living.includes(side));
    const [stranded, rest] = partOf(segments, ({ side }) => isStranded(side));
    for (const one of stranded) {
      this.strand(one, isOnDisk(one.side) ? 'pending' : 'lostInFailover', sides.began, now);
    }
    const { tally, segments: entered } = this.account(sides, last, rest, undecided, now);
    this.enter(entered, tally, sides.began, now, undefined);
  }

  /** The last disks were destroyed: all that had survived until then is lost. */
  perish(now: Micros): void {
    this.peers.forEach(({ timeline }, peer) => {
      for (const gap of gapsBetween(this.spansOf(peer), now)) this.splits.push([{ peer, ...gap }]);
      const lost = timeline.loseAll(now, 'lostInFailover');
      if (lost.count > 0) this.emitClassified({ class: 'lostInFailover', faultAt: now, ...lost }, now);
    });
  }

  /** Counts all writes; what people have settled by now is merged. */
  close(now: Micros): { acknowledged: number; surviving: number } {
    this.closeRepairs(now);
    const stream = this.stream('crossing writes');
    const pairs = this.quiet.drawPairs(now, this.splits, stream);
    this.trace.emit({ type: 'writes-crossed', at: now, store: this.options.store, pairs });
    const inSplits = this.countInSplits();
    const total = { acknowledged: 0, surviving: 0 };
    for (const { timeline } of this.peers) {
      const { acknowledged, surviving } = timeline.close(now);
      total.acknowledged += acknowledged;
      total.surviving += surviving;
    }
    const crossed = this.closeCrossed(total.acknowledged - inSplits, now, stream);
    return { acknowledged: total.acknowledged, surviving: total.surviving - crossed };
  }

  private countInSplits(): number {
    let count = 0;
    for (const { peer, from, to } of this.splits.flat()) count += this.peers[peer]!.timeline.count(from, to);
    return count;
  }

  /** Writes that lost to others which they crossed on their way, outside of splits. */
  private closeCrossed(writes: number, now: Micros, stream: Stream): number {
    const stampAt = (peer: number, time: Micros) => this.clocks[peer]!.stampAt(time);
    const losers = this.quiet.drawLosers(now, this.splits, writes, stream, stampAt);
    let crossed = 0;
    for (const [decided, count] of losers) {
      if (decided === 'surviving' || count === 0) continue;
      // What comes one by one people settle as it comes.
      const fate = decided === 'pending' && this.repairs.staffed ? 'merged' : decided;
      this.emitClassified({ class: fate, count }, now);
      crossed += count;
    }
    return crossed;
  }

  /** The writes of a split, key by key, and the segments that they were counted in. */
  private account(
    sides: Sides,
    last: number,
    segments: readonly Segment[],
    policy: ConflictPolicy,
    now: Micros,
  ): { tally: SplitTally; segments: readonly Segment[] } {
    const fine = segments.flatMap((one) => this.cutWhereSetBack(one));
    return { tally: this.count(this.describe(sides, last, fine), fine, policy, now), segments: fine };
  }

  /** Counts key by key, and tells which keys met which fate if anybody wants to know. */
  private count(split: Split, segments: readonly Segment[], policy: ConflictPolicy, now: Micros): SplitTally {
    const { store, name: shard, keys, writes } = this.options;
    const stream = this.stream(`split ${this.splits.length + 1}`);
    const terms = { keys, policy, writes, stream };
    if (!this.trace.isHeard('keys-decided')) return accountSplit(split, terms);
    const groups: KeysAlike[] = [];
    const tally = accountSplit(split, { ...terms, tell: (alike) => groups.push(alike) });
    const spans = segments.map(({ writer, from, to }) => ({ writer, from, to }));
    const blind = writes === 'blind';
    this.trace.emit({ type: 'keys-decided', at: now, store, shard, spans, blind, groups });
    return tally;
  }

  /** A wall clock that is set back stamps later writes with earlier times. */
  private cutWhereSetBack(segment: Segment): Segment[] {
    if (this.options.hybrid) return [segment];
    const { from, to } = segment;
    const cuts = [from, ...this.clocks[segment.writer]!.setBack(from, to), to];
    return cuts.slice(1).map((end, index) => ({ ...segment, from: cuts[index]!, to: end }));
  }

  /** Sides in the numbers of a list of their own: those that the last one came from, and that. */
  private describe(sides: Sides, last: number, segments: readonly Segment[]): Split {
    const numbers = new Map<number, number>();
    const live = sides.ancestors(last);
    const list = sides.all.flatMap(({ from, writers }, number) => {
      if (number === 0 || !live.has(number)) return [];
      numbers.set(number, numbers.size);
      const own = from.filter((one) => one !== 0).map((one) => numbers.get(one)!);
      return [{ from: own, regions: this.regionsOf(writers) }];
    });
    const spans = segments.map((one) => this.spanOf(one, numbers.get(one.side)!, sides.began));
    return { sides: list, spans };
  }

  private regionsOf(writers: readonly number[]): string[] {
    return writers.map((writer) => this.peers[writer]!.region);
  }

  private spanOf({ writer, from, to }: Segment, side: number, began: Micros): WriteSpan {
    const { timeline, region } = this.peers[writer]!;
    return {
      side,
      region,
      writer,
      from,
      to,
      mass: timeline.mass(from, to),
      ...(timeline.isSteady(from, to) ? {} : { massTo: (time: Micros) => timeline.mass(from, time) }),
      clock: stampsOf(writer, began, this.options.hybrid, this.clocks, this.mesh),
    };
  }

  /** Notes what became of the writes of each segment; what people will settle is told at the end. */
  private enter(
    segments: readonly Segment[],
    tally: SplitTally,
    faultAt: Micros,
    now: Micros,
    repair: Repair | undefined,
  ): void {
    segments.forEach(({ writer, from, to }, index) => {
      this.peers[writer]!.timeline.enter(from, to, tally.spans[index]!);
    });
    for (const fate of ['lostInConflict', 'merged', 'pending', 'diverged'] as const) {
      const count = tally.spans.reduce((sum, fates) => sum + fates[fate], 0);
      if (count === 0) continue;
      if (fate === 'pending' && repair && this.repairs.staffed) this.waiting.push({ repair, count, faultAt });
      else
        this.emitClassified(
          { class: fate, count, faultAt, ...(fate === 'lostInConflict' ? tally.lost : {}) },
          now,
        );
    }
    this.splits.push(segments.map(({ writer, from, to }) => ({ peer: writer, from, to })));
  }

  /** All writes of a segment meet one fate. */
  private strand({ writer, from, to }: Segment, as: WriteClass, faultAt: Micros, now: Micros): void {
    const { timeline } = this.peers[writer]!;
    const count = timeline.classify(from, to, as);
    this.splits.push([{ peer: writer, from, to }]);
    if (count > 0) this.emitClassified({ class: as, count, faultAt, ...timeline.extremes(from, to) }, now);
  }

  /** What people have settled by the horizon is merged, the rest still waits. */
  private closeRepairs(now: Micros): void {
    const stream = this.stream('repairs');
    for (const { repair, count, faultAt } of this.waiting) {
      const merged = drawBinomial(count, settledShare(repair, now), stream);
      if (merged > 0) this.emitClassified({ class: 'merged', count: merged, faultAt }, now);
      if (merged < count) this.emitClassified({ class: 'pending', count: count - merged, faultAt }, now);
    }
  }

  private spansOf(peer: number): SplitSpan[] {
    return this.splits.flat().filter((one) => one.peer === peer);
  }

  private stream(purpose: string): Stream {
    return this.draws.streams.open(`${purpose} of ${this.options.store}`);
  }

  private emitReconciled(
    sides: Sides,
    healedAt: Micros,
    at: Micros,
    tally: SplitTally,
    repair: Repair,
  ): void {
    this.trace.emit({
      type: 'reconciled',
      at,
      store: this.options.store,
      shard: this.options.name,
      partedAt: sides.began,
      healedAt,
      keysInConflict: tally.keysInConflict,
      conflictPairs: tally.pairs,
      siblings: tally.siblings,
      losingWrites: tally.losingWrites,
      losingVersions: tally.losingVersions,
      supersededWrites: tally.superseded,
      divergedKeys: tally.keysDiverged,
      pendingKeys: tally.keysPending,
      repairedAt: repair.from + repair.lasts,
      repairLasts: repair.lasts,
    });
  }

  private emitClassified(writes: Settlement, at: Micros): void {
    const { store, name: shard } = this.options;
    this.trace.emit({ type: 'writes-classified', at, store, shard, ...writes });
  }
}

function partOf<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}
