import type { Micros } from '../../../kernel/index.js';
import type { Curve } from '../../curve.js';
import { cutoversOf } from '../../curve.js';
import { betweenSteps, type Load, loadsOf, type Repeated, stepsOf } from '../../steps.js';

/** A stretch of time in which all curves are steady, or clients move; and as many more of it, one a period of their loads each. */
export interface Panel extends Repeated {
  readonly steady: boolean;
  /** In how many parts it is integrated. */
  readonly parts: number;
}

/**
 * Cuts a stretch of time where one of some curves begins or ends to move, or makes a step, and at further times. Where what is asked
 * about is the same at all times at which the curves are (`stationary`), the periods of a load are told once.
 */
export function panelsOf(
  curves: readonly Curve[],
  times: readonly Micros[],
  from: Micros,
  to: Micros,
  stationary: boolean,
): Panel[] {
  const cutovers = [...new Set(curves.flatMap(cutoversOf))];
  const isCrowd = cutovers.filter(({ at, settled }) => at < to && settled > from).length > crowd;
  const cuts = cutovers.flatMap((cutover) => [
    cutover.at,
    cutover.settled,
    ...(isCrowd ? [] : cutover.knots(from, to)),
  ]);
  const even = isCrowd
    ? Array.from({ length: crowd }, (_, i) => from + Math.floor(((to - from) * i) / crowd))
    : [];
  const inner = [...times, ...cuts, ...even].filter((time) => time > from && time < to);
  const ends = [...new Set(inner), to].sort((a, b) => a - b);
  const parts = isCrowd ? 1 : usualParts;
  const loads = loadsOf(curves);
  let start = from;
  return ends.flatMap((end) => {
    const began = start;
    start = end;
    const steady = cutovers.every(({ at, settled }) => settled <= began || at >= end);
    const stretches = steady && stationary ? betweenSteps(loads, began, end) : cut(loads, began, end);
    return stretches.map((stretch) => ({ steady, parts, ...stretch }));
  });
}

function cut(loads: readonly Load[], from: Micros, to: Micros): Repeated[] {
  const ends = [...stepsOf(loads, from, to), to];
  return ends.map((end, i) => ({ from: ends[i - 1] ?? from, to: end, times: 1, period: 0 }));
}

/** Gauss's rule of three points on (0, 1). */
const nodes = [0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)] as const;
const weights = [5 / 18, 8 / 18, 5 / 18] as const;

/** Parts of a panel, each twice as long as the one before. */
const usualParts = 10;

/** Where more cutovers move at once than this, one more bend in one of them is not worth a cut: as many even pieces do. */
const crowd = 8;

/** The length of so many parts in that of the first. */
function together(parts: number): number {
  let length = 0;
  for (let part = 0; part < parts; part++) length = 2 * length + 1;
  return length;
}

/** The integral of a smooth function over a panel, by Gauss's rule on parts that are finest where the panel begins. */
export function integrate(
  of: (at: Micros) => number,
  { from, to, parts = usualParts }: Pick<Panel, 'from' | 'to'> & Partial<Panel>,
): number {
  let total = 0;
  let start = from;
  let width = (to - from) / together(parts);
  for (let part = 0; part < parts; part++) {
    nodes.forEach((node, i) => {
      total += weights[i]! * width * of(start + node * width);
    });
    start += width;
    width *= 2;
  }
  return total;
}
