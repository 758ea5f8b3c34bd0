import type { Micros } from '../../kernel/index.js';
import type { Answer } from '../trace.js';

/** Shares by place: the regions, and after them, where any has a second stack, the second stacks of all of them. */
function sharesByPlace({ shares, stacks }: Answer): readonly number[] {
  if (!stacks) return shares;
  const first = shares.map((share, region) => (stacks[region] === 1 ? 0 : share));
  return [...first, ...shares.map((share, region) => (stacks[region] === 1 ? share : 0))];
}

/**
 * The place (a region, or a second stack in one) that a client asks at a time; undefined when its answer names none. `place`, from 0 to 1, is where the client stands
 * in the order in which clients move: it acts on the latest answer that a larger share than that acts on.
 */
export function destinationOf(answers: readonly Answer[], at: Micros, place: number): number | undefined {
  let later = 0;
  for (let i = answers.length - 1; i >= 0; i--) {
    const { cutover } = answers[i]!;
    const share = cutover?.share(at) ?? 1;
    if (place < share) return pick(sharesByPlace(answers[i]!), (place - later) / (share - later));
    later = Math.max(later, share);
  }
  return undefined;
}

/** Which of some shares, which add up to 1 at most, a number from 0 to 1 falls on. */
function pick(shares: readonly number[], u: number): number | undefined {
  let left = u;
  for (let place = 0; place < shares.length; place++) {
    const share = shares[place]!;
    if (left < share || (share > 0 && left < share + rounding)) return place;
    left -= share;
  }
  return undefined;
}

/** Of a sum of shares. */
const rounding = 1e-12;

/** Shares by place at a time, of a population that acts on these answers. */
export function sharesAt(answers: readonly Answer[], at: Micros): number[] {
  const shares: number[] = [];
  let later = 0;
  for (let i = answers.length - 1; i >= 0; i--) {
    const share = Math.max(later, answers[i]!.cutover?.share(at) ?? 1);
    sharesByPlace(answers[i]!).forEach((part, place) => {
      shares[place] = (shares[place] ?? 0) + (share - later) * part;
    });
    later = share;
  }
  return shares;
}

/** The largest share of a population that is, or comes to be, in some of the places from now on, while it moves between these answers. */
export function largestShare(
  answers: readonly Answer[],
  now: Micros,
  isOne: (place: number) => boolean,
): number {
  let largest = 0;
  for (const answer of answers.toReversed()) {
    let sum = 0;
    sharesByPlace(answer).forEach((share, place) => {
      if (share > 0 && isOne(place)) sum += share;
    });
    largest = Math.max(largest, sum);
    // Everybody has moved on from what was answered before.
    if ((answer.cutover?.share(now) ?? 1) === 1) break;
  }
  return largest;
}
