/** How one figure of a run goes with another: bins of about as many runs each, and what is typical in them. */

/** Runs whose `x` is much the same. */
export interface Bin {
  /** The median of `x` in it. */
  x: number;
  runs: number;
  /** The median of `y`, and the ends between which 9 of 10 runs are. */
  middle: number;
  low: number;
  high: number;
}

/** A bin of fewer runs says little about the ends of its band. */
const fewestRuns = 40;
const mostBins = 18;

/** Bins by quantiles of `x`, the last one halved for the sake of the tail; runs of the same `x` stay together. */
export function binPairs(pairs: readonly (readonly [x: number, y: number])[]): Bin[] {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  const wanted = Math.min(mostBins, Math.floor(sorted.length / fewestRuns));
  const cuts = Array.from({ length: wanted }, (_, i) => Math.round((i * sorted.length) / wanted));
  const last = cuts.at(-1);
  if (last !== undefined && sorted.length - last >= 2 * fewestRuns) {
    cuts.push(Math.round((last + sorted.length) / 2));
  }
  const starts = [...new Set(cuts.map((cut) => firstOfTies(sorted, cut)))];
  return starts.map((start, i) => summariseBin(sorted.slice(start, starts[i + 1])));
}

function firstOfTies(sorted: readonly (readonly [number, number])[], at: number): number {
  let first = at;
  while (first > 0 && sorted[first - 1]![0] === sorted[at]![0]) first--;
  return first;
}

function summariseBin(pairs: readonly (readonly [number, number])[]): Bin {
  const ys = pairs.map(([, y]) => y).sort((a, b) => a - b);
  const at = (share: number) => ys[Math.ceil(share * ys.length) - 1]!;
  return {
    x: pairs[Math.ceil(pairs.length / 2) - 1]![0],
    runs: pairs.length,
    middle: at(0.5),
    low: at(0.05),
    high: at(0.95),
  };
}
