import { drawBinomial, type Micros, type Stream } from '../../../kernel/index.js';
import { type Curve, integralOf, zero } from '../../curve.js';

/**
 * The writes of a shard that a defective version damaged. Writes are Poisson and each is damaged by chance, so of a number of writes of the
 * whole run the damaged ones are binomial, with the expected damaged ones out of the expected ones as chance.
 */
export class Damage {
  private since: Micros = 0;
  private rates: { all: Curve; damaged: Curve } = { all: zero, damaged: zero };
  private all = 0;
  private damaged = 0;

  /** From now on writes are acknowledged at a rate, and those that are damaged at another, per microsecond. */
  note(at: Micros, all: Curve, damaged: Curve): void {
    this.collect(at);
    this.rates = { all, damaged };
  }

  /** How many of so many acknowledged writes of the run are damaged. */
  draw(at: Micros, acknowledged: number, stream: () => Stream): number {
    this.collect(at);
    if (this.damaged <= 0 || this.all <= 0) return 0;
    return drawBinomial(acknowledged, Math.min(1, this.damaged / this.all), stream());
  }

  private collect(at: Micros): void {
    if (at > this.since) {
      this.all += integralOf(this.rates.all, this.since, at);
      this.damaged += integralOf(this.rates.damaged, this.since, at);
    }
    this.since = at;
  }
}
