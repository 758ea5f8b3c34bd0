/** The law of a quantity that is not negative, in the unit it was made with. */
export interface Distribution {
  /** Infinity where the law has none. */
  readonly mean: number;
  /** The value below which a share u in [0, 1) lies: a draw is `quantile(stream.next())`, one uniform number each. */
  quantile(u: number): number;
  /**
   * A value of the law from one uniform number too, but not ascending in it: given where the quantile is dear, for those who draw
   * millions.
   */
  draw?(u: number): number;
  /** P(X <= x). */
  cdf(x: number): number;
  /** E[max(X - x, 0)]: the integral of 1 - cdf from x on, for any x. */
  excess(x: number): number;
}
