import type { Micros, Simulation, Stream, Trace } from '../../kernel/index.js';
import type { Network } from '../network.js';
import type { Path } from '../path.js';
import type { Draws } from '../quantity.js';
import type { RequestKind, TraceRecord } from '../trace.js';
import type { Missing } from './channels/channel.js';
import { type Copy, isAlive, isPaused, type Server, servesData, type Writer } from './copy.js';
import { Ceiling } from './primary/ceiling.js';
import { CommitWait, type WaitRule } from './primary/commit-wait.js';
import { Condition } from './primary/condition.js';
import { Electorate } from './primary/electorate.js';
import { Epochs } from './primary/epochs.js';
import { Followers } from './primary/followers.js';
import { Isolation } from './primary/isolation.js';
import { LagLimit } from './primary/lag-limit.js';
import { LogSite } from './primary/log-site.js';
import { drawMissing } from './primary/objects.js';
import type { GoingBack, Restoration, SinglePrimaryOptions } from './primary/options.js';
import { ReadPlaces } from './primary/read-places.js';
import { Rivals } from './primary/rivals.js';
import { Slots } from './primary/slots.js';
import { Views } from './primary/views.js';
import type { ReadSource } from './reads/read-source.js';
import type { ReplicationOptions } from './replication.js';
import { Replication } from './replication.js';
import { type Acceptance, refused, type Shard } from './shard.js';
import type { Sight } from './sight.js';
import type { Timeline } from './timeline.js';

/** The copies of one shard in one run, and who is primary of them. */
export class SinglePrimary implements Shard {
  writer: Writer;
  readonly ask?: (usual: number, asked: number) => void;
  private readonly ceiling: Ceiling | undefined;
  private readonly servers: Server[];
  readonly condition = new Condition();
  /** Present while a restore is under way that has chosen where to go back to. */
  goingBack: GoingBack | undefined;
  private readonly log: LogSite | undefined;
  private readonly slots: Slots | undefined;
  private readonly limit: LagLimit | undefined;
  private readonly replication: Replication;
  private readonly epochs: Epochs;
  private readonly followers: Followers;
  private readonly rivals: Rivals;
  private readonly views: Views;
  private readonly places: ReadPlaces;
  private readonly electorate: Electorate;
  private readonly isolation = new Isolation();

  constructor(
    readonly options: SinglePrimaryOptions,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly draws: Draws,
    private readonly onChange: (path: Path) => void,
  ) {
    const { sites, name, replication } = options;
    this.servers = sites.map(newServer);
    this.electorate = new Electorate(options.electorate, network);
    this.replication = new Replication(options, simulation, trace, network, draws);
    const rule = waitRuleOf(replication, this.replication.awaited);
    this.epochs = new Epochs(
      options,
      simulation,
      trace,
      draws,
      replication.walWriter,
      (timeline) => new CommitWait(options, rule, timeline, simulation, trace, draws, onChange),
    );
    const waits = this.replication.awaited > 0 && options.log === undefined;
    this.followers = new Followers(
      name,
      this.servers,
      waits,
      simulation,
      trace,
      network,
      this.replication,
      options.follows ?? new Map(),
    );
    const { slots, maximumLag } = replication;
    this.slots = slots && new Slots(name, slots, this.followers, simulation, trace, network, draws, onChange);
    this.limit =
      maximumLag === undefined ? undefined : new LagLimit(maximumLag, this.followers, simulation, onChange);
    this.rivals = new Rivals(this.epochs, options.rejoin === 'report', (rival) => this.demote(rival));
    this.writer = this.openWriter(this.servers[0]!);
    this.log =
      options.log === undefined ? undefined : new LogSite(options.log, this.writer, simulation, network);
    this.views = new Views(network, this.writer);
    this.places = new ReadPlaces(
      options.reads,
      this.servers,
      this.followers,
      this.views,
      simulation,
      network,
    );
    this.followers.writer = this.writer;
    this.followers.open();
    const ceiling = options.ceiling && new Ceiling(options.ceiling, this.latency);
    this.ceiling = ceiling;
    if (ceiling) this.ask = (usual, asked) => ceiling.ask(usual, asked);
  }

  get copies(): readonly Copy[] {
    return this.log ? [...this.servers, this.log.copy] : this.servers;
  }

  get store(): string {
    return this.options.store;
  }

  get name(): string {
    return this.options.name;
  }

  timelines(): Timeline[] {
    return [this.writer, ...this.rivals.list].map(({ timeline }) => timeline);
  }

  primaries(): Server[] {
    return [this.writer.copy];
  }

  isAlive(copy: Copy): boolean {
    return isAlive(copy, this.network);
  }

  standbys(): Server[] {
    return this.followers.standbys();
  }

  siteName(copy: Server): string {
    return this.network.options.sites[copy.site]!;
  }

  serves(region: number): boolean {
    return this.places.serves(region);
  }

  siteOf(region: number, kind: RequestKind): number {
    return this.places.siteOf(region, kind);
  }

  readSources(region: number): ReadSource[] {
    return this.places.sources(region);
  }

  look(region: number, stream: Stream): Sight[] | undefined {
    return this.places.look(region, stream);
  }

  /** A region sends its writes to the primary that it has heard of. */
  accept(region: number): Acceptance {
    const writer = this.views.of(region);
    if (!this.takesWrites(writer) || !this.places.reaches(region, writer)) return refused;
    if (writer === this.writer && this.slots?.isFull) return refused;
    // What waits for standbys that do not answer is acknowledged in the end, if at all, but late.
    const { acknowledged, inTime } = this.condition.answering;
    const committed = this.ceiling?.now ?? 1;
    return {
      timeline: writer.timeline,
      acknowledged: committed * acknowledged,
      inTime: writer.wait.isLate ? 0 : committed * inTime,
    };
  }

  get readShare(): number {
    return this.condition.answering.reads;
  }

  follow(): void {
    this.noteStop();
    this.rivals.meet((rival) => this.meets(rival));
    this.followers.rejoin((copy) => this.rivals.isOn(copy));
    this.followers.connect();
    this.log?.follow();
    this.slots?.follow();
    this.limit?.follow();
    this.views.follow(this.writer);
    this.followWriters();
    // Those that wait for standbys that do not answer are as many as before.
    if (this.ceiling && !this.writer.wait.isLate) this.ceiling.follow(this.latency);
  }

  /** Share of the writes that it commits when nothing is wrong. */
  get usualShare(): number {
    return this.ceiling?.usual ?? 1;
  }

  limits(asked: number): boolean {
    return this.ceiling !== undefined && this.ceiling.shareOf(asked, this.latency) < 1;
  }

  /** Mean latency of a commit now. */
  private get latency(): Micros {
    return this.replication.meanLatency(this.followers);
  }

  /** What this standby would lack as the new primary. */
  lacking(copy: Server): Missing {
    const missing = this.needsQuorum() ? this.lackingOfMajority(copy) : this.followers.lacking(copy);
    const { durableUpTo } = this.writer;
    if (this.log) return this.log.complete(missing, copy, this.writer);
    // What the primary had not flushed it had not sent.
    if (durableUpTo === undefined || missing.kind !== 'tail') return missing;
    return { kind: 'tail', from: Math.min(missing.from, durableUpTo) };
  }

  /** Whoever is to lead by a majority has first what any member that it reaches has. */
  private lackingOfMajority(copy: Server): Missing {
    const own = this.followers.lacking(copy);
    const others = this.standbys().filter(
      (one) =>
        one !== copy &&
        one.channel &&
        servesData(one, this.network) &&
        this.network.talks(copy.site, one.site),
    );
    return [own, ...others.map((one) => this.followers.lacking(one))].sort(byLoss)[0]!;
  }

  /** Stops the primary for good, wherever it is. */
  fence(): void {
    this.writer.copy.barred = true;
    const site = this.siteName(this.writer.copy);
    this.trace.emit({ type: 'fenced', at: this.simulation.now, shard: this.name, site });
  }

  /** A primary, or one that was promoted over, stops taking writes by itself. */
  demote(writer: Writer): void {
    const goesOn = writer === this.writer || this.rivals.includes(writer);
    if (goesOn && !writer.copy.barred) this.stepDown(writer);
  }

  /** The primary may take writes again: nobody was promoted over it. */
  reinstate(): void {
    this.writer.copy.barred = false;
    this.reattach();
    // Its standbys may still be away.
    this.followWriters();
  }

  /** A standby whose promotion begins stops following, where it is not to go on until that is complete. */
  detach(copy: Server): void {
    if (this.options.detaches !== 'begin') return;
    copy.detached = true;
    this.followers.connect();
    this.limit?.follow();
    this.followWriters();
  }

  /** Nobody is being promoted any more. */
  private reattach(): void {
    const detached = this.servers.filter((copy) => copy.detached);
    for (const copy of detached) copy.detached = false;
    if (detached.length > 0) this.followers.connect();
  }

  /** Makes a standby the primary; regions hear of it when `announce` is called. */
  promote(copy: Server): void {
    const missing = this.lacking(copy);
    copy.detached = false;
    const old = this.writer;
    // A harm that it never had goes with the tail; of the last instant that it knows it has all.
    this.condition.goBackTo(1 + (missing.kind === 'tail' ? missing.from : missing.since));
    const goesOn =
      !old.copy.barred && old.copy.intact && (this.isAlive(old.copy) || isPaused(old.copy, this.network));
    this.writer = this.openWriter(copy);
    this.writer.ancestor = { writer: old, upTo: missing.kind === 'tail' ? missing.from : missing.since };
    if (!goesOn) this.missObjects(old, missing, old.diedAt ?? copy.interruptedAt);
    this.leave(old, missing, old.diedAt ?? copy.interruptedAt, goesOn);
    this.views.withhold();
    this.slots?.forget();
    this.followers.rebase(this.writer, goesOn ? old.copy : undefined);
    this.lowerWait();
    this.emitPromoted(old.copy, goesOn && this.isAlive(old.copy));
  }

  /** A primary that takes no more writes gives its place to a standby that has all of them. */
  handOver(copy: Server): void {
    const old = this.writer;
    this.epochs.end(old);
    this.writer = this.openWriter(copy);
    this.writer.ancestor = { writer: old, upTo: this.simulation.now };
    old.copy.barred = false;
    this.followers.rebase(this.writer, undefined);
    this.lowerWait();
    this.emitPromoted(old.copy, false);
    this.views.announce();
  }

  /** Whether the disks of all copies are gone, those aside that are being built anew. */
  get isGone(): boolean {
    return !this.servers.some((copy) => copy.intact && (copy === this.writer.copy || !copy.outdated));
  }

  /** Expected number of acknowledged writes after an instant. */
  writesAfter(point: Micros): number {
    return this.epochs.massAfter(this.writer, point);
  }

  /** An earlier state takes the place of what there is, on a new copy; all regions hear of it. */
  restore({ point, site, faultAt, lost, rebuild }: Restoration): void {
    const old = this.writer;
    const { now } = this.simulation;
    this.epochs.end(old);
    this.epochs.goBack(old, point, lost, faultAt, 'lostInRestore');
    this.condition.restore(point, now);
    this.goingBack = undefined;
    this.writer = this.openWriter(this.replaceCopy(site));
    this.writer.ancestor = { writer: old, upTo: lost < 1 ? now : point };
    this.slots?.forget();
    for (const copy of this.servers) if (copy !== this.writer.copy) this.rebuild(copy, rebuild);
    this.followers.rebase(this.writer, undefined);
    this.lowerWait();
    this.views.announce();
  }

  /** New disks on a site, in place of what was there. */
  private replaceCopy(site: number): Server {
    const copy = newServer(site);
    const index = this.servers.findIndex((one) => one.site === site);
    if (index < 0) this.servers.push(copy);
    else this.servers[index] = copy;
    return copy;
  }

  /** A copy of what was restored over follows only when it has been built anew. */
  private rebuild(copy: Server, takes: Micros): void {
    copy.barred = false;
    // On new disks where the old ones are gone.
    copy.intact = true;
    if (takes === 0) return;
    copy.outdated = true;
    this.simulation.schedule(takes, () => {
      copy.outdated = false;
      this.onChange([]);
    });
  }

  announce(): void {
    this.views.announce();
  }

  /**
   * Somebody promotes a copy by hand, and does not stop the old primary: only the region of the copy uses it until
   * `reconcile` is called. Returns the old primary; undefined when there is no such copy to promote.
   */
  usurp(site: number): Writer | undefined {
    const copy = this.standbys().find((one) => one.site === site);
    if (!copy?.channel || !servesData(copy, this.network)) return undefined;
    const old = this.writer;
    this.promote(copy);
    old.unaware = old.fork !== undefined;
    if (!old.unaware) this.announce();
    else this.views.turn(this.network.regionOf[site]!, this.writer);
    return old;
  }

  /** The old primary is told, and so are all regions. */
  reconcile(old: Writer): void {
    old.unaware = false;
    this.announce();
  }

  drawWrite(): { commitLatency: Micros; unreplicated: boolean } {
    const write = this.replication.drawWrite();
    if (!this.options.epochs) return write;
    const { store, sites } = this.options;
    const confirmed = this.electorate.drawRoundTrip(sites[0]!, store, this.draws);
    return { ...write, commitLatency: Math.max(write.commitLatency, confirmed) };
  }

  close(): { acknowledged: number; surviving: number } {
    this.rivals.close();
    this.writer.wait.stop();
    if (this.goingBack) this.closeGoingBack(this.goingBack);
    else this.closeStranded();
    const { store, name: shard } = this.options;
    const at = this.simulation.now;
    const isolated = this.isolation.count(at);
    if (isolated > 0) this.trace.emit({ type: 'writes-isolated', at, store, shard, count: isolated });
    const together = this.epochs.timeOfTwo();
    if (together > 0) this.trace.emit({ type: 'two-writers', at, store, shard, time: together });
    return this.epochs.close();
  }

  private openWriter(copy: Server): Writer {
    return this.epochs.open(copy, this.siteName(copy), this.writer);
  }

  /** What becomes of a primary that another was promoted over, and of what the other lacks. */
  private leave(old: Writer, missing: Missing, faultAt: Micros, goesOn: boolean): void {
    if (goesOn) {
      this.rivals.add(old, missing, faultAt, this.simulation.now);
      return;
    }
    // What was on destroyed disks waits for nobody.
    const kept = this.options.rejoin === 'report' && old.copy.intact;
    this.epochs.settle(old, missing, faultAt, kept ? 'pending' : 'lostInFailover');
  }

  /** Objects that were on their way when the old primary was lost, and whose rows the new one has. */
  private missObjects(old: Writer, missing: Missing, faultAt: Micros): void {
    const { objects, store, name: shard } = this.options;
    if (!objects) return;
    const upTo = Math.min(faultAt, missing.kind === 'tail' ? missing.from : missing.since);
    const stream = () => this.draws.streams.open(`objects of ${old.line}`);
    const count = drawMissing(objects, old.timeline, upTo, faultAt, stream);
    if (count > 0) this.trace.emit({ type: 'objects-missing', at: this.simulation.now, store, shard, count });
  }

  /** Whoever makes a copy the primary lets it wait for the standbys that it has; only a quorum is not his to lower. */
  private lowerWait(): void {
    if (!this.needsQuorum()) this.writer.wait.lower(this.listening(this.writer));
  }

  private needsQuorum(): boolean {
    return this.options.replication.mode === 'quorum';
  }

  /** Whether this primary commits the writes that reach it. */
  private takesWrites(writer: Writer): boolean {
    if (writer !== this.writer && !this.rivals.includes(writer)) return false;
    if (writer.copy.barred || !servesData(writer.copy, this.network)) return false;
    // A majority that has made another primary does not confirm the old one.
    return !this.options.epochs || (writer === this.writer && this.electorate.answers(writer.copy.site));
  }

  /** How many of those that commits wait for answer. */
  private listening(writer: Writer): number {
    if (this.limit) return this.limit.within();
    return this.log ? this.log.listening(writer) : this.followers.listening();
  }

  private followWriters(): void {
    this.followWaits();
    if (this.options.countsIsolated) this.followIsolation();
  }

  /** Nobody follows a primary that was promoted over. */
  private followWaits(): void {
    for (const writer of [this.writer, ...this.rivals.list]) {
      const listening = writer === this.writer ? this.listening(writer) : 0;
      writer.wait.raise(listening);
      if (this.takesWrites(writer)) writer.wait.follow(listening);
      else writer.wait.stop();
    }
  }

  private followIsolation(): void {
    const writers = [this.writer, ...this.rivals.list].filter((one) => this.takesWrites(one));
    this.isolation.follow(this.simulation.now, writers, ({ copy }) => this.electorate.isCutOff(copy.site));
  }

  private meets(rival: Writer): boolean {
    return this.isAlive(rival.copy) && this.isAlive(this.writer.copy) && this.followers.talksTo(rival.copy);
  }

  private noteStop(): void {
    const { writer, network } = this;
    const { now } = this.simulation;
    if (servesData(writer.copy, network)) {
      if (writer.diedAt !== undefined) this.epochs.recover(writer, writer.diedAt);
      writer.diedAt = undefined;
      return;
    }
    writer.diedAt ??= now;
    if (writer.walWriter && !isPaused(writer.copy, network))
      writer.durableUpTo ??= writer.walWriter.flushedUpTo(writer.diedAt);
  }

  private stepDown({ copy }: Writer): void {
    copy.barred = true;
    this.trace.emit({
      type: 'demoted',
      at: this.simulation.now,
      shard: this.name,
      site: this.siteName(copy),
    });
  }

  private emitPromoted(old: Server, split: boolean): void {
    const { now } = this.simulation;
    const [from, to] = [this.siteName(old), this.siteName(this.writer.copy)];
    this.trace.emit({ type: 'promoted', at: now, shard: this.name, from, to, split });
  }

  /** A restore has not come to its end: what it goes back to waits for it, what came later is gone or is going to be replaced. */
  private closeGoingBack({ point, faultAt }: GoingBack): void {
    const gone = this.isGone;
    this.epochs.end(this.writer);
    if (point !== undefined)
      this.epochs.goBack(this.writer, point, 1, faultAt, gone ? 'lostInRestore' : 'pending');
    if (gone) this.epochs.goBack(this.writer, 0, 1, faultAt, 'pending');
  }

  /** A primary that nobody was promoted over, and that is not there at the end. */
  private closeStranded(): void {
    const { copy, diedAt } = this.writer;
    if (diedAt === undefined) return;
    const standbys = this.standbys().filter((one) => one.intact && one.channel);
    const missing = standbys.map((one) => this.lacking(one)).sort(byLoss)[0];
    // Without a standby that follows it, everything that it and those before it took is at stake.
    const all: Missing = { kind: 'tail', from: 0 };
    const kept = copy.intact || (missing === undefined && this.servers.some((one) => one.intact));
    this.epochs.settle(this.writer, missing ?? all, diedAt, kept ? 'pending' : 'lostInFailover');
  }
}

function waitRuleOf({ mode, timeout, latch, maximumLag }: ReplicationOptions, awaited: number): WaitRule {
  if (maximumLag !== undefined) return { awaited: 1, runs: 'from-loss' };
  const given = timeout ? { timeout } : {};
  return { awaited, ...given, runs: mode !== 'semi-sync' ? 'from-loss' : latch ? 'from-write' : 'by-write' };
}

/** With all that it will ever have: what gets more later is of another class each time (hidden classes of V8), and outlives its run. */
function newServer(site: number): Server {
  return {
    site,
    lost: 0,
    crashed: 0,
    paused: 0,
    intact: true,
    barred: false,
    channel: undefined,
    connected: true,
    upstream: undefined,
    outdated: false,
    detached: false,
    interruptedAt: 0,
  };
}

/** Fewest missing first. */
export function byLoss(a: Missing, b: Missing): number {
  if (a.kind === 'tail' && b.kind === 'tail') return b.from - a.from;
  if (a.kind === 'scattered' && b.kind === 'scattered') return a.mass - b.mass;
  return 0;
}
