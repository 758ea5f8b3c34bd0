import type { Micros, Stream } from '../../../kernel/index.js';
import { constant } from '../../../kernel/index.js';
import type { Network } from '../../network.js';
import type { Draws, Quantity } from '../../quantity.js';
import { BatchChannel } from '../channels/batch.js';
import type { Missing } from '../channels/channel.js';
import { LagChannel } from '../channels/lag.js';
import { isAlive } from '../copy.js';
import type { Behind } from '../reads/read-source.js';
import type { ReplicationOptions } from '../replication.js';
import type { Peer } from './peer.js';

export interface MeshOptions {
  readonly store: string;
  readonly replication: ReplicationOptions;
  /** Lags from one peer to another that are not that of the replication. */
  readonly lags: readonly { readonly from: number; readonly to: number; readonly staleness: Quantity }[];
}

type Tail = Extract<Missing, { kind: 'tail' }>;

/** Between every two peers a channel each way: what one of them does not know yet of the other, and when it will. */
export class Mesh {
  private readonly channels: readonly (readonly (LagChannel | BatchChannel | undefined)[])[];
  private readonly open: boolean[][];

  constructor(
    private readonly options: MeshOptions,
    private readonly peers: readonly Peer[],
    private readonly network: Network,
    private readonly draws: Draws,
  ) {
    this.channels = peers.map((_, from) =>
      peers.map((_, to) => (from === to ? undefined : this.openChannel(from, to))),
    );
    this.open = peers.map(() => peers.map(() => true));
  }

  /**
   * Interrupts the channels between groups, and resumes those within: whom one does not reach itself, another of its group
   * tells. A way that is cut in one direction only is cut.
   */
  follow(groups: readonly (readonly number[])[], at: Micros): void {
    const isOpen = (from: number, to: number) => groups.some((one) => one.includes(from) && one.includes(to));
    this.peers.forEach(({ timeline }, from) => {
      this.peers.forEach((_, to) => {
        const channel = this.channels[from]![to];
        if (!channel || this.open[from]![to] === isOpen(from, to)) return;
        this.open[from]![to] = !this.open[from]![to];
        if (this.open[from]![to]) channel.resume();
        else channel.interrupt(timeline, at, this.endingOf(from, to));
      });
    });
  }

  /** Up to which commit time all of these know what a peer wrote. */
  known(peer: number, by: readonly number[], now: Micros): Micros {
    let known = now;
    for (const other of by) {
      known = Math.min(known, (this.channels[peer]![other]!.missing() as Tail).from);
    }
    return known;
  }

  /** Up to which commit time a reader at one peer finds what another wrote. */
  glimpse(of: number, at: number, now: Micros, stream: Stream): Micros {
    return this.channels[of]![at]!.glimpse(this.peers[of]!.timeline, now, stream).upTo;
  }

  /** How far behind one peer is with what another writes; undefined where there is no telling. */
  behind(of: number, at: number): Behind | undefined {
    const channel = this.channels[of]![at]!;
    if (!this.open[of]![at]) return { kind: 'cut-off', upTo: (channel.missing() as Tail).from, missing: 0 };
    return channel instanceof LagChannel ? { kind: 'follows', ...channel.staleness() } : undefined;
  }

  /** When all that these wrote by now has reached a peer; their own sides have long shared it among them. */
  arrival(from: readonly number[], peer: number, now: Micros): Micros {
    let arrival = now;
    for (const other of from) {
      if (this.open[other]![peer]) arrival = Math.max(arrival, this.channels[other]![peer]!.arrival(now));
    }
    return arrival;
  }

  /** Mean time until a write of one peer is known to another, in undisturbed time, microseconds. */
  meanLag(from: number, to: number): number {
    const latency = this.latency(from, to);
    const { batch } = this.options.replication;
    if (batch) return Math.max(batch.every, batch.transfer.law.mean) / 2 + batch.transfer.law.mean;
    return latency + this.staleness(from, to).law.excess(latency);
  }

  private staleness(from: number, to: number): Quantity {
    const own = this.options.lags.find((one) => one.from === from && one.to === to);
    return own?.staleness ?? this.options.replication.lag!.staleness;
  }

  private latency(from: number, to: number): number {
    return this.network.meanRoundTrip(this.peers[from]!.copy.site, this.peers[to]!.copy.site) / 2;
  }

  /** What a peer had sent arrives, unless it was lost with it, or on a way whose cut loses it; that is sent again. */
  private endingOf(from: number, to: number): 'arrives' | 'gone' {
    const [sender, receiver] = [this.peers[from]!.copy, this.peers[to]!.copy];
    const sent = sender.lost === 0 && !this.network.isLost(sender.site);
    const received = isAlive(receiver, this.network) && this.network.delivers(sender.site, receiver.site);
    return sent && received ? 'arrives' : 'gone';
  }

  private openChannel(from: number, to: number): LagChannel | BatchChannel {
    const { sites } = this.network.options;
    const site = (peer: number) => sites[this.peers[peer]!.copy.site];
    const name = `${this.options.store} on ${site(from)} to ${site(to)}`;
    const stream = () => this.draws.streams.open(`lag of ${name}`);
    const { lag, batch } = this.options.replication;
    if (batch) {
      const transfer = () => this.draws.value(batch.transfer, 'transfer', name);
      return new BatchChannel({ every: batch.every, transfer, transferLaw: batch.transfer.law, stream });
    }
    const { correlation, items } = lag!;
    const staleness = this.staleness(from, to);
    const latency = () => this.latency(from, to);
    // Items have a lag each: together they are on average as late as one channel with the mean of it.
    const value = items
      ? this.meanLag(from, to)
      : staleness.drawn === 'use'
        ? undefined
        : this.draws.value(staleness, 'lag', name);
    const settled: Quantity =
      value === undefined
        ? staleness
        : { law: constant(value), drawn: 'use', statement: staleness.statement, fixed: value };
    return new LagChannel({ lag: settled, correlation, stream, latency });
  }
}
