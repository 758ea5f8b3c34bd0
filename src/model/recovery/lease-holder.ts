import type { EventHandle, Micros, Simulation } from '../../kernel/index.js';
import type { Writer } from '../data/copy.js';

/** What a holder meets. */
export interface HolderView {
  isAwake(): boolean;
  isAlive(): boolean;
  /** Whether it renews, or needs not. */
  keeps(): boolean;
  /** When its patience ends, if it renewed at this time for the last time. */
  endsAt(renewal: number): number;
  /** Whether its next look tells it that the lease is no longer its own. */
  findsOut(): boolean;
  /** It takes no more writes. */
  stepDown(): void;
  /** It is awake again and has looked. */
  onLook(): void;
}

/**
 * A primary as the holder of a lease: it renews every loop, and steps down when it finds the lease in other hands or has not
 * renewed for as long as its patience lasts. One that was paused goes on as it was, and does not look before its loop is over.
 */
export class LeaseHolder {
  /** A time at which it renewed, or would have. */
  private renewal: number | undefined;
  /** When it renewed for the last time; undefined while it renews. */
  private last: number | undefined;
  /** When it fell asleep; `waking` from when it is awake until it looks at its lease. */
  private sleep: { since: Micros; waking: boolean } | undefined;
  private lookedAt: Micros | undefined;
  private steppedDown = false;
  private next: { at: Micros; event: EventHandle } | undefined;

  constructor(
    private readonly simulation: Simulation,
    readonly writer: Writer,
    /** Between two renewals. */
    private readonly loop: Micros,
    /** Where in its loop it is when that first matters, a share of the loop. */
    private readonly phase: () => number,
    private readonly view: HolderView,
  ) {}

  /** It was paused and has not looked at its lease since. */
  get asleep(): boolean {
    return this.sleep !== undefined;
  }

  /** The last time at which a renewal was due, microseconds, not rounded. */
  lastDue(): number {
    const { now } = this.simulation;
    const { loop } = this;
    this.renewal ??= now - this.phase() * loop;
    return this.renewal + Math.floor((now - this.renewal) / loop) * loop;
  }

  nextDue(): Micros {
    return Math.ceil(this.lastDue() + this.loop);
  }

  /** Brings it up to date after anything changed. */
  follow(): void {
    const { now } = this.simulation;
    if (!this.view.isAwake()) this.fallAsleep();
    else if (this.sleep) this.wakeUp(this.sleep);
    else if (this.view.keeps()) {
      this.last = undefined;
      this.steppedDown = false;
      this.cancel();
    } else {
      this.last ??= this.lastDue();
      if (!this.view.isAlive()) this.cancel();
      if (!this.view.isAlive() || this.steppedDown) return;
      const looks = this.lookedAt === now ? now : this.nextDue();
      const until = Math.ceil(this.view.endsAt(this.last));
      this.schedule(this.view.findsOut() ? looks : Math.max(now, until), () => {
        this.steppedDown = true;
        this.view.stepDown();
      });
    }
  }

  /** Nothing more is expected of it. */
  cancel(): void {
    if (this.next) this.simulation.cancel(this.next.event);
    this.next = undefined;
  }

  private fallAsleep(): void {
    if (this.sleep && !this.sleep.waking) return;
    this.cancel();
    this.last ??= this.lastDue();
    this.sleep = { since: this.simulation.now, waking: false };
  }

  /** Its clock stood still with it: the rest of its loop is still to come. */
  private wakeUp(sleep: { since: Micros; waking: boolean }): void {
    if (sleep.waking) return;
    sleep.waking = true;
    this.renewal! += this.simulation.now - sleep.since;
    this.schedule(this.nextDue(), () => {
      this.sleep = undefined;
      this.lookedAt = this.simulation.now;
      this.view.onLook();
    });
  }

  private schedule(at: Micros, action: () => void): void {
    if (this.next?.at === at) return;
    this.cancel();
    const event = this.simulation.scheduleAt(at, () => {
      this.next = undefined;
      action();
    });
    this.next = { at, event };
  }
}
