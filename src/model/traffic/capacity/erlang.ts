import { exp, ln } from '../../../kernel/index.js';

/**
 * Share of the requests that find all servers busy where none may wait (Erlang's loss formula, 1917, by its recursion). It holds
 * for any law of the service time.
 *
 * @param servers whole, from 0 on
 * @param load requests that come in a mean service time, in erlangs
 */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (load * blocked) / (c + load * blocked);
  return blocked;
}

/** Share of the requests that wait where all may, for exponential service times (Erlang's delay formula, 1917). */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) return 1;
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/**
 * Whether no more than this share of the requests wait, as {@link erlangC} says; for many servers at a moderate load a bound says it
 * sooner. With a load a below c servers the loss formula is p(c) / P(N <= c) of a Poisson number N of mean a, whose median is below c, so
 * at most 2 p(c), and p(c) is at most e^(c - a) (a / c)^c / sqrt(2 pi c) (Stirling's formula).
 */
export function waitsAtMost(servers: number, load: number, share: number): boolean {
  if (load === 0) return true;
  if (load >= servers) return share >= 1;
  const bound = (2 * exp(servers - load + servers * ln(load / servers))) / Math.sqrt(2 * Math.PI * servers);
  return bound / (1 - load / servers) <= share || erlangC(servers, load) <= share;
}

/** Mean wait in an M/M/c queue, in the unit of the mean service time. */
export function meanDelay(servers: number, load: number, service: number): number {
  return load >= servers ? Number.POSITIVE_INFINITY : (erlangC(servers, load) * service) / (servers - load);
}
