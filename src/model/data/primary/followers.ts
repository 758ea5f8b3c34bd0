import type { Simulation, Trace } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { TraceRecord } from '../../trace.js';
import type { Channel, Ending, Missing } from '../channels/channel.js';
import { isAlive, type Server, servesData, type Writer } from '../copy.js';
import type { Behind } from '../reads/read-source.js';
import type { Replication } from '../replication.js';

/** The copies of a shard as they follow its primary. */
export class Followers {
  /** The primary that they follow. */
  writer!: Writer;

  constructor(
    private readonly shard: string,
    private readonly copies: readonly Server[],
    /** Whether what ships waits for an answer, and so needs the way back too. */
    private readonly waits: boolean,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly replication: Replication,
    /** The site of the standby that each of these sites follows. */
    private readonly chain: ReadonlyMap<number, number>,
  ) {}

  standbys(): Server[] {
    return this.copies.filter((copy) => copy !== this.writer.copy);
  }

  /** Standbys that answer the primary. */
  listening(): number {
    return this.standbys().filter((copy) => copy.connected && !copy.upstream && this.talksTo(copy)).length;
  }

  talksTo(copy: Server): boolean {
    return this.network.talks(this.writer.copy.site, copy.site);
  }

  /** What this standby would lack as the new primary. */
  lacking(copy: Server): Missing {
    this.interrupt(copy);
    return copy.channel!.missing(this.writer.timeline, this.simulation.now);
  }

  /** How far behind the primary's writes a copy is; undefined where it is as good as up to date. */
  behind(copy: Server): Behind | undefined {
    const { timeline } = this.writer;
    if (!copy.channel) return { kind: 'cut-off', upTo: timeline.began, missing: 0 };
    if (copy.connected) {
      const law = copy.channel.staleness?.();
      // Who commits wait for is not behind.
      return law && (law.lag.mean > 0 || law.floor > 0) ? { kind: 'follows', ...law } : undefined;
    }
    const missing = copy.channel.missing(timeline, this.simulation.now);
    return missing.kind === 'tail'
      ? { kind: 'cut-off', upTo: missing.from, missing: 0 }
      : { kind: 'cut-off', upTo: missing.since, missing: missing.mass };
  }

  open(): void {
    for (const copy of this.inOrder()) this.attach(copy);
  }

  /** A copy follows the standby that it is to follow, where that one lives, else the primary. */
  private attach(copy: Server): Channel {
    copy.upstream = this.upstreamOf(copy);
    const channel = this.replication.openChannel(copy, this);
    copy.channel = channel;
    return channel;
  }

  private upstreamOf(copy: Server): Server | undefined {
    const site = this.chain.get(copy.site);
    const upstream = this.standbys().find((one) => one.site === site);
    return upstream?.channel && servesData(upstream, this.network) ? upstream : undefined;
  }

  /** Those that are followed before those that follow them. */
  private inOrder(): Server[] {
    const depth = ({ site }: Server) => {
      let steps = 0;
      for (let one = this.chain.get(site); one !== undefined; one = this.chain.get(one)) steps += 1;
      return steps;
    };
    return this.chain.size === 0 ? this.standbys() : this.standbys().sort((a, b) => depth(a) - depth(b));
  }

  /** Whether a copy could follow whom it is to follow. */
  private finds(copy: Server): boolean {
    return this.network.talks((this.upstreamOf(copy) ?? this.writer.copy).site, copy.site);
  }

  /** Who sends a copy the log. */
  private senderTo(copy: Server): Server {
    return copy.upstream ?? this.writer.copy;
  }

  connect(): void {
    for (const copy of this.standbys()) this.connectOne(copy);
  }

  /** Copies outside that are back become standbys of the present primary, those excepted that a rival stands on. */
  rejoin(isRival: (copy: Server) => boolean): void {
    const { network, writer } = this;
    for (const copy of this.inOrder()) {
      const back = servesData(copy, network) && servesData(writer.copy, network) && this.finds(copy);
      if (copy.channel || copy.outdated || isRival(copy) || !back) continue;
      copy.barred = false;
      copy.connected = true;
      this.attach(copy);
      const site = network.options.sites[copy.site]!;
      this.trace.emit({ type: 'rejoined', at: this.simulation.now, shard: this.shard, site });
    }
  }

  /** Standbys of the old primary become those of the new one, except the old primary itself while it goes on. */
  rebase(writer: Writer, except: Server | undefined): void {
    this.writer = writer;
    for (const copy of this.inOrder()) {
      const before = copy.channel;
      before?.close?.();
      copy.channel = undefined;
      copy.upstream = undefined;
      if (copy === except) continue;
      const able = servesData(copy, this.network) && !copy.outdated && !copy.barred;
      const joins = able && this.finds(copy);
      copy.connected = joins;
      if (!joins) continue;
      const channel = this.attach(copy);
      if (before) channel.succeed?.(before);
    }
  }

  /** A log needs its way to the standby only; what waits for an answer needs the way back too. */
  private connectOne(copy: Server): void {
    if (!copy.channel) return;
    const { network, writer } = this;
    const sender = this.senderTo(copy);
    const way = this.waits && !copy.upstream ? this.talksTo(copy) : network.reaches(sender.site, copy.site);
    const connected = way && !copy.detached && servesData(copy, network) && servesData(sender, network);
    if (connected === copy.connected) return;
    if (connected) {
      copy.connected = true;
      copy.channel.resume(writer.timeline, this.simulation.now);
    } else {
      this.interrupt(copy, isAlive(copy, network));
    }
  }

  /** What a crashed primary had sent arrives; what a lost one had, or what was on a way whose cut loses it, is gone. */
  private interrupt(copy: Server, receives = false): void {
    const { network } = this;
    const { copy: primary } = this.writer;
    const crashed = primary.lost === 0 && !network.isLost(primary.site) && !isAlive(primary, network);
    const cut = !network.reaches(primary.site, copy.site);
    const arrives = receives && (crashed || cut) && network.delivers(primary.site, copy.site);
    const ending: Ending = arrives ? 'arrives' : 'gone';
    if (copy.connected) copy.interruptedAt = this.simulation.now;
    copy.connected = false;
    copy.channel?.interrupt(this.writer.timeline, this.simulation.now, ending);
  }
}
