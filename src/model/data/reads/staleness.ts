import type { Distribution, Stream } from '../../../kernel/index.js';
import { drawFrom, drawPoisson, exp, ln, residualQuantile } from '../../../kernel/index.js';

/**
 * How a replica applies the writes of one key that reach it late:
 * - `newest-wins`: each write has a lag of its own; one that arrives after a newer one changes nothing.
 * - `in-order`: each has a lag of its own, and waits for all earlier ones.
 * - `one-lag`: the whole channel has one lag: the replica holds what is older than it.
 */
export type Apply = 'newest-wins' | 'in-order' | 'one-lag';

/** One key at one replica, in balance: writes to it are a Poisson process. Times and the rate are in the same unit. */
export interface ReplicatedKey {
  readonly writeRate: number;
  /** From the commit of a write until it has reached the replica. */
  readonly lag: Distribution;
  readonly apply: Apply;
}

/** What one read at the replica misses. */
export interface ReadSeen {
  /** Writes newer than the one that was read; 0 = the read is not stale. */
  readonly behind: number;
  /** How long ago the oldest of them was committed; 0 when there is none. */
  readonly age: number;
}

const fresh: ReadSeen = { behind: 0, age: 0 };

/**
 * A read at a random instant. The writes under way are those of an M/G/infinity queue: at age x they have the density
 * w (1 - G(x)), those that arrived w G(x), independently (Takács, "Introduction to the Theory of Queues", 1962).
 */
export function drawRead({ writeRate, lag, apply }: ReplicatedKey, stream: Stream): ReadSeen {
  switch (apply) {
    case 'newest-wins':
      return readNewest(writeRate, lag, stream);
    case 'in-order':
      return readInOrder(writeRate, lag, stream);
    case 'one-lag':
      return writesWithin(drawFrom(lag, stream.next()), writeRate, stream);
  }
}

/** Writes that are under way and younger than x, for a rate of 1: the integral of 1 - G up to x. */
function underWay(lag: Distribution, x: number): number {
  return lag.excess(0) - lag.excess(x);
}

/** Those newer than the newest that arrived, which is as old as one exponential unit of arrivals. */
function readNewest(writeRate: number, lag: Distribution, stream: Stream): ReadSeen {
  const arrivals = -ln(1 - stream.next()) / writeRate;
  const newest = solve((x) => x - underWay(lag, x), arrivals);
  const lacking = underWay(lag, newest);
  const behind = drawPoisson(writeRate * lacking, stream);
  if (behind === 0) return fresh;
  const oldest = largestOf(behind, stream.next());
  return { behind, age: solve((x) => underWay(lag, x), oldest * lacking) };
}

/** All since the oldest that is under way: no such write is older than x with chance e^(-w excess(x)). */
function readInOrder(writeRate: number, lag: Distribution, stream: Stream): ReadSeen {
  const older = -ln(1 - stream.next()) / writeRate;
  if (older >= lag.mean) return fresh;
  const age = residualQuantile((x) => lag.excess(x), 1 - older / lag.mean);
  return { behind: 1 + drawPoisson(writeRate * age, stream), age };
}

function writesWithin(lag: number, writeRate: number, stream: Stream): ReadSeen {
  const behind = drawPoisson(writeRate * lag, stream);
  return behind === 0 ? fresh : { behind, age: lag * largestOf(behind, stream.next()) };
}

/** How many reads miss a write that no other write follows; reads at the replica are a Poisson process of this rate. */
export function drawStaleReads(readRate: number, lag: Distribution, stream: Stream): number {
  return drawPoisson(readRate * drawFrom(lag, stream.next()), stream);
}

/** The largest of n uniform numbers, from one. */
function largestOf(count: number, u: number): number {
  return count === 1 || u <= 0 ? u : exp(ln(u) / count);
}

/** The x at which a function that ascends from 0 reaches a value, by bisection. */
function solve(ascending: (x: number) => number, value: number): number {
  if (value <= 0) return 0;
  let high = value;
  while (ascending(high) < value && high < Number.MAX_VALUE / 2) high *= 2;
  let low = 0;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (ascending(middle) < value) low = middle;
    else high = middle;
  }
  return high;
}
