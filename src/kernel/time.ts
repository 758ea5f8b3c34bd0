/**
 * Time: whole microseconds in a number. 2^53 of them are 285 years.
 */

/** Whole microseconds since the start of the run, or between two instants of it. */
export type Micros = number;

export const microsecond = 1;
export const millisecond = 1e3;
export const second = 1e6;
export const minute = 6e7;
export const hour = 3.6e9;
export const day = 8.64e10;

/** The last instant that a run can reach, 285 years after its start: beyond it whole microseconds are not exact. */
export const endOfTime: Micros = Number.MAX_SAFE_INTEGER;

/**
 * Rounds a duration in microseconds to whole ones, halves up.
 *
 * @throws RangeError if it is negative, NaN or longer than {@link endOfTime}.
 */
export function toWholeMicros(duration: number): Micros {
  if (!(duration >= 0 && duration <= endOfTime)) {
    throw new RangeError(`a duration must lie between 0 and 2^53 - 1 microseconds, not ${duration}`);
  }
  return Math.round(duration);
}
