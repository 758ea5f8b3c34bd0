import { drawPoisson, type Micros, type Stream } from '../../../kernel/index.js';
import type { Quantity } from '../../quantity.js';
import type { Timeline } from '../timeline.js';

/** Objects that rows point to, each of which another store replicates on its own. */
export interface ObjectOptions {
  /** Share of the writes that make one. */
  readonly share: number;
  /** Of each of them, microseconds. */
  readonly lag: Quantity;
}

/**
 * How many rows committed up to an instant point to objects that were still on their way at the fault: Poisson, with the rate at that
 * instant times the mean by which the lag exceeds the time in between (M/G/infinity, Takács 1962).
 */
export function drawMissing(
  { share, lag }: ObjectOptions,
  timeline: Timeline,
  upTo: Micros,
  faultAt: Micros,
  stream: () => Stream,
): number {
  const rate = timeline.rateAt(Math.max(upTo - 1, timeline.began));
  const mass = share * rate * lag.law.excess(Math.max(0, faultAt - upTo));
  return mass > 0 ? drawPoisson(mass, stream()) : 0;
}
