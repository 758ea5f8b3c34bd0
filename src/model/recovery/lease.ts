import type { EventHandle, Micros, Simulation, Trace } from '../../kernel/index.js';
import type { Clock } from '../data/clocks/clock.js';
import { majority } from '../data/commit.js';
import { isPaused, type Server, servesData, type Writer } from '../data/copy.js';
import type { SinglePrimary } from '../data/single-primary.js';
import type { Network } from '../network.js';
import type { Draws, Quantity } from '../quantity.js';
import type { TraceRecord } from '../trace.js';
import type { Detection, OnSuspect } from './detection.js';
import { LeaseHolder } from './lease-holder.js';

export interface LeaseOptions {
  readonly ttl: Micros;
  /** The holder renews, and standbys that poll look, every loop. */
  readonly loop: Micros;
  /** How long the holder asks the service when a renewal is due; absent = as long as its lease lasts. */
  readonly retry?: Micros;
  /** How long a crashed primary is started again in place; absent = its lease runs out. */
  readonly start?: Quantity;
  /** Without the service the holder stays primary as long as every other copy answers it. */
  readonly failsafe: boolean;
  /** What ends a lease: time that has passed since its renewal, or a time of day that the service wrote into it. */
  readonly clock: 'monotonic' | 'wall';
  /** Standbys are told at once when the lease runs out, rather than finding out when they next look. */
  readonly watch: boolean;
  /** Sites of the coordination service; who reaches a majority of them has it. */
  readonly members: readonly number[];
}

/**
 * A lease on being primary, renewed every loop for its full time to live (as Patroni's leader key: "Dynamic configuration
 * settings", loop_wait, ttl, retry_timeout, primary_start_timeout, failsafe_mode). A holder that cannot renew steps down
 * before anybody can take the lease.
 */
export class Lease implements Detection {
  private holder: LeaseHolder;
  /** Holders before it that have not found out yet. */
  private former: LeaseHolder[] = [];
  private expiry: { at: Micros; event: EventHandle } | undefined;
  /** The last renewal of a lease that runs out. */
  private renewedAt: number | undefined;
  private noticed: EventHandle | undefined;
  /** A crashed primary gives up its lease. */
  private release: EventHandle | undefined;
  private free = false;
  /** Somebody will find, or has found, that the lease is free. */
  private looked = false;
  private steppedDown = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly network: Network,
    private readonly shard: SinglePrimary,
    private readonly options: LeaseOptions,
    private readonly draws: Draws,
    /** By region. */
    private readonly clocks: readonly Clock[],
    private readonly onSuspect: OnSuspect,
    private readonly onChange: () => void,
  ) {
    this.holder = this.give(shard.writer);
  }

  follow(): void {
    if (this.holder.writer !== this.shard.writer) this.pass();
    for (const one of this.former) one.follow();
    if (this.keeps()) this.renew();
    else if (!this.free) this.lapse();
    this.holder.follow();
    if (this.free) this.scheduleNotice();
  }

  cleared(): boolean {
    return !this.holder.asleep && this.renews();
  }

  sees(site: number): boolean {
    return this.hasService(site);
  }

  /** A primary that goes on hears of its successor where it looks at its lease, not from the successor. */
  supersede(old: Writer): void {
    old.unaware = true;
  }

  /** The lease is with another now. */
  private pass(): void {
    this.forget();
    this.free = false;
    this.steppedDown = false;
    if (this.holder.writer.unaware) this.former.push(this.holder);
    else this.holder.cancel();
    this.holder = this.give(this.shard.writer);
  }

  private give(writer: Writer): LeaseHolder {
    const { copy } = writer;
    const holder: LeaseHolder = new LeaseHolder(
      this.simulation,
      writer,
      this.options.loop,
      () => this.uniform('renewal'),
      {
        endsAt: (renewal) => this.believedEnd(renewal, this.clockOf(copy.site)),
        isAwake: () => !isPaused(copy, this.network),
        isAlive: () => this.shard.isAlive(copy),
        keeps: () => holder === this.holder && this.keeps(),
        findsOut: () => holder !== this.holder && this.hasService(copy.site),
        stepDown: () => this.stepDown(holder),
        onLook: this.onChange,
      },
    );
    return holder;
  }

  private stepDown(holder: LeaseHolder): void {
    const { writer } = holder;
    writer.unaware = false;
    this.former = this.former.filter((one) => one !== holder);
    if (holder === this.holder) this.steppedDown = true;
    this.shard.demote(writer);
    this.onChange();
  }

  private keeps(): boolean {
    return !this.holder.asleep && (this.renews() || this.restarts() || this.isFailsafe());
  }

  private renews(): boolean {
    const { copy } = this.shard.writer;
    return servesData(copy, this.network) && this.hasService(copy.site);
  }

  /** Its processes alone are down: what watches over them goes on, and starts them again. */
  private restarts(): boolean {
    const { copy } = this.shard.writer;
    if (!this.options.start || this.free) return false;
    const alone = copy.crashed > 0 && copy.lost === 0 && copy.paused === 0 && copy.intact;
    return alone && this.network.runs(copy.site) && this.hasService(copy.site);
  }

  /** Every other copy answers: nobody of them takes the lease meanwhile. */
  private isFailsafe(): boolean {
    const { copy } = this.shard.writer;
    if (!this.options.failsafe || !servesData(copy, this.network)) return false;
    return this.shard.standbys().every((one) => this.answers(one, copy.site));
  }

  private answers(copy: Server, asked: number): boolean {
    return this.shard.isAlive(copy) && this.network.talks(asked, copy.site);
  }

  /** An answer that takes longer than somebody asks is none. */
  private hasService(site: number): boolean {
    const { members, retry, ttl } = this.options;
    const reached = members.filter(
      (one) =>
        this.network.runs(one) &&
        this.network.talks(site, one) &&
        this.network.delayBetween(site, one) < (retry ?? ttl),
    );
    return reached.length >= majority(members.length);
  }

  private renew(): void {
    const restarts = this.restarts();
    if (!restarts || this.release === undefined) this.forget();
    if (restarts) this.scheduleRelease();
    // One that stepped down takes the lease again when nobody else has.
    if (this.free || this.steppedDown) this.shard.reinstate();
    this.free = false;
    this.steppedDown = false;
  }

  /** What was to come of a lease that is not renewed does not come. */
  private forget(): void {
    for (const handle of [this.expiry?.event, this.noticed, this.release]) {
      if (handle !== undefined) this.simulation.cancel(handle);
    }
    this.expiry = undefined;
    this.renewedAt = undefined;
    this.noticed = undefined;
    this.release = undefined;
    this.looked = false;
  }

  /** The lease runs out a full ttl after the last renewal before the holder was gone. */
  private lapse(): void {
    // A holder steps down before its lease is free, be it at the same instant.
    this.holder.follow();
    this.renewedAt ??= this.holder.lastDue();
    const at = Math.ceil(this.end(this.renewedAt, this.clockOf(this.options.members[0]!)));
    if (this.expiry?.at === at) return;
    if (this.expiry) this.simulation.cancel(this.expiry.event);
    const event = this.simulation.scheduleAt(at, () => {
      this.expiry = undefined;
      const subject = `lease of ${this.shard.name}`;
      this.trace.emit({ type: 'verdict', at: this.simulation.now, subject, healthy: false, by: 'lease' });
      this.setFree();
    });
    this.expiry = { at, event };
  }

  /** When a lease that was renewed then is over, by this clock. */
  private end(renewal: number, clock: Clock): number {
    const { ttl, members } = this.options;
    if (this.options.clock === 'monotonic') return renewal + ttl / clock.rate;
    const written = this.clockOf(members[0]!).stampAt(renewal) + ttl;
    return clock.when(written, this.simulation.now);
  }

  /** When its holder steps down: when it takes the lease to be over, or has asked for so long. */
  private believedEnd(renewal: number, clock: Clock): number {
    const { loop, retry } = this.options;
    const over = this.end(renewal, clock);
    return retry === undefined ? over : Math.min(over, renewal + (loop + retry) / clock.rate);
  }

  private clockOf(site: number): Clock {
    return this.clocks[this.network.regionOf[site]!]!;
  }

  /** The crash is found at the next loop. */
  private scheduleRelease(): void {
    if (this.release !== undefined) return;
    const takes = this.draws.duration(this.options.start!, 'restart', this.shard.name);
    this.release = this.simulation.scheduleAt(this.holder.nextDue() + takes, () => {
      this.release = undefined;
      const site = this.shard.siteName(this.shard.writer.copy);
      this.trace.emit({ type: 'lease-released', at: this.simulation.now, shard: this.shard.name, site });
      this.setFree();
    });
  }

  private setFree(): void {
    this.free = true;
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
