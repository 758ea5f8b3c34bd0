import type { Micros } from '../../../kernel/index.js';

export interface ClockOptions {
  /** Known distance from true time, microseconds; negative if the clock is behind. */
  readonly ahead?: number;
  /** Unknown distance from true time, microseconds: what was drawn for this clock. */
  readonly error?: number;
  /** Seconds gained a second: 20e-6 is 20 ppm. More than -1: no clock runs backwards. */
  readonly drift?: number;
}

/** A region's wall clock: true time, plus a distance, plus what drift has added since the start of the run, plus steps. */
export class Clock {
  private readonly offset: number;
  private readonly drift: number;
  private readonly steps: { readonly at: Micros; readonly by: number }[] = [];

  /** @throws RangeError if a number is not finite, or the drift is -1 or less. */
  constructor({ ahead = 0, error = 0, drift = 0 }: ClockOptions = {}) {
    const offset = ahead + error;
    if (!Number.isFinite(offset)) throw new RangeError(`a clock must be a finite time ahead, not ${offset}`);
    if (!(Number.isFinite(drift) && drift > -1)) {
      throw new RangeError(`the drift of a clock must be finite and above -1, not ${drift}`);
    }
    this.offset = offset;
    this.drift = drift;
  }

  /**
   * Sets the clock forward, or back if `by` is negative, from `at` on (at that instant too); what it said before stays.
   *
   * @throws RangeError if either is not finite.
   */
  step(at: Micros, by: number): void {
    if (!(Number.isFinite(at) && Number.isFinite(by))) {
      throw new RangeError(`a step must be a finite time at a finite time, not ${by} at ${at}`);
    }
    this.steps.push({ at, by });
  }

  /** How far it is ahead, if that never changes; undefined for a clock that drifts or was set. */
  get ahead(): number | undefined {
    return this.drift === 0 && this.steps.length === 0 ? this.offset : undefined;
  }

  /** When it is set back within (from, to), in order. */
  setBack(from: Micros, to: Micros): Micros[] {
    const times = this.steps.filter(({ at, by }) => by < 0 && at > from && at < to).map(({ at }) => at);
    return times.sort((a, b) => a - b);
  }

  /** The greatest that it has said by a true time. */
  greatestBy(time: Micros): number {
    const before = this.steps.filter(({ at, by }) => by < 0 && at <= time);
    return Math.max(this.stampAt(time), ...before.map(({ at }) => this.stampAt(at - 1)));
  }

  /** Seconds that it counts in a second. */
  get rate(): number {
    return 1 + this.drift;
  }

  /** The true time from `now` on at which it says so much, if nobody sets it before. */
  when(reading: number, now: Micros): number {
    return Math.max(now, now + (reading - this.stampAt(now)) / this.rate);
  }

  /** What the clock says at a true time, microseconds. */
  stampAt(time: Micros): number {
    let reading = time + this.offset + this.drift * time;
    for (const { at, by } of this.steps) if (at <= time) reading += by;
    return reading;
  }
}
