/** A law of whole numbers, read from its smallest value up. */
export interface Hazards {
  /** Smallest value. */
  readonly first: number;
  /** At place i: the chance of first + i, given that no smaller value came. The last one is 1. */
  readonly chances: readonly number[];
}

/** Values whose chance is below this, against that of the mode, are left out: a uniform number's step is 2^-53. */
const negligible = 1e-40;

/** Hazards of a Poisson count of this mean. */
export function poissonHazards(mean: number): Hazards {
  return hazards(Math.floor(mean), (k) => mean / k, Number.POSITIVE_INFINITY);
}

/** Hazards of the number of successes in n trials of chance p, above 0 and below 1. */
export function binomialHazards(n: number, p: number): Hazards {
  const odds = p / (1 - p);
  return hazards(Math.min(n, Math.floor((n + 1) * p)), (k) => ((n - k + 1) / k) * odds, n);
}

/** From the mode outwards; `ratio(k)` is the chance of k over that of k - 1, which falls. */
function hazards(mode: number, ratio: (k: number) => number, largest: number): Hazards {
  const below: number[] = [];
  for (let k = mode, chance = 1; k > 0; k -= 1) {
    chance /= ratio(k);
    if (chance < negligible) break;
    below.push(chance);
  }
  const weights = [...below.reverse(), 1];
  for (let k = mode + 1, chance = 1; k <= largest; k += 1) {
    chance *= ratio(k);
    if (chance < negligible) break;
    weights.push(chance);
  }
  // Summed from the far end: a difference to 1 would lose the digits of the tail.
  const chances = weights.slice();
  let tail = 0;
  for (let i = weights.length - 1; i >= 0; i -= 1) {
    tail += weights[i]!;
    chances[i] = weights[i]! / tail;
  }
  return { first: mode - below.length, chances };
}
