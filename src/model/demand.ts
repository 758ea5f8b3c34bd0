import type { Micros } from '../kernel/index.js';
import type { Curve } from './curve.js';
import { addCurves, constantCurve, underLoad } from './curve.js';
import type { Load } from './steps.js';

/** What a population asks for, in times its mean: its load over the day, and the surges in force. */
export interface Demand {
  readonly load?: Load;
  readonly surge: number;
}

export const steadyDemand: Demand = { surge: 1 };

export function demandAt({ load, surge }: Demand, at: Micros): number {
  return load ? load.factorAt(at) * surge : surge;
}

/** A share of the requests as requests: the curve itself where demand is what it always is. */
export function offeredOf({ load, surge }: Demand, share: Curve): Curve {
  const scaled = surge === 1 ? share : addCurves([{ factor: surge, curve: share }]);
  return load ? underLoad(load, scaled) : scaled;
}

/** Demand as a curve. */
export function demandCurve(demand: Demand): Curve {
  return offeredOf(demand, constantCurve(1));
}
