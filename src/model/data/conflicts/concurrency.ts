import type { Micros } from '../../../kernel/index.js';
import { expMinusOne } from '../../../kernel/index.js';
import type { KeyLaw } from './keys.js';

/** Writers in quiet time: everything arrives, each after its lag. */
export interface QuietWriters {
  /** Writes a microsecond over all keys, by writer. */
  readonly rates: readonly number[];
  /**
   * Time that a write of the first writer takes to the second: lags[from][to]. Fixed, in order, and no way round through a
   * third writer is shorter.
   */
  readonly lags: readonly (readonly Micros[])[];
}

/** What lags alone do, a microsecond. */
export interface Concurrency {
  /** Pairs of writes to one key that had not seen each other. */
  readonly pairs: number;
  /** Writes of each writer beside which another one wrote the key without having seen it. */
  readonly concurrent: readonly number[];
  /** Read-modify-writes that last writer wins loses, with clocks that are right: no value of the key builds on them in the end. */
  readonly lost: number;
}

/**
 * What the lags between writers do to keys that several of them write: exact for Poisson writes and fixed lags, summed over
 * the keys to rounding.
 *
 * Writes of i at t and of j at u have not seen each other if -lag(j, i) < u - t < lag(i, j): a window of both lags.
 *
 * @throws RangeError if a rate or a lag is negative or not finite.
 */
export function concurrencyOf(law: KeyLaw, writers: QuietWriters): Concurrency {
  const { rates, lags } = checked(writers);
  const window = (i: number, j: number) => lags[i]![j]! + lags[j]![i]!;
  let pairs = 0;
  rates.forEach((rate, i) => {
    for (let j = 0; j < i; j += 1) pairs += rate * rates[j]! * window(i, j);
  });
  return {
    pairs: pairs === 0 ? 0 : pairs * law.sumOfSquares,
    concurrent: rates.map((rate, i) => {
      const around = rates.reduce((sum, other, j) => sum + (j === i ? 0 : other * window(i, j)), 0);
      return rate === 0 ? 0 : law.sum((chance) => -rate * chance * expMinusOne(-around * chance));
    }),
    lost: quietLosses(law, writers),
  };
}

/**
 * Read-modify-writes that last writer wins loses to lags alone, a microsecond, with clocks that are right.
 *
 * A write builds on the newest one that its writer i had: of j's writes the last before t - lag(j, i), an exponential time
 * before that. So what the value of a key builds on, followed back, is a Markov renewal process, its steps the least of
 * lag(j, i) + Exp(rate of j), its next state the j of the least. Writes survive at the rate of its steps: 1 / the mean step.
 *
 * @throws RangeError if a rate or a lag is negative or not finite.
 */
export function quietLosses(law: KeyLaw, writers: QuietWriters): number {
  const { rates, lags } = checked(writers);
  const active = rates.map((_, i) => i).filter((i) => rates[i]! > 0);
  if (active.length < 2) return 0;
  const ways = active.map((i) => waysTo(active.map((j) => (i === j ? 0 : lags[j]![i]!))));
  const scaled = active.map(() => 0);
  return law.sum((chance) => {
    let total = 0;
    active.forEach((i, place) => {
      scaled[place] = rates[i]! * chance;
      total += scaled[place]!;
    });
    const steps = ways.map((way) => stepFrom(scaled, way, total));
    const shares = stationary(steps.map(({ next }) => next));
    const delay = shares.reduce((sum, share, i) => sum + share * steps[i]!.delay, 0);
    return (total * total * delay) / (1 + total * delay);
  });
}

/** From when on each writer's last write may be the newest known, looking back: their lags, and the times at which one ends. */
interface Ways {
  readonly lags: readonly Micros[];
  readonly knots: readonly Micros[];
}

function waysTo(lags: readonly Micros[]): Ways {
  return { lags, knots: [...new Set(lags)].sort((a, b) => a - b) };
}

/** A step back from a write. */
interface Step {
  /** How much longer it takes in the mean than without lags; a difference of means would lose its digits. */
  readonly delay: number;
  /** Chance that it leads to a write of each writer. */
  readonly next: readonly number[];
}

function stepFrom(rates: readonly number[], { lags, knots }: Ways, total: number): Step {
  const next = rates.map(() => 0);
  let delay = 0;
  let left = 1;
  for (let k = 0; k < knots.length; k += 1) {
    const from = knots[k]!;
    let rate = 0;
    for (let j = 0; j < rates.length; j += 1) if (lags[j]! <= from) rate += rates[j]!;
    const isLast = k === knots.length - 1;
    const ends = isLast ? left : -left * expMinusOne(-rate * (knots[k + 1]! - from));
    for (let j = 0; j < rates.length; j += 1) if (lags[j]! <= from) next[j]! += (ends * rates[j]!) / rate;
    if (!isLast) delay += ends * (1 / rate - 1 / total);
    left -= ends;
  }
  return { delay, next };
}

/**
 * Long-run shares of the states of a chain, by elimination of one state after the other without a subtraction (Grassmann,
 * Taksar and Heyman 1985, "Regenerative analysis and steady state distributions for Markov chains").
 */
function stationary(chain: readonly (readonly number[])[]): number[] {
  const rows = chain.map((row) => [...row]);
  for (let n = rows.length - 1; n > 0; n -= 1) {
    const out = rows[n]!.slice(0, n).reduce((sum, one) => sum + one, 0);
    for (let i = 0; i < n; i += 1) {
      rows[i]![n]! /= out;
      for (let j = 0; j < n; j += 1) rows[i]![j]! += rows[i]![n]! * rows[n]![j]!;
    }
  }
  const shares = [1];
  for (let n = 1; n < rows.length; n += 1) {
    shares.push(shares.reduce((sum, share, i) => sum + share * rows[i]![n]!, 0));
  }
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / sum);
}

function checked(writers: QuietWriters): QuietWriters {
  const { rates, lags } = writers;
  for (const rate of rates) {
    if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a rate of writes must be 0 or more and finite, not ${rate}`);
    }
  }
  rates.forEach((_, i) => {
    rates.forEach((_, j) => {
      const lag = lags[i]?.[j];
      if (i !== j && !(lag! >= 0 && lag! < Number.POSITIVE_INFINITY)) {
        throw new RangeError(`the lag from writer ${i} to ${j} must be 0 or more and finite, not ${lag}`);
      }
    });
  });
  return writers;
}
