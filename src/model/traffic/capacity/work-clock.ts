import type { Micros } from '../../../kernel/index.js';

/**
 * How much work a busy server has done since the clock began, in microseconds of work at full speed. All servers of a station
 * share one, so that a throttle stretches what is in progress as well as what starts later, without touching either: the work at
 * which each ends stays as it was, and only the time at which the clock gets there moves.
 */
export class WorkClock {
  private at: Micros = 0;
  private work = 0;
  private factor = 1;
  /** The speed at `at`, and its growth by the microsecond until `warm`. */
  private speed = 1;
  private growth = 0;
  private warm: Micros = 0;

  /** Speed at a time that is not before the last change: 1 is full speed. */
  speedAt(at: Micros): number {
    return at < this.warm ? this.speed + this.growth * (at - this.at) : this.factor;
  }

  /** Work done by a time that is not before the last change. */
  workAt(at: Micros): number {
    if (at <= this.warm) return this.ramped(at - this.at);
    const from = Math.max(this.at, this.warm);
    return this.ramped(from - this.at) + this.factor * (at - from);
  }

  /** When so much work, not less than at the last change, will have been done; Infinity at speed 0. */
  timeOf(work: number): Micros {
    const ahead = work - this.work;
    if (this.growth === 0) return this.at + ahead / this.speed;
    const { at, speed, growth, warm } = this;
    const atWarm = this.ramped(warm - at);
    if (work >= atWarm) return warm + (work - atWarm) / this.factor;
    // The root of growth/2 t^2 + speed t = ahead, in the form that does not cancel.
    return at + (2 * ahead) / (speed + Math.sqrt(speed * speed + 2 * growth * ahead));
  }

  /**
   * Stretches all work from now on: the speed is this factor times what it would be.
   *
   * @throws RangeError if the factor does not lie in (0, 1].
   */
  throttle(now: Micros, factor: number): void {
    mustBeShare('a speed', factor);
    if (factor === this.factor) return;
    const share = this.speedAt(now) / this.factor;
    this.anchor(now);
    this.factor = factor;
    this.ramp(share, this.warm);
  }

  /**
   * Sets the speed to this share of the full one, from where it grows evenly to the full one within a time.
   *
   * @throws RangeError if the share does not lie in (0, 1], or the time is not above 0 and finite.
   */
  warmUp(now: Micros, share: number, within: Micros): void {
    mustBeShare('a speed', share);
    if (!(within > 0 && within < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a warm-up must take a finite time above 0, not ${within}`);
    }
    this.anchor(now);
    this.ramp(share, now + within);
  }

  private anchor(now: Micros): void {
    this.work = this.workAt(now);
    this.at = now;
  }

  private ramp(share: number, warm: Micros): void {
    this.warm = warm;
    const isWarm = warm <= this.at;
    this.speed = this.factor * (isWarm ? 1 : share);
    this.growth = isWarm ? 0 : (this.factor - this.speed) / (warm - this.at);
  }

  /** Work done within a time of the last change, while it warms up. */
  private ramped(time: Micros): number {
    return this.work + (this.speed + (this.growth * time) / 2) * time;
  }
}

function mustBeShare(name: string, share: number): void {
  if (!(share > 0 && share <= 1)) throw new RangeError(`${name} must lie in (0, 1], not ${share}`);
}
