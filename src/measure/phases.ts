import type { Path } from '../model/path.js';
import type { PhaseName } from './result.js';

/**
 * Where the time from `opened` to `recovered` went, along a path: each milestone ends a stretch of its phase. What the
 * path does not explain, and the whole of a recovery that did not come, is riding out: nothing in the system ended it.
 * The parts add up to the whole.
 */
export function splitTime(
  path: Path | undefined,
  opened: number,
  recovered: number,
): Record<PhaseName, number> {
  const parts = { detect: 0, decide: 0, act: 0, propagate: 0, absorb: 0, rideOut: 0 };
  let at = opened;
  for (const { phase, until } of path ?? []) {
    const end = Math.min(Math.max(until, at), recovered);
    parts[phase] += end - at;
    at = end;
  }
  parts.rideOut += recovered - at;
  return parts;
}
