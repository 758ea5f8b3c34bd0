import type { Distribution } from './distribution.js';

/** One of the laws of a mixture, and the share of the values that are its own. */
export interface Component {
  readonly share: number;
  readonly law: Distribution;
}

/** The largest number that a stream can give. */
const almostOne = 1 - 2 ** -53;

/** Beyond this, shares do not add up to the whole by more than rounding. */
const rounding = 1e-9;

/** A law whose values come from several others, each in its share. */
export class Mixture implements Distribution {
  readonly mean: number;
  readonly #components: readonly Component[];

  /** @throws RangeError if a share is not above 0, or they do not add up to 1 */
  constructor(components: readonly Component[]) {
    const total = components.reduce((sum, { share }) => sum + share, 0);
    if (components.some(({ share }) => !(share > 0)))
      throw new RangeError('each share of a mixture must be above 0');
    if (!(Math.abs(total - 1) <= rounding))
      throw new RangeError(`the shares of a mixture must add up to 1, not ${total}`);
    this.#components = components.map(({ share, law }) => ({ share: share / total, law }));
    this.mean = this.#sum(({ mean }) => mean);
  }

  cdf(x: number): number {
    return Math.min(
      1,
      this.#sum((law) => law.cdf(x)),
    );
  }

  excess(x: number): number {
    return this.#sum((law) => law.excess(x));
  }

  /** By bisection between the least and the greatest of the components' quantiles, to the last bit. */
  quantile(u: number): number {
    let low = Number.POSITIVE_INFINITY;
    let high = 0;
    for (const { law } of this.#components) {
      const one = law.quantile(u);
      low = Math.min(low, one);
      high = Math.max(high, one);
    }
    if (this.cdf(low) > u) return low;
    for (;;) {
      const middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) return high;
      if (this.cdf(middle) > u) high = middle;
      else low = middle;
    }
  }

  draw(u: number): number {
    let left = u;
    for (const { share, law } of this.#components) {
      if (left < share) return drawFrom(law, Math.min(left / share, almostOne));
      left -= share;
    }
    // The shares may leave out a rounding below 1.
    return drawFrom(this.#components.at(-1)!.law, almostOne);
  }

  #sum(part: (law: Distribution) => number): number {
    let total = 0;
    for (const { share, law } of this.#components) total += share * part(law);
    return total;
  }
}

/** A value of a law from one number that is uniform on [0, 1), in the cheapest way. */
export function drawFrom(law: Distribution, u: number): number {
  return law.draw ? law.draw(u) : law.quantile(u);
}
