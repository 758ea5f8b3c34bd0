import type { EventHandle, Micros, Simulation } from '../../kernel/index.js';
import { day } from '../../kernel/index.js';
import type { Timeline } from './timeline.js';

/** Longer than the longest horizon. */
const farAway = 101 * 366 * day;

/** Rings when so many writes are expected to have been committed since a time, whatever their rate does meanwhile. */
export class WriteAlarm {
  private readonly unwatch: () => void;
  private ringing: EventHandle | undefined;

  constructor(
    private readonly simulation: Simulation,
    private readonly timeline: Timeline,
    private readonly since: Micros,
    private readonly mass: number,
    private readonly onRing: () => void,
  ) {
    this.unwatch = timeline.watch(() => this.arm());
    this.arm();
  }

  /** It rings no more. */
  stop(): void {
    this.unwatch();
    if (this.ringing !== undefined) this.simulation.cancel(this.ringing);
    this.ringing = undefined;
  }

  private arm(): void {
    const { simulation, timeline } = this;
    if (this.ringing !== undefined) simulation.cancel(this.ringing);
    this.ringing = undefined;
    const at = timeline.timeOfCommitted(this.since, this.mass, simulation.now + farAway);
    if (at === undefined) return;
    this.ringing = simulation.scheduleAt(Math.max(simulation.now, Math.ceil(at)), () => {
      this.stop();
      this.onRing();
    });
  }
}
