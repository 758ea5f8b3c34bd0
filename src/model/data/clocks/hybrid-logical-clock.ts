import type { Stamp } from './stamp.js';

/**
 * Hybrid logical clock: stamps close to the wall clock that never contradict causality. S. Kulkarni, M. Demirbas, D. Madappa,
 * B. Avva, M. Leone, "Logical Physical Clocks", OPODIS 2014, figure 5; `time` is their l, `counter` their c.
 */
export class HybridLogicalClock {
  private time = Number.NEGATIVE_INFINITY;
  private counter = 0;

  /** @param writer Number of the writer, in each of its stamps. */
  constructor(private readonly writer: number) {}

  /** Stamp of something that happens here, or is sent: later than all that this clock has stamped or received. */
  tick(physical: number): Stamp {
    return this.advance(physical, Number.NEGATIVE_INFINITY, 0);
  }

  /** Stamp of the arrival of what was stamped elsewhere: later than that, and than all that this clock has seen. */
  receive(stamp: Stamp, physical: number): Stamp {
    return this.advance(physical, stamp.time, stamp.counter);
  }

  private advance(physical: number, theirs: number, theirCounter: number): Stamp {
    const time = Math.max(this.time, theirs, physical);
    const ours = time === this.time ? this.counter : -1;
    this.counter = Math.max(ours, time === theirs ? theirCounter : -1) + 1;
    this.time = time;
    return { time, counter: this.counter, writer: this.writer };
  }
}
