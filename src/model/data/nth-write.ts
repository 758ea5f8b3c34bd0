import type { Micros, Simulation } from '../../kernel/index.js';
import { drawBinomial, drawExponential, drawGamma } from '../../kernel/index.js';
import type { Timeline } from './timeline.js';
import { WriteAlarm } from './write-alarm.js';

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
  private readonly alarm: WriteAlarm;

  constructor(
    private readonly simulation: Simulation,
    private readonly timeline: Timeline,
    private readonly since: Micros,
    private readonly n: number,
    onRing: (known: Known[]) => void,
  ) {
    const stream = timeline.stream();
    this.mass = n === 1 ? drawExponential(1, stream) : drawGamma(n, stream);
    this.alarm = new WriteAlarm(simulation, timeline, since, this.mass, () => onRing(this.heard()));
  }

  /** It rings no more. Tells what is known of the writes until now. */
  stop(): Known[] {
    this.alarm.stop();
    const { since, n, timeline, simulation } = this;
    const share = Math.min(1, timeline.committed(since, simulation.now) / this.mass);
    const count = n === 1 ? 0 : drawBinomial(n - 1, share, timeline.stream());
    return [{ from: since, to: simulation.now, count }];
  }

  /** What is known when it rings: the write itself is in the last microsecond, as times are rounded up to whole ones. */
  private heard(): Known[] {
    const { since, n, simulation } = this;
    const before = simulation.now - 1;
    if (before <= since) return [{ from: since, to: simulation.now, count: n }];
    return [
      { from: since, to: before, count: n - 1 },
      { from: before, to: simulation.now, count: 1 },
    ];
  }
}
