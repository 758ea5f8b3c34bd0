import type { Micros, Simulation, Trace } from '../../kernel/index.js';
import { constant, drawPoisson } from '../../kernel/index.js';
import type { Network } from '../network.js';
import type { Draws, Quantity } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import { ArchiveChannel } from './channels/archive.js';
import { BatchChannel } from './channels/batch.js';
import type { Channel } from './channels/channel.js';
import { SynchronousChannel } from './channels/channel.js';
import { ItemChannel, LagChannel } from './channels/lag.js';
import { LinkChannel } from './channels/link.js';
import type { CommitRule } from './commit.js';
import { acknowledgedAfter, standbysAwaited } from './commit.js';
import type { Server, Writer } from './copy.js';

/** How commits reach the standbys of a shard. */
export interface ReplicationOptions extends CommitRule {
  /** After which a primary without enough standbys goes on alone; absent = never. */
  readonly timeout?: Quantity;
  /** semi-sync: the first write that waited so long is the last that waits (as in MySQL), or each waits on its own. */
  readonly latch: boolean;
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
  constructor(
    private readonly shard: {
      readonly store: string;
      readonly name: string;
      readonly sites: readonly number[];
      readonly replication: ReplicationOptions;
    },
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly draws: Draws,
  ) {}

  /** Standbys that the mode waits for. */
  get awaited(): number {
    return standbysAwaited(this.shard.replication, this.shard.sites.length);
  }

  /** One write in undisturbed time: when its client is answered, and whether a standby has it by then. */
  drawWrite(): { commitLatency: Micros; unreplicated: boolean } {
    const [primary, ...standbys] = this.shard.sites;
    const { awaited } = this;
    const roundTrips = standbys.map((site) =>
      this.network.quietRoundTrip(primary!, site, this.shard.store, this.draws),
    );
    const answered = acknowledgedAfter(roundTrips, awaited);
    const timeout = this.drawTimeout();
    return { commitLatency: Math.min(answered, timeout), unreplicated: awaited === 0 || answered > timeout };
  }

  /** A channel from the present primary of a shard to one of its standbys. */
  openChannel(copy: Server, replicated: Replicated): Channel {
    const from = replicated.writer.copy.site;
    const { sites } = this.network.options;
    const name = `${replicated.writer.line} to ${sites[copy.site]}`;
    const stream = () => this.draws.streams.open(`lag of ${name}`);
    const latency = () => this.network.meanRoundTrip(from, copy.site) / 2;
    const { lag, link, batch, archive } = this.shard.replication;
    if (lag) {
      const staleness = this.settleLag(lag.staleness, name);
      const options = { lag: staleness, correlation: lag.correlation, stream, latency };
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
    const now = (one: Server) => this.network.roundTrip(from, one.site, this.shard.store, this.draws);
    const mean = (one: Server) => this.network.meanRoundTrip(from, one.site);
    return new SynchronousChannel(
      () => this.slack(copy, replicated, now, this.drawTimeout()),
      () => this.slack(copy, replicated, mean, Number.POSITIVE_INFINITY),
    );
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
    trip: (one: Server) => Micros,
    timeout: Micros,
  ): Micros {
    const { writer } = replicated;
    const own = trip(copy);
    const { now } = this.simulation;
    // One event cuts several off, one after the other.
    const listened = replicated.standbys().filter((one) => one.connected || one.interruptedAt === now);
    const roundTrips = listened.map((one) => (one === copy ? own : trip(one)));
    const answered = acknowledgedAfter(roundTrips, writer.wait.isAlone ? 0 : writer.wait.awaited);
    return Math.max(0, own / 2 - Math.min(answered, timeout));
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
