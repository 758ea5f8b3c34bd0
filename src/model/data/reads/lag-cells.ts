import { type Distribution, pow } from '../../../kernel/index.js';

/** A part of the values of a law, told by its mean. */
export interface LagCell {
  readonly share: number;
  readonly lag: number;
}

/** What is left of the last tenth from one cell to the next, in 180 parts, and where the last cell begins. */
const shrink = 0.8;
const last = 1e-12;

/**
 * The law of a lag that is never below a floor, cut into cells of which each has its exact mean: what is averaged over them is exact
 * for functions that are straight within each cell. Nine tenths are cut into so many parts of even share, the rest into ever smaller
 * ones, so that a long tail has cells of its own. All laws are cut at the same shares, except that a fixed lag is one cell.
 */
export function lagCells(law: Distribution, floor: number, parts: number): LagCell[] {
  const cells: LagCell[] = [];
  let from = 0;
  let above = tailFrom(law, floor, 0);
  for (const to of edges(parts)) {
    const rest = to === 1 ? 0 : tailFrom(law, floor, to);
    const share = to - from;
    cells.push({ share, lag: Math.max(floor, (above - rest) / share) });
    from = to;
    above = rest;
  }
  const least = Math.max(floor, law.quantile(0));
  const isFixed = tailFrom(law, floor, 0) <= least;
  return isFixed ? [{ share: 1, lag: least }] : cells;
}

function edges(parts: number): number[] {
  const list = Array.from({ length: parts }, (_, i) => (0.9 * (i + 1)) / parts);
  const ratio = pow(shrink, 180 / parts);
  for (let left = 0.1 * ratio; left > last; left *= ratio) list.push(1 - left);
  list.push(1);
  return list;
}

/** The integral of the quantile from a share on. */
function tailFrom(law: Distribution, floor: number, share: number): number {
  const value = Math.max(floor, law.quantile(share));
  return law.excess(value) + value * (1 - share);
}
