/**
 * Stamp of a write: what its writer's clock said (microseconds, may be negative or fractional), a counter for equal times
 * (0 for wall clocks), and the number of the writer, which breaks ties.
 */
export interface Stamp {
  readonly time: number;
  readonly counter: number;
  readonly writer: number;
}

/** Below 0 if the first is the earlier one, above 0 if it is the later one, 0 if they are the same stamp. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return a.time - b.time || a.counter - b.counter || a.writer - b.writer;
}
