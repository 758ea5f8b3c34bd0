import type { Micros, Simulation, Trace } from '../../kernel/index.js';
import { constant, drawPoisson } from '../../kernel/index.js';
import type { Network } from '../network.js';
import type { Draws, Quantity } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import { ArchiveChannel } from './channels/archive.js';
import { BatchChannel } from './channels/batch.js';
import { ChainChannel } from './channels/chain.js';
import type { Channel, TailChannel } from './channels/channel.js';
import { SynchronousChannel } from './channels/channel.js';
import { ItemChannel, LagChannel } from './channels/lag.js';
import { LinkChannel } from './channels/link.js';
import type { AnswerLaw, CommitRule, Durability, StandbyTimes } from './commit.js';
import { acknowledgedAfter, answerTime, meanAcknowledgedAfter, standbysAwaited } from './commit.js';
import { CommitUnderWay } from './commit-under-way.js';
import type { Server, Writer } from './copy.js';
import type { SlotOptions } from './primary/slots.js';
import type { WalWriterOptions } from './primary/wal-writer.js';

/** How commits reach the standbys of a shard. */
export interface ReplicationOptions extends CommitRule {
  /** After which a primary without enough standbys goes on alone; absent = never. */
  readonly timeout?: Quantity;
  /** Time to flush a commit to disk, on the primary and on each standby. */
  readonly flush: Quantity;
  /** Time that a standby takes to show its readers what it has flushed. */
  readonly apply: Quantity;
  /** With commit off: what flushes the log. */
  readonly walWriter?: WalWriterOptions;
  /** semi-sync: the first write that waited so long is the last that waits (as in MySQL), or each waits on its own. */
  readonly latch: boolean;
  readonly slots?: SlotOptions;
  /** Commits wait while every standby is further behind than this; absent = they never do. */
  readonly maximumLag?: Micros;
  readonly lag?: { readonly staleness: Quantity; readonly correlation: Micros; readonly items: boolean };
  readonly link?: {
    readonly latency: Micros | undefined;
    readonly service: Micros;
    readonly queue: 'stationary' | 'empty';
  };
  readonly batch?: { readonly every: Micros; readonly transfer: Quantity };
  /** Segments of so many writes; a timeout of Infinity is none. */
  readonly archive?: { readonly writes: number; readonly timeout: Micros; readonly upload: Quantity };
}

/** The shard whose channels these are. */
export interface Replicated {
  readonly writer: Writer;
  standbys(): Server[];
}

/** Opens the channels of one shard in one run, and says how long its commits take. */
export class Replication {
  private underWay: CommitUnderWay | undefined;

  constructor(
    private readonly shard: {
      readonly store: string;
      readonly name: string;
      readonly sites: readonly number[];
      readonly log?: number;
      readonly follows?: ReadonlyMap<number, number>;
      readonly replication: ReplicationOptions;
    },
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly draws: Draws,
  ) {}

  /** Standbys, or logs, that commits wait for. */
  get awaited(): number {
    if (this.shard.log !== undefined) return 1;
    return standbysAwaited(this.shard.replication, this.shard.sites.length);
  }

  /** What a commit waits for. */
  private get commit(): Durability {
    return this.shard.replication.commit ?? 'on';
  }

  /** One write in undisturbed time: when its client is answered, and whether a standby has it by then. */
  drawWrite(): { commitLatency: Micros; unreplicated: boolean } {
    const { log } = this.shard;
    const [primary, ...standbys] = this.shard.sites;
    // Those that follow another standby answer nobody.
    const direct = standbys.filter((site) => !this.shard.follows?.has(site));
    const asked = log === undefined ? direct : [log];
    const { awaited, commit } = this;
    const { inOrder } = this.shard.replication;
    const answers = asked.map((site) =>
      answerTime(commit, {
        roundTrip: this.network.quietRoundTrip(primary!, site, this.shard.store, this.draws),
        ...this.drawDisk(site),
      }),
    );
    const answered = acknowledgedAfter(answers, awaited, inOrder);
    const timeout = this.drawTimeout();
    const flushed = commit === 'off' ? 0 : this.drawDisk(primary!).flush;
    return {
      commitLatency: flushed + Math.min(answered, timeout),
      unreplicated: awaited === 0 || answered > timeout,
    };
  }

  /** Mean latency of a commit now: of the standbys that answer, over the links as they are. */
  meanLatency(replicated: Replicated): Micros {
    const { writer } = replicated;
    const { log, replication } = this.shard;
    const { flush, apply, inOrder, mode, timeout } = replication;
    const [disk, shown] = [flush.law.mean, apply.law.mean];
    const sites =
      log === undefined
        ? replicated.standbys().flatMap((one) => (one.connected && !one.upstream ? [one.site] : []))
        : [log];
    // A bound on the lag is no answer that each commit waits for.
    const awaited = writer.wait.isAlone ? 0 : Math.min(writer.wait.awaited, this.awaited);
    const answers = sites.map((site) => this.answerLaw(writer.copy.site, site, disk, shown));
    const cap = mode === 'semi-sync' ? timeout!.law.mean : Number.POSITIVE_INFINITY;
    const own = this.commit === 'off' ? 0 : disk;
    return own + meanAcknowledgedAfter(answers, awaited, inOrder, cap);
  }

  private answerLaw(from: number, to: number, flush: Micros, apply: Micros): AnswerLaw {
    const roundTrip = this.network.options.roundTrips[from]![to]!.law;
    const slowed = this.network.meanRoundTrip(from, to) - roundTrip.mean;
    return { roundTrip, delay: slowed + answerTime(this.commit, { roundTrip: 0, flush, apply }) };
  }

  /** A channel from the present primary of a shard, or from the standby that it follows, to one of its standbys. */
  openChannel(copy: Server, replicated: Replicated): Channel {
    const { upstream } = copy;
    if (!upstream) return this.openHop(copy, replicated);
    const hop = this.openHop(copy, replicated, upstream) as TailChannel;
    // One that is given up and rebuilt has another channel then.
    let known = upstream.channel as TailChannel;
    return new ChainChannel(hop, () => {
      known = (upstream.channel as TailChannel | undefined) ?? known;
      return known;
    });
  }

  private openHop(copy: Server, replicated: Replicated, upstream?: Server): Channel {
    const from = (upstream ?? replicated.writer.copy).site;
    const { sites } = this.network.options;
    const via = upstream ? ` by ${sites[upstream.site]}` : '';
    const name = `${replicated.writer.line}${via} to ${sites[copy.site]}`;
    const stream = () => this.draws.streams.open(`lag of ${name}`);
    const latency = () => this.network.meanRoundTrip(from, copy.site) / 2;
    const { lag, link, batch, archive, maximumLag: atMost } = this.shard.replication;
    if (lag) {
      const staleness = this.settleLag(lag.staleness, name);
      const bound = atMost === undefined ? {} : { atMost };
      const options = { lag: staleness, correlation: lag.correlation, stream, latency, ...bound };
      return lag.items
        ? new ItemChannel(options, (mean) => drawPoisson(mean, stream()))
        : new LagChannel(options);
    }
    if (batch) {
      const transfer = () => this.draws.value(batch.transfer, 'transfer', name);
      return new BatchChannel({ every: batch.every, transfer, transferLaw: batch.transfer.law, stream });
    }
    if (archive) {
      const upload = () => this.draws.value(archive.upload, 'upload', name);
      const { writes, timeout } = archive;
      return new ArchiveChannel({ writes, timeout, upload, uploadLaw: archive.upload.law, stream });
    }
    if (link) {
      return new LinkChannel(this.simulation, {
        latency: () => link.latency ?? latency(),
        service: link.service,
        queue: link.queue,
        stream,
        onCaughtUp: (healedAt, served) => this.emitCaughtUp(copy, healedAt, served),
      });
    }
    return upstream ? new SynchronousChannel(latency, latency) : this.openSynchronous(copy, replicated);
  }

  private openSynchronous(copy: Server, replicated: Replicated): Channel {
    const from = replicated.writer.copy.site;
    const { flush, apply } = this.shard.replication;
    const mean = (one: Server) => ({
      roundTrip: this.network.meanRoundTrip(from, one.site),
      flush: flush.law.mean,
      apply: apply.law.mean,
    });
    return new SynchronousChannel(
      () => {
        const commit = this.commitUnderWay(replicated.writer);
        const hasIt = (own: StandbyTimes) => own.roundTrip / 2 + (this.isWithoutPower(copy) ? own.flush : 0);
        return this.slack(copy, replicated, (one) => commit.timesOf(one), commit.timeout, hasIt);
      },
      () => {
        const showsIt = (own: StandbyTimes) => own.roundTrip / 2 + own.flush + own.apply;
        return this.slack(copy, replicated, mean, Number.POSITIVE_INFINITY, showsIt);
      },
    );
  }

  private commitUnderWay(writer: Writer): CommitUnderWay {
    const { now } = this.simulation;
    if (!this.underWay?.isOf(writer, now)) {
      const { network, draws, shard } = this;
      this.underWay = new CommitUnderWay(writer, now, this.drawTimeout(), ({ site }) => ({
        roundTrip: network.roundTrip(writer.copy.site, site, shard.store, draws),
        ...this.drawDisk(site),
      }));
    }
    return this.underWay!;
  }

  /** What a standby has not flushed is gone when it is lost with its primary. */
  private isWithoutPower(copy: Server): boolean {
    return copy.lost > 0 || this.network.isLost(copy.site);
  }

  private drawDisk(site: number): { flush: Micros; apply: Micros } {
    const { flush, apply } = this.shard.replication;
    const on = `${this.shard.store} on ${this.network.options.sites[site]}`;
    return { flush: this.draws.value(flush, 'flush', on), apply: this.draws.value(apply, 'apply', on) };
  }

  /** A lag drawn once a run, or once a channel, is the same at every instant of it. */
  private settleLag(lag: Quantity, channel: string): Quantity {
    if (lag.drawn === 'use' || lag.fixed !== undefined) return lag;
    const value = this.draws.value(lag, 'lag', channel);
    return { law: constant(value), drawn: 'use', statement: lag.statement, fixed: value };
  }

  /** How much later a standby has a write than the client its acknowledgement. */
  private slack(
    copy: Server,
    replicated: Replicated,
    times: (one: Server) => StandbyTimes,
    timeout: Micros,
    hasIt: (own: StandbyTimes) => Micros,
  ): Micros {
    const { writer } = replicated;
    const own = times(copy);
    const { now } = this.simulation;
    // One event cuts several off, one after the other.
    const listened = replicated
      .standbys()
      .filter((one) => !one.upstream && (one.connected || one.interruptedAt === now));
    const answers = listened.map((one) => answerTime(this.commit, one === copy ? own : times(one)));
    const awaited = writer.wait.isAlone ? 0 : writer.wait.awaited;
    const answered = acknowledgedAfter(answers, awaited, this.shard.replication.inOrder);
    return Math.max(0, hasIt(own) - Math.min(answered, timeout));
  }

  /** Each write waits this long at most; without end where the mode does not let it go on alone. */
  private drawTimeout(): Micros {
    const { mode, timeout } = this.shard.replication;
    return mode === 'semi-sync'
      ? this.draws.value(timeout!, 'timeout', this.shard.name)
      : Number.POSITIVE_INFINITY;
  }

  private emitCaughtUp(copy: Server, healedAt: Micros, served: number): void {
    this.trace.emit({
      type: 'caught-up',
      at: this.simulation.now,
      store: this.shard.store,
      shard: this.shard.name,
      site: this.network.options.sites[copy.site]!,
      healedAt,
      served,
    });
  }
}
