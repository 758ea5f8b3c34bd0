import type { EventHandle, Micros, Simulation, Trace } from '../../kernel/index.js';
import { majority } from '../data/commit.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Draws } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Detection, OnSuspect } from './detection.js';

export interface LeaseOptions {
  readonly ttl: Micros;
  /** The holder renews, and standbys that poll look, every loop. */
  readonly loop: Micros;
  /** Standbys are told at once when the lease runs out, rather than finding out when they next look. */
  readonly watch: boolean;
  /** Sites of the coordination service; who reaches a majority of them has it. */
  readonly members: readonly number[];
}

/**
 * A lease on being primary, renewed every loop for its full time to live (as Patroni's leader key: "Dynamic
 * configuration settings", loop_wait and ttl). A holder that cannot renew steps down before anybody can take the lease.
 */
export class Lease implements Detection {
  /** A time at which the holder renewed. */
  private renewal: Micros | undefined;
  private expiry: EventHandle | undefined;
  private noticed: EventHandle | undefined;
  private free = false;
  /** Somebody will find, or has found, that the lease is free. */
  private looked = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly shard: SinglePrimary,
    private readonly options: LeaseOptions,
    private readonly draws: Draws,
    private readonly onSuspect: OnSuspect,
    private readonly onDemote: () => void,
  ) {}

  follow(): void {
    if (this.renews()) this.renew();
    else if (!this.free && this.expiry === undefined) this.scheduleExpiry();
    else if (this.free) this.scheduleNotice();
  }

  cleared(): boolean {
    return this.renews();
  }

  sees(site: number): boolean {
    return this.hasService(site);
  }

  private renews(): boolean {
    const { copy } = this.shard.writer;
    return this.shard.isAlive(copy) && copy.intact && this.hasService(copy.site);
  }

  private hasService(site: number): boolean {
    const { members } = this.options;
    const reached = members.filter((one) => this.network.runs(one) && this.network.talks(site, one));
    return reached.length >= majority(members.length);
  }

  private renew(): void {
    for (const handle of [this.expiry, this.noticed]) {
      if (handle !== undefined) this.simulation.cancel(handle);
    }
    this.expiry = undefined;
    this.noticed = undefined;
    this.looked = false;
    // One that stepped down takes the lease again when nobody else has.
    if (this.free) this.shard.reinstate();
    this.free = false;
  }

  /** The lease runs out a full ttl after the last renewal before the holder was gone. */
  private scheduleExpiry(): void {
    const { now } = this.simulation;
    const { loop, ttl } = this.options;
    this.renewal ??= now - this.uniform('renewal') * loop;
    const sinceRenewal = now - this.renewal - Math.floor((now - this.renewal) / loop) * loop;
    this.expiry = this.simulation.scheduleAt(Math.ceil(now - sinceRenewal + ttl), () => this.runOut());
  }

  private runOut(): void {
    this.expiry = undefined;
    this.free = true;
    this.renewal = undefined;
    const subject = `lease of ${this.shard.name}`;
    this.trace.emit({ type: 'verdict', at: this.simulation.now, subject, healthy: false, by: 'lease' });
    if (this.shard.isAlive(this.shard.writer.copy)) {
      this.shard.demote();
      this.onDemote();
    }
    this.scheduleNotice();
  }

  /** Each standby that polls looks at its own phase of the loop; the first to look takes the lease. */
  private scheduleNotice(): void {
    if (this.looked) return;
    const lookers = this.shard
      .standbys()
      .filter((copy) => copy.channel && this.shard.isAlive(copy) && this.hasService(copy.site));
    if (lookers.length === 0) return;
    this.looked = true;
    let wait = 1;
    for (const _ of lookers) wait = Math.min(wait, this.uniform('look'));
    const delay = this.options.watch ? 0 : Math.ceil(wait * this.options.loop);
    this.noticed = this.simulation.schedule(delay, () => {
      this.noticed = undefined;
      this.onSuspect([{ phase: 'detect', until: this.simulation.now }]);
    });
  }

  private uniform(purpose: string): number {
    return this.draws.streams.open(`${purpose} of ${this.shard.name}`).next();
  }
}
