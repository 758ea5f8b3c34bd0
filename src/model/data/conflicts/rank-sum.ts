/**
 * Sums over ranks, without a step a rank: a Gauss rule for sums. Its nodes and weights are exact for polynomials of the rank
 * up to degree 19 on a run of whole numbers, as Gauss-Legendre is for integrals; the polynomials behind it are those of Gram
 * (discrete Chebyshev: Abramowitz and Stegun, 22.17). A power of the rank, and what is smooth in it, is summed to rounding.
 */

/** Positive nodes of the Gauss-Legendre rule of ten points (Abramowitz and Stegun, table 25.4): where the search begins. */
const legendre = [
  0.1488743389816312, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717,
] as const;
const nodes = 2 * legendre.length;
/** Ranks up to here are added one by one: a block must be long against the number of nodes. */
const single = 128;
/** Last rank of a block over its first. */
const blockRatio = 1.5;

/** A sum over ranks as a sum over few of them: of weight * term(rank). */
export interface RankRule {
  readonly ranks: readonly number[];
  readonly weights: readonly number[];
}

/** The rule for the whole ranks from `first` to `last`, 1 or more, for terms that are smooth on the scale of the rank. */
export function rankRule(first: number, last: number): RankRule {
  const rule = { ranks: [] as number[], weights: [] as number[] };
  const add = (rank: number, weight: number) => {
    rule.ranks.push(rank);
    rule.weights.push(weight);
  };
  let rank = first;
  for (; rank <= Math.min(last, single); rank += 1) add(rank, 1);
  while (rank <= last) {
    let end = Math.min(last, Math.floor(rank * blockRatio));
    // No short rest: it would have fewer ranks than nodes.
    if (last - end < single / 2) end = last;
    if (end - rank < single / 4) for (; rank <= end; rank += 1) add(rank, 1);
    else addBlock(rank, end, add);
    rank = end + 1;
  }
  return rule;
}

/** Sum of weights[i] * term(values[i]). */
export function weightedSum(
  weights: readonly number[],
  values: readonly number[],
  term: (value: number) => number,
): number {
  // What rounding drops is kept apart (Neumaier 1974).
  let [sum, rest] = [0, 0];
  for (let i = 0; i < weights.length; i += 1) {
    const one = weights[i]! * term(values[i]!);
    const next = sum + one;
    rest += Math.abs(sum) >= Math.abs(one) ? sum - next + one : one - next + sum;
    sum = next;
  }
  return sum + rest;
}

/** Sum of `term(k)` over the whole k from `first` to `last`, 1 or more, for a term that is smooth on the scale of k. */
export function sumOverRanks(first: number, last: number, term: (rank: number) => number): number {
  const { ranks, weights } = rankRule(first, last);
  return weightedSum(weights, ranks, term);
}

function addBlock(first: number, last: number, add: (rank: number, weight: number) => void): void {
  const count = last - first + 1;
  const middle = (first + last) / 2;
  for (const guess of legendre) {
    const { node, weight } = refined(guess, count);
    const distance = (node * count) / 2;
    add(middle - distance, weight);
    add(middle + distance, weight);
  }
}

/** A node by Newton's method, on the scale where the ranks lie between -1 and 1, and its weight. */
function refined(guess: number, count: number): { node: number; weight: number } {
  let node = guess;
  for (let i = 0; i < 8; i += 1) {
    const { value, slope } = gram(node, count);
    node -= value / slope;
  }
  const { slope, previous, norm } = gram(node, count);
  return { node, weight: (count * norm) / (slope * previous) };
}

/** The monic Gram polynomial of the degree of the rule, its derivative, the one before, and that one's squared norm. */
function gram(x: number, count: number): { value: number; slope: number; previous: number; norm: number } {
  let [previous, value, previousSlope, slope, norm] = [0, 1, 0, 0, 1];
  for (let k = 0; k < nodes; k += 1) {
    const share = k / count;
    const b = (k * k * (1 - share * share)) / (4 * k * k - 1);
    if (k > 0) norm *= b;
    [previous, value, previousSlope, slope] = [
      value,
      x * value - b * previous,
      slope,
      value + x * slope - b * previousSlope,
    ];
  }
  return { value, slope, previous, norm };
}
