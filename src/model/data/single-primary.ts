import type { Micros, Simulation, Trace } from '../../kernel/index.js';
import type { Network } from '../network.js';
import type { Path } from '../path.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Ending, Missing } from './channels/channel.js';
import type { Server, Writer } from './copy.js';
import type { ReplicationOptions } from './replication.js';
import { Replication } from './replication.js';
import { classifyMissing, type Settlement } from './settlement.js';
import { type Acceptance, refused, type Shard } from './shard.js';
import { Timeline } from './timeline.js';

/** A shard with one primary and standbys. */
export interface SinglePrimaryOptions {
  readonly kind: 'single-primary';
  readonly store: string;
  readonly name: string;
  /** Sites of the copies; the first is the primary when the run begins. */
  readonly sites: readonly number[];
  readonly replication: ReplicationOptions;
  /** What becomes of the tail of an old primary that comes back. */
  readonly rejoin: 'discard' | 'report';
}

/** The copies of one shard in one run, and who is primary of them. */
export class SinglePrimary implements Shard {
  readonly copies: Server[];
  writer: Writer;
  /** Primaries that were promoted over, while they may still take writes. */
  rivals: Writer[] = [];
  /** Which primary each region sends its writes to. */
  private readonly views: Writer[];
  /** Regions hear of a new primary from here on. */
  private announced = true;
  private readonly replication: Replication;

  constructor(
    readonly options: SinglePrimaryOptions,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly draws: Draws,
    private readonly onChange: (path: Path) => void,
  ) {
    this.copies = options.sites.map((site) => ({
      site,
      lost: 0,
      crashed: 0,
      intact: true,
      barred: false,
      connected: true,
      interruptedAt: 0,
    }));
    this.replication = new Replication(options, simulation, trace, network, draws);
    this.writer = this.openWriter(this.copies[0]!);
    this.views = network.options.regions.map(() => this.writer);
    for (const copy of this.standbys()) copy.channel = this.replication.openChannel(copy, this);
  }

  get store(): string {
    return this.options.store;
  }

  get name(): string {
    return this.options.name;
  }

  timelines(): Timeline[] {
    return [this.writer, ...this.rivals].map(({ timeline }) => timeline);
  }

  primaries(): Server[] {
    return [this.writer.copy];
  }

  isAlive(copy: Server): boolean {
    return copy.lost === 0 && copy.crashed === 0 && this.network.runs(copy.site);
  }

  /** Whether a copy runs and has its data. */
  private servesData(copy: Server): boolean {
    return copy.intact && this.isAlive(copy);
  }

  standbys(): Server[] {
    return this.copies.filter((copy) => copy !== this.writer.copy);
  }

  siteName(copy: Server): string {
    return this.network.options.sites[copy.site]!;
  }

  /** Whether writes that reach this primary are acknowledged. */
  private takesWrites(writer: Writer): boolean {
    if (writer !== this.writer && !this.rivals.includes(writer)) return false;
    if (writer.copy.barred || !writer.copy.intact || !this.isAlive(writer.copy)) return false;
    if (writer.alone || writer.awaited === 0) return true;
    return writer === this.writer && this.listening() >= writer.awaited;
  }

  /** Whether a region can read: from a copy of its own, or from the primary. */
  serves(region: number): boolean {
    const own = this.copies.some(
      (copy) =>
        copy.intact &&
        this.network.regionOf[copy.site] === region &&
        this.isAlive(copy) &&
        this.network.regionTalks(region, copy.site),
    );
    return own || this.reachesWriter(region, this.views[region]!);
  }

  /** A region sends its writes to the primary that it has heard of. */
  accept(region: number): Acceptance {
    const writer = this.views[region]!;
    const takes = this.takesWrites(writer) && this.reachesWriter(region, writer);
    return takes ? { timeline: writer.timeline, acknowledged: 1, inTime: 1 } : refused;
  }

  follow(): void {
    this.noteStop();
    this.meetRivals();
    this.rejoinReturned();
    for (const copy of this.standbys()) this.connect(copy);
    this.updateViews();
    this.watchStandbys();
  }

  /** What this standby would lack as the new primary. */
  lacking(copy: Server): Missing {
    const { now } = this.simulation;
    this.interrupt(copy);
    return copy.channel!.missing(this.writer.timeline, now);
  }

  /** Stops the primary for good, wherever it is. */
  fence(): void {
    this.bar(this.writer);
    this.trace.emit({
      type: 'fenced',
      at: this.simulation.now,
      shard: this.name,
      site: this.siteName(this.writer.copy),
    });
  }

  /** The primary stops taking writes by itself. */
  demote(): void {
    if (this.writer.copy.barred) return;
    this.bar(this.writer);
    this.emitDemoted(this.writer);
  }

  /** The primary may take writes again: nobody was promoted over it. */
  reinstate(): void {
    this.writer.copy.barred = false;
  }

  /** Makes a standby the primary; regions hear of it when `announce` is called. */
  promote(copy: Server): void {
    const { now } = this.simulation;
    const missing = this.lacking(copy);
    const old = this.writer;
    const split = !old.copy.barred && this.isAlive(old.copy) && old.copy.intact;
    this.writer = this.openWriter(copy);
    this.writer.ancestor = { writer: old, upTo: missing.kind === 'tail' ? missing.from : missing.since };
    const faultAt = old.diedAt ?? copy.interruptedAt;
    if (split) this.fork(old, missing, faultAt);
    else {
      // What was on destroyed disks waits for nobody.
      const kept = this.options.rejoin === 'report' && old.copy.intact;
      this.settle(old, missing, faultAt, kept ? 'pending' : 'lostInFailover');
    }
    this.announced = false;
    this.rebaseStandbys(split ? old.copy : undefined);
    // Whoever promotes a copy lets it wait for the standbys that it has; only a quorum is not his to lower.
    if (!this.needsQuorum()) this.writer.awaited = Math.min(this.replication.awaited, this.listening());
    this.trace.emit({
      type: 'promoted',
      at: now,
      shard: this.name,
      from: this.siteName(old.copy),
      to: this.siteName(copy),
      split,
    });
  }

  announce(): void {
    this.announced = true;
  }

  drawWrite(): { commitLatency: Micros; unreplicated: boolean } {
    return this.replication.drawWrite();
  }

  close(): { acknowledged: number; surviving: number } {
    const { now } = this.simulation;
    for (const rival of this.rivals) this.settleFork(rival);
    this.closeStranded();
    const total = { acknowledged: 0, surviving: 0 };
    for (const timeline of this.epochs) {
      const { acknowledged, surviving } = timeline.close(now);
      total.acknowledged += acknowledged;
      total.surviving += surviving;
    }
    return total;
  }

  /** Every epoch so far. */
  private readonly epochs: Timeline[] = [];

  private openWriter(copy: Server): Writer {
    // Named by where its data has been, so that designs with the same copies share its draws.
    const line = `${this.writer ? `${this.writer.line} then` : `${this.options.store} on`} ${this.siteName(copy)}`;
    const timeline = new Timeline(this.simulation.now, () => this.draws.streams.open(`writes of ${line}`));
    this.epochs.push(timeline);
    delete copy.channel;
    return { copy, line, timeline, diedAt: undefined, awaited: this.replication.awaited, alone: false };
  }

  private needsQuorum(): boolean {
    return this.options.replication.mode === 'quorum';
  }

  /** Standbys that answer the primary. */
  private listening(): number {
    return this.standbys().filter((copy) => copy.connected && this.talksTo(copy)).length;
  }

  private talksTo(copy: Server): boolean {
    return this.network.talks(this.writer.copy.site, copy.site);
  }

  private reachesWriter(region: number, writer: Writer): boolean {
    if (!this.isAlive(writer.copy) || !writer.copy.intact) return false;
    return this.network.regionTalks(region, writer.copy.site);
  }

  private noteStop(): void {
    if (this.servesData(this.writer.copy)) this.writer.diedAt = undefined;
    else this.writer.diedAt ??= this.simulation.now;
  }

  /** A log needs its way to the standby only; what waits for an answer needs the way back too. */
  private connect(copy: Server): void {
    if (!copy.channel) return;
    const { mode } = this.options.replication;
    const way =
      mode === 'async' ? this.network.reaches(this.writer.copy.site, copy.site) : this.talksTo(copy);
    const connected = way && copy.intact && this.isAlive(copy) && this.servesData(this.writer.copy);
    if (connected === copy.connected) return;
    if (connected) {
      copy.connected = true;
      copy.channel.resume(this.writer.timeline, this.simulation.now);
    } else {
      this.interrupt(copy, way && this.isAlive(copy));
    }
  }

  /** What a crashed primary had sent arrives; what a lost one had, or what was on a cut way, is gone. */
  private interrupt(copy: Server, wayOpen = false): void {
    const { copy: primary } = this.writer;
    const crashed = primary.lost === 0 && !this.network.isLost(primary.site) && !this.isAlive(primary);
    const ending: Ending = wayOpen && crashed ? 'arrives' : 'gone';
    if (copy.connected) copy.interruptedAt = this.simulation.now;
    copy.connected = false;
    copy.channel?.interrupt(this.writer.timeline, this.simulation.now, ending);
  }

  /** Old primaries that meet the new one step down; what only they have waits for a person. */
  private meetRivals(): void {
    const { copy } = this.writer;
    for (const rival of [...this.rivals]) {
      const meets = this.isAlive(rival.copy) && this.isAlive(copy) && this.talksTo(rival.copy);
      if (!meets) continue;
      this.bar(rival);
      this.emitDemoted(rival);
      this.settleFork(rival);
      this.rivals = this.rivals.filter((one) => one !== rival);
    }
  }

  /** Copies outside that are back become standbys of the present primary. */
  private rejoinReturned(): void {
    for (const copy of this.standbys()) {
      const rival = this.rivals.some((one) => one.copy === copy);
      const back = this.servesData(copy) && this.servesData(this.writer.copy) && this.talksTo(copy);
      if (copy.channel || rival || !back) continue;
      copy.barred = false;
      copy.connected = true;
      copy.channel = this.replication.openChannel(copy, this);
      this.trace.emit({
        type: 'rejoined',
        at: this.simulation.now,
        shard: this.name,
        site: this.siteName(copy),
      });
    }
  }

  private updateViews(): void {
    if (!this.announced) return;
    this.views.forEach((view, region) => {
      if (view === this.writer) return;
      const hears = this.network.regionTalks(region, this.writer.copy.site);
      if (hears || !this.network.isAlive(region)) this.views[region] = this.writer;
    });
  }

  /** Standbys that answer again are waited for again; without enough of them, the wait may have an end. */
  private watchStandbys(): void {
    const { timeout } = this.options.replication;
    const { writer } = this;
    if (this.replication.awaited === 0) return;
    const listening = this.listening();
    writer.awaited = Math.max(writer.awaited, Math.min(listening, this.replication.awaited));
    if (listening >= writer.awaited) {
      writer.alone = false;
      if (writer.degrading !== undefined) this.simulation.cancel(writer.degrading);
      writer.degrading = undefined;
    } else if (timeout && !writer.alone && writer.degrading === undefined) {
      const wait = this.draws.duration(timeout, 'timeout', this.name);
      writer.degrading = this.simulation.schedule(wait, () => {
        writer.degrading = undefined;
        writer.alone = true;
        this.onChange([{ phase: 'detect', until: this.simulation.now }]);
      });
    }
  }

  private rebaseStandbys(except: Server | undefined): void {
    for (const copy of this.standbys()) {
      const before = copy.channel;
      before?.close?.();
      delete copy.channel;
      if (copy === except) continue;
      const joins = copy.intact && !copy.barred && this.isAlive(copy) && this.talksTo(copy);
      copy.connected = joins;
      if (!joins) continue;
      copy.channel = this.replication.openChannel(copy, this);
      if (before) copy.channel.succeed?.(before);
    }
  }

  private bar(writer: Writer): void {
    writer.copy.barred = true;
  }

  private emitDemoted(writer: Writer): void {
    const site = this.siteName(writer.copy);
    this.trace.emit({ type: 'demoted', at: this.simulation.now, shard: this.name, site });
  }

  private fork(old: Writer, missing: Missing, faultAt: Micros): void {
    old.fork = { missing, faultAt };
    this.rivals.push(old);
  }

  private settleFork(rival: Writer): void {
    const { missing, faultAt } = rival.fork!;
    this.settle(rival, missing, faultAt, rival.copy.intact ? 'pending' : 'lostInFailover');
  }

  /** A primary that nobody was promoted over, and that is not there at the end. */
  private closeStranded(): void {
    const { copy, diedAt } = this.writer;
    if (diedAt === undefined) return;
    const standbys = this.standbys().filter((one) => one.intact && one.channel);
    const missing = standbys.map((one) => this.lacking(one)).sort(byLoss)[0];
    // Without a standby that follows it, everything that it and those before it took is at stake.
    const all: Missing = { kind: 'tail', from: 0 };
    const kept = copy.intact || (missing === undefined && this.copies.some((one) => one.intact));
    const as = kept ? 'pending' : 'lostInFailover';
    this.settle(this.writer, missing ?? all, diedAt, as);
  }

  private settle(old: Writer, missing: Missing, faultAt: Micros, as: 'lostInFailover' | 'pending'): void {
    const { now } = this.simulation;
    old.timeline.end(now);
    this.emitClassified(classifyMissing(old.timeline, missing, faultAt, as, now));
    if (missing.kind === 'tail') this.settleAncestors(old, missing.from, faultAt, as);
  }

  /** What a standby far behind lacks may reach back beyond the primary that it is promoted over. */
  private settleAncestors(
    writer: Writer,
    from: Micros,
    faultAt: Micros,
    as: 'lostInFailover' | 'pending',
  ): void {
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
    const { store, name: shard } = this.options;
    this.trace.emit({ type: 'writes-classified', at: this.simulation.now, store, shard, ...writes });
  }
}

/** Fewest missing first. */
export function byLoss(a: Missing, b: Missing): number {
  if (a.kind === 'tail' && b.kind === 'tail') return b.from - a.from;
  if (a.kind === 'scattered' && b.kind === 'scattered') return a.mass - b.mass;
  return 0;
}
