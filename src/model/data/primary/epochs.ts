import type { Micros, Simulation, Trace } from '../../../kernel/index.js';
import type { Draws } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import type { Missing } from '../channels/channel.js';
import type { Server, Writer } from '../copy.js';
import { classifyMissing, classifySpan, type Loss, type Settlement } from '../settlement.js';
import { Timeline } from '../timeline.js';
import type { CommitWait } from './commit-wait.js';
import { timeOfTwo } from './overlap.js';
import { WalWriter, type WalWriterOptions } from './wal-writer.js';

/** Letters: what hundreds of primaries one after the other are told by costs time at each of them. */
const longestLine = 2000;

/** The primaries of a shard, one after the other, and what becomes of the writes that each of them acknowledged. */
export class Epochs {
  private readonly timelines: Timeline[] = [];

  constructor(
    private readonly shard: { readonly store: string; readonly name: string },
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly draws: Draws,
    private readonly walWriter: WalWriterOptions | undefined,
    private readonly openWait: (timeline: Timeline) => CommitWait,
  ) {}

  /** Begins the epoch of a copy on a site. */
  open(copy: Server, site: string, before: Writer | undefined): Writer {
    const line = this.lineOf(site, before);
    const timeline = new Timeline(this.simulation.now, () => this.draws.streams.open(`writes of ${line}`));
    this.timelines.push(timeline);
    copy.channel = undefined;
    const walWriter = this.walWriter && this.openWalWriter(this.walWriter, timeline, line);
    return { copy, line, timeline, diedAt: undefined, walWriter, wait: this.openWait(timeline) };
  }

  /** Named by where its data has been, so that designs with the same copies share its draws; by a number where that is long to tell. */
  private lineOf(site: string, before: Writer | undefined): string {
    const { store } = this.shard;
    if (!before) return `${store} on ${site}`;
    const line = `${before.line} then ${site}`;
    return line.length <= longestLine ? line : `${store} ${this.timelines.length} on ${site}`;
  }

  /** Ends an epoch and gives what the surviving copy lacks of it its class. */
  settle(old: Writer, missing: Missing, faultAt: Micros, as: Loss): void {
    const now = this.end(old);
    // What was never flushed waits for nobody.
    const upTo = (as === 'pending' ? old.durableUpTo : undefined) ?? now;
    if (upTo < now) this.recover(old, faultAt);
    this.emitClassified(classifyMissing(old.timeline, missing, faultAt, as, upTo));
    if (missing.kind === 'tail') this.settleAncestors(old, missing.from, faultAt, as);
  }

  /**
   * Ends the epoch of a primary that went on when another was promoted over it, and whose disks are rewound or gone: the
   * tail that the other never had is lost in failover, what was acknowledged beside it lost in conflict.
   */
  discard(rival: Writer): void {
    const { timeline } = rival;
    const { missing, faultAt, at } = rival.fork!;
    const now = this.end(rival);
    this.emitClassified(classifyMissing(timeline, missing, faultAt, 'lostInFailover', at));
    if (missing.kind === 'tail') this.settleAncestors(rival, missing.from, faultAt, 'lostInFailover');
    this.emitClassified(classifySpan(timeline, at, now, faultAt, 'lostInConflict'));
  }

  /** A primary that stopped is back, or will never be: its own crash recovery ends with what was flushed. */
  recover(writer: Writer, faultAt: Micros): void {
    if (writer.durableUpTo === undefined) return;
    const { now } = this.simulation;
    const lost = classifySpan(writer.timeline, writer.durableUpTo, now, faultAt, 'lostInRestore');
    writer.durableUpTo = undefined;
    if (lost.count > 0) this.emitClassified(lost);
  }

  /**
   * The writes of a line of primaries after an instant are lost, each with a chance, by a fault; those up to it are what the data go
   * back to.
   */
  goBack(writer: Writer, point: Micros, share: number, faultAt: Micros, as: Loss): void {
    let upTo = this.simulation.now;
    for (let one: Writer | undefined = writer; one; one = one.ancestor?.writer) {
      this.loseAfter(one.timeline, point, upTo, share, faultAt, as);
      upTo = Math.min(upTo, one.ancestor?.upTo ?? upTo);
      if (point >= upTo) return;
    }
  }

  private loseAfter(
    timeline: Timeline,
    point: Micros,
    upTo: Micros,
    share: number,
    faultAt: Micros,
    as: Loss,
  ): void {
    const from = Math.max(point, timeline.began);
    if (from >= upTo) return;
    const lost = timeline.loseShare(from, upTo, share, as);
    if (lost.count > 0) this.emitClassified({ class: as, faultAt, ...lost });
  }

  /** Expected number of acknowledged writes of a line of primaries after an instant. */
  massAfter(writer: Writer, point: Micros): number {
    let [mass, upTo] = [0, this.simulation.now];
    for (let one: Writer | undefined = writer; one && point < upTo; one = one.ancestor?.writer) {
      mass += one.timeline.mass(Math.max(point, one.timeline.began), upTo);
      upTo = Math.min(upTo, one.ancestor?.upTo ?? upTo);
    }
    return mass;
  }

  private openWalWriter(options: WalWriterOptions, timeline: Timeline, line: string): WalWriter {
    return new WalWriter(options, timeline, () => this.draws.streams.open(`flushes of ${line}`));
  }

  /** The primary takes no more writes. */
  end(writer: Writer): Micros {
    const { now } = this.simulation;
    writer.wait.stop();
    writer.timeline.end(now);
    return now;
  }

  /** How long two primaries acknowledged writes at once, microseconds. */
  timeOfTwo(): Micros {
    return timeOfTwo(this.timelines, this.simulation.now);
  }

  /** Counts every write of every epoch. */
  close(): { acknowledged: number; surviving: number } {
    const total = { acknowledged: 0, surviving: 0 };
    for (const timeline of this.timelines) {
      const { acknowledged, surviving } = timeline.close(this.simulation.now);
      total.acknowledged += acknowledged;
      total.surviving += surviving;
    }
    return total;
  }

  /** What a standby far behind lacks may reach back beyond the primary that it is promoted over. */
  private settleAncestors(writer: Writer, from: Micros, faultAt: Micros, as: Loss): void {
    let upTo = Number.POSITIVE_INFINITY;
    for (let one = writer.ancestor; one; one = one.writer.ancestor) {
      upTo = Math.min(upTo, one.upTo);
      if (from >= upTo) return;
      const { timeline } = one.writer;
      if (timeline.count(from, upTo) === 0) continue;
      this.emitClassified(classifyMissing(timeline, { kind: 'tail', from }, faultAt, as, upTo));
    }
  }

  private emitClassified(writes: Settlement): void {
    const { store, name: shard } = this.shard;
    this.trace.emit({ type: 'writes-classified', at: this.simulation.now, store, shard, ...writes });
  }
}
