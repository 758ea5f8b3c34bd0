import type { Micros } from '../../../kernel/index.js';
import type { Timeline } from '../timeline.js';

/** How long two timelines or more acknowledged writes at once, microseconds. */
export function timeOfTwo(timelines: readonly Timeline[], until: Micros): Micros {
  if (timelines.length < 2) return 0;
  const turns = timelines
    .flatMap((timeline) => timeline.spans(until))
    .flatMap(({ from, to }) => [
      { at: from, change: 1 },
      { at: to, change: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.change - b.change);
  let [total, open, last] = [0, 0, 0];
  for (const { at, change } of turns) {
    if (open > 1) total += at - last;
    open += change;
    last = at;
  }
  return total;
}
