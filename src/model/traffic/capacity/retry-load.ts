import { exp, ln } from '../../../kernel/index.js';
import { erlangB } from './erlang.js';

/** What retries make of a load, where each attempt of a request fails with the same chance. */
export interface RetryLoad {
  /** Attempts, in the unit of the load. */
  readonly offered: number;
  /** Share of the attempts that fail. */
  readonly failing: number;
}

/**
 * More comes than is served, what is too much is shed at random, and each request is tried again up to so many times: what is served
 * of the requests stays 1/load, so that an attempt fails with chance (1 - 1/load)^(1/(retries + 1)), and load/capacity is offered
 * 1/(1 - that) times.
 *
 * @param load requests first made, in capacities; nothing is shed up to 1
 */
export function shedAtRandom(load: number, retries: number): RetryLoad {
  if (load <= 1) return { offered: load, failing: 0 };
  const failing = exp(ln(1 - 1 / load) / (retries + 1));
  return { offered: 1 / (1 - failing), failing };
}

/**
 * No attempt may wait, and retries come so late that they meet the servers as anybody does: the fixed point of offered = load times
 * the attempts of a request, failing = Erlang B at that. Without long waits they meet the state that refused them, and more fail.
 *
 * @param load requests first made in a mean service time
 */
export function lostCallsReturning(servers: number, load: number, retries: number): RetryLoad {
  let low = load;
  let high = load * (retries + 1);
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    const failing = erlangB(servers, middle);
    let attempts = 1;
    for (let retry = 0; retry < retries; retry++) attempts = 1 + failing * attempts;
    if (load * attempts > middle) low = middle;
    else high = middle;
  }
  return { offered: high, failing: erlangB(servers, high) };
}
