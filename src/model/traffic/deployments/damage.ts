import { drawBinomial, type Micros, type Stream } from '../../../kernel/index.js';
import { type Curve, integralOf, zero } from '../../curve.js';

/** Writes per microsecond: all that are acknowledged, those that are damaged, and those in a format that only the new version reads. */
export interface WriteRates {
  readonly all: Curve;
  readonly damaged: Curve;
  readonly newFormat: Curve;
}

/**
 * The writes of a shard that a defective version damaged, or that a rollback left unreadable. Writes are Poisson and each is damaged by
 * chance, so of a number of writes of the whole run the damaged ones are binomial, with the expected damaged ones out of the expected
 * ones as chance.
 */
export class Damage {
  private since: Micros = 0;
  private rates: WriteRates = { all: zero, damaged: zero, newFormat: zero };
  private all = 0;
  private damaged = 0;
  /** In the new format only; unreadable, if there is a rollback. */
  private newFormat = 0;
  private unreadable = 0;

  /** Writes are acknowledged at these rates from now on. */
  note(at: Micros, rates: WriteRates): void {
    this.collect(at);
    this.rates = rates;
  }

  /** Nobody reads the new format any more. */
  loseNewFormat(at: Micros): void {
    this.collect(at);
    this.unreadable += this.newFormat;
    this.newFormat = 0;
  }

  /** How many of so many acknowledged writes of the run are damaged. */
  drawDamaged(at: Micros, acknowledged: number, stream: () => Stream): number {
    this.collect(at);
    return this.draw(acknowledged, this.damaged, stream);
  }

  /** How many of them are unreadable. */
  drawUnreadable(at: Micros, acknowledged: number, stream: () => Stream): number {
    this.collect(at);
    return this.draw(acknowledged, this.unreadable, stream);
  }

  private draw(acknowledged: number, part: number, stream: () => Stream): number {
    if (part <= 0 || this.all <= 0) return 0;
    return drawBinomial(acknowledged, Math.min(1, part / this.all), stream());
  }

  private collect(at: Micros): void {
    const { since, rates } = this;
    if (at > since) {
      this.all += integralOf(rates.all, since, at);
      this.damaged += integralOf(rates.damaged, since, at);
      this.newFormat += integralOf(rates.newFormat, since, at);
    }
    this.since = at;
  }
}
