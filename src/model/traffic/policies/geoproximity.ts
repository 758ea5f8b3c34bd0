/**
 * How far away a region counts as, with its bias: a whole number from -99 to 99, above 0 to draw clients nearer. A positive bias
 * takes that percentage off the distance, and a negative one divides by what it leaves (Amazon Route 53 developer guide,
 * "Geoproximity routing": biased distance = actual distance * [1 - bias/100], or actual distance / [1 + bias/100]).
 */
export function biasedDistance(distance: number, bias: number): number {
  return bias < 0 ? distance / (1 + bias / 100) : distance * (1 - bias / 100);
}
