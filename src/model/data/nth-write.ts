import type { EventHandle, Micros, Simulation } from '../../kernel/index.js';
import { day, drawBinomial, drawExponential, drawGamma } from '../../kernel/index.js';
import type { Timeline } from './timeline.js';

/** Longer than the longest horizon. */
const farAway = 101 * 366 * day;

/** How many writes are in a span, known from when one of them came. */
export interface Known {
  readonly from: Micros;
  readonly to: Micros;
  readonly count: number;
}

/**
 * Rings at the n-th write that a primary commits after a time. The expected number of writes by then is Gamma(n, 1)
 * whatever their rate does meanwhile, so that one number is drawn and no write.
 */
export class NthWrite {
  private readonly mass: number;
  private readonly unwatch: () => void;
  private ringing: EventHandle | undefined;

  constructor(
    private readonly simulation: Simulation,
    private readonly timeline: Timeline,
    private readonly since: Micros,
    private readonly n: number,
    private readonly onRing: (known: Known[]) => void,
  ) {
    const stream = timeline.stream();
    this.mass = n === 1 ? drawExponential(1, stream) : drawGamma(n, stream);
    this.unwatch = timeline.watch(() => this.arm());
    this.arm();
  }

  /** It rings no more. Tells what is known of the writes until now. */
  stop(): Known[] {
    this.silence();
    const { since, n, timeline, simulation } = this;
    const share = Math.min(1, timeline.committed(since, simulation.now) / this.mass);
    const count = n === 1 ? 0 : drawBinomial(n - 1, share, timeline.stream());
    return [{ from: since, to: simulation.now, count }];
  }

  private ring(): void {
    this.silence();
    const { since, n } = this;
    const { now } = this.simulation;
    // The write itself is in the last microsecond: times are rounded up to whole ones.
    const before = now - 1;
    this.onRing(
      before > since
        ? [
            { from: since, to: before, count: n - 1 },
            { from: before, to: now, count: 1 },
          ]
        : [{ from: since, to: now, count: n }],
    );
  }

  private silence(): void {
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
    this.ringing = simulation.scheduleAt(Math.max(simulation.now, Math.ceil(at)), () => this.ring());
  }
}
