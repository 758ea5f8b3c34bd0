import { exp, expMinusOne, lnOnePlus, type Stream } from '../../kernel/index.js';
import type { Condition, Periods, ProbeOdds } from './probe-odds.js';

/** How a checker stands after one of its probes, drawn at random in a long series of them. */
export interface StandingAtRandom {
  readonly healthy: boolean;
  /** Results in a row against what it believes. */
  readonly carried: number;
  /** The result of the last probe. */
  readonly last: Condition;
}

/**
 * How a checker that has gone on for ever stands at an instant, if each probe fails by chance.
 *
 * Probe after probe the checker is a Markov chain: so many failures in a row while healthy, so many good results while not. From one
 * failure to the next the chance falls by that of a failure, so that its stationary law is two truncated geometric ones, and what flows
 * from one to the other is equal. The instant falls into the wait after a probe with a chance that grows with the length of the wait.
 */
export function drawStanding(
  odds: ProbeOdds,
  periods: Periods,
  rule: { readonly failures: number; readonly successes: number },
  stream: Stream,
): StandingAtRandom {
  const bad = 1 - odds.ok;
  const before = drawBefore(odds.ok, bad, rule, stream);
  const last = drawLast(odds, periods, stream);
  const against = before.healthy === (last !== 'ok');
  if (!against) return { healthy: before.healthy, carried: 0, last };
  const carried = before.carried + 1;
  const needed = before.healthy ? rule.failures : rule.successes;
  return carried < needed
    ? { healthy: before.healthy, carried, last }
    : { healthy: !before.healthy, carried: 0, last };
}

/** The stationary law of the chain: healthy with j failures in proportion ok^s bad^j, unhealthy with j successes bad^k ok^j. */
function drawBefore(
  ok: number,
  bad: number,
  { failures, successes }: { readonly failures: number; readonly successes: number },
  stream: Stream,
): { healthy: boolean; carried: number } {
  const u = stream.next();
  const v = stream.next();
  const healthyWeight = power(ok, successes) * (complement(bad, failures) / ok);
  const unhealthyWeight = power(bad, failures) * (complement(ok, successes) / bad);
  const healthy = u * (healthyWeight + unhealthyWeight) < healthyWeight;
  const [chance, most] = healthy ? [bad, failures] : [ok, successes];
  // A geometric number, given that it is below `most`, by inversion.
  const carried = Math.floor(lnOnePlus(-v * complement(chance, most)) / lnOnePlus(chance - 1));
  return { healthy, carried: Math.min(carried, most - 1) };
}

function drawLast(odds: ProbeOdds, periods: Periods, stream: Stream): Condition {
  const weights = (['ok', 'refused', 'silent'] as const).map((result) => odds[result] * periods[result]);
  const u = stream.next() * (weights[0]! + weights[1]! + weights[2]!);
  if (u < weights[0]!) return 'ok';
  return u < weights[0]! + weights[1]! ? 'refused' : 'silent';
}

function power(chance: number, exponent: number): number {
  return exp(exponent * lnOnePlus(chance - 1));
}

/** 1 - chance^exponent, to full precision. */
function complement(chance: number, exponent: number): number {
  return -expMinusOne(exponent * lnOnePlus(chance - 1));
}
