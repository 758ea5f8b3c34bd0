import type { Distribution, Micros } from '../../../kernel/index.js';

/** When to fail over, and when to ride it out. What is stated must all hold; `atLatest` goes before it. */
export interface Rule {
  /** The outage has lasted so long. */
  readonly elapsed?: Micros;
  /** A promotion loses the writes of so long, or so many of them, at most; of this store. */
  readonly loss?: { readonly store: string; readonly time?: Micros; readonly writes?: number };
  /** The outage has lasted so long that the rest of it is expected to be longer than a failover and what that costs. */
  readonly worthIt?: Micros;
  /** It goes over when the outage has lasted so long, whatever the rest says. */
  readonly atLatest?: Micros;
  /** Chance of the wrong call. */
  readonly wrong: number;
}

/** What a promotion would lose: commit time, and writes. */
export interface KnownLoss {
  readonly time: Micros;
  readonly writes: number;
}

/** Length of the outage from which on the rule says to fail over; Infinity where it says to ride it out. */
export function goesOverAt(rule: Rule, known: KnownLoss): Micros {
  const { elapsed = 0, worthIt = 0, atLatest = Number.POSITIVE_INFINITY, loss } = rule;
  const tooMuch =
    loss !== undefined &&
    (known.time > (loss.time ?? Number.POSITIVE_INFINITY) ||
      known.writes > (loss.writes ?? Number.POSITIVE_INFINITY));
  const byRule = tooMuch ? Number.POSITIVE_INFINITY : Math.max(elapsed, worthIt);
  return Math.min(byRule, atLatest);
}

/** The opposite of what a rule says: to ride it out instead of going now, as long as it lets one, or to go now instead of waiting. */
export function wrongCall(
  goesAt: Micros,
  now: Micros,
  { atLatest = Number.POSITIVE_INFINITY }: Rule,
): Micros {
  if (goesAt > now) return now;
  return atLatest > now ? atLatest : Number.POSITIVE_INFINITY;
}

/** Which of some ways a uniform number falls on, by their chances, which add up to 1. */
export function chooseWay(chances: readonly number[], u: number): number {
  let left = u;
  const way = chances.findIndex((chance) => {
    left -= chance;
    return left < 0;
  });
  return way < 0 ? chances.length - 1 : way;
}

/** What is expected of the rest of an outage that has lasted so long: E[X - x | X > x]. It grows with x where the tail is heavy. */
export function expectedRest(law: Distribution, elapsed: Micros): Micros {
  const left = 1 - law.cdf(elapsed);
  return left > 0 ? law.excess(elapsed) / left : 0;
}

/**
 * Length of the outage from which on its rest is expected to be longer than `price`, what a failover takes and is worth avoiding;
 * Infinity if that never comes. The first crossing, found between points that are a hundredth apart.
 */
export function worthFailingOver(law: Distribution, price: Micros): Micros {
  if (expectedRest(law, 0) > price) return 0;
  const end = law.quantile(1 - 1e-9);
  let low = Math.max(1, law.quantile(1e-6));
  for (let high = low; high < end; high *= 1.01) {
    if (expectedRest(law, high) > price) return bisect((x) => expectedRest(law, x) > price, low, high);
    low = high;
  }
  return Number.POSITIVE_INFINITY;
}

function bisect(holds: (x: number) => boolean, below: number, above: number): Micros {
  let [low, high] = [below, above];
  while (high - low > 1) {
    const middle = low + (high - low) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return Math.ceil(high);
}
