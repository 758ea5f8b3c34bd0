import type { EventHandle, Micros, Simulation, Trace } from '../../../kernel/index.js';
import type { Path } from '../../path.js';
import type { Draws, Quantity } from '../../quantity.js';
import type { TraceRecord } from '../../trace.js';
import { type Known, NthWrite } from '../nth-write.js';
import type { Timeline } from '../timeline.js';

export interface WaitRule {
  /** Standbys that the mode waits for. */
  readonly awaited: number;
  /** How long a wait for standbys that do not answer may be; absent = for ever. */
  readonly timeout?: Quantity;
  /**
   * Whose time that is. `from-loss`: a supervisor lets the primary go on alone so long after the standbys were gone (as
   * Patroni with synchronous_mode). `from-write`: the first write that waits so long lets it go on alone (as MySQL's
   * semi-synchronous replication, "reverting to asynchronous"). `by-write`: each write waits so long on its own.
   */
  readonly runs: 'from-loss' | 'from-write' | 'by-write';
}

/**
 * How the commits of one primary wait for standbys. While too few of them answer, what is committed is withheld: it is
 * acknowledged when they are back or when the wait has lasted as long as it may, and never if the primary goes first.
 */
export class CommitWait {
  /** Standbys whose acknowledgement a commit needs. */
  awaited: number;
  /** Since when too few standbys answer. */
  private since: Micros | undefined;
  private timeout: Micros | undefined;
  private alone = false;
  /** Until the first write that waits, and then until it has waited long enough. */
  private first: NthWrite | undefined;
  private firstAt: Micros | undefined;
  private known: Known[] = [];
  private expiry: EventHandle | undefined;
  /** Writes that were acknowledged late so far, and what they waited, all together. */
  private late = 0;
  private waited: Micros = 0;

  constructor(
    private readonly shard: { readonly store: string; readonly name: string },
    private readonly rule: WaitRule,
    private readonly timeline: Timeline,
    private readonly simulation: Simulation,
    private readonly trace: Trace<TraceRecord>,
    private readonly draws: Draws,
    private readonly onChange: (path: Path) => void,
  ) {
    this.awaited = rule.awaited;
  }

  /** It has given up waiting: what it acknowledges no standby has. */
  get isAlone(): boolean {
    return this.alone;
  }

  /** What is committed now is acknowledged later than usual, if at all. */
  get isLate(): boolean {
    return this.since !== undefined && !this.alone;
  }

  /** It begins with these standbys, and waits for no more until there are more. */
  lower(listening: number): void {
    this.awaited = Math.min(this.awaited, listening);
  }

  /** So many standbys are there to be waited for, whether or not it takes writes. */
  raise(listening: number): void {
    this.awaited = Math.max(this.awaited, Math.min(listening, this.rule.awaited));
  }

  /** So many standbys answer a primary that takes writes. */
  follow(listening: number): void {
    if (this.rule.awaited === 0) return;
    this.raise(listening);
    if (listening >= this.awaited) this.regain();
    else this.lose();
  }

  /** The primary takes no more writes: what still waits is never acknowledged. */
  stop(): void {
    if (this.since === undefined) return;
    const { now } = this.simulation;
    if (this.rule.runs === 'by-write') this.releaseExpired(now);
    this.finish();
    this.timeline.abandon(now);
  }

  private lose(): void {
    if (this.since !== undefined) return;
    const { rule, simulation, timeline } = this;
    this.since = simulation.now;
    timeline.withhold(simulation.now);
    if (!rule.timeout) return;
    const timeout = this.draws.duration(rule.timeout, 'timeout', this.shard.name);
    this.timeout = timeout;
    if (rule.runs === 'from-loss') this.expire(timeout);
    if (rule.runs !== 'from-write') return;
    this.first = new NthWrite(simulation, timeline, simulation.now, 1, (known) => {
      this.first = undefined;
      this.known = known;
      this.firstAt = simulation.now;
      this.expire(timeout);
    });
  }

  private expire(timeout: Micros): void {
    this.expiry = this.simulation.schedule(timeout, () => {
      this.expiry = undefined;
      this.admit();
      this.alone = true;
      this.onChange([{ phase: 'detect', until: this.simulation.now }]);
    });
  }

  /** The standbys are back, and acknowledge what waits. */
  private regain(): void {
    if (this.since === undefined) return;
    if (this.rule.runs === 'by-write') this.releaseExpired(this.simulation.now);
    if (!this.alone) this.admit();
    this.finish();
  }

  /** All that waits is acknowledged. */
  private admit(): void {
    const { now } = this.simulation;
    if (this.first) this.known = this.first.stop();
    this.first = undefined;
    this.timeline.admit(now);
    for (const { from, to, count } of this.known) this.timeline.learn(from, to, count);
    this.late += this.timeline.count(this.replicatedFrom(now), now);
    this.waited += this.waitSinceFirst(now);
  }

  private waitSinceFirst(now: Micros): Micros {
    if (this.rule.runs !== 'from-write') return this.timeline.waitUntil(this.replicatedFrom(now), now);
    const { firstAt } = this;
    return firstAt === undefined ? 0 : now - firstAt + this.timeline.waitUntil(firstAt, now);
  }

  /** Commit time from which on writes are acknowledged with the standbys, when these are back now. */
  private replicatedFrom(now: Micros): Micros {
    const expired = this.rule.runs === 'by-write' ? now - (this.timeout ?? now) : 0;
    return Math.max(this.since!, expired);
  }

  /** Each write that has waited as long as it may was acknowledged then. */
  private releaseExpired(now: Micros): void {
    if (this.timeout === undefined) return;
    const upTo = this.replicatedFrom(now);
    this.timeline.release(upTo, this.timeout);
    this.late += this.timeline.count(this.since!, upTo);
    this.waited += this.timeout * this.timeline.mass(this.since!, upTo);
  }

  /** Says what there was of the wait, and forgets it. */
  private finish(): void {
    const { now } = this.simulation;
    const { since, late, waited } = this;
    const unreplicated = this.timeline.count(since!, this.unreplicatedUpTo(now));
    this.first?.stop();
    if (this.expiry !== undefined) this.simulation.cancel(this.expiry);
    this.first = undefined;
    this.firstAt = undefined;
    this.known = [];
    this.expiry = undefined;
    this.since = undefined;
    this.timeout = undefined;
    this.alone = false;
    this.late = 0;
    this.waited = 0;
    if (late === 0 && unreplicated === 0) return;
    const { store, name } = this.shard;
    const writes = { late, waited, unreplicated };
    this.trace.emit({ type: 'commits-waited', at: now, store, shard: name, since: since!, ...writes });
  }

  private unreplicatedUpTo(now: Micros): Micros {
    if (this.alone) return now;
    const expires = this.rule.runs === 'by-write' && this.timeout !== undefined;
    return expires ? this.replicatedFrom(now) : this.since!;
  }
}
