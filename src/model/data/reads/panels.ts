import type { Micros } from '../../../kernel/index.js';
import type { Curve } from '../../curve.js';

/** A stretch of time in which all curves are steady, or clients move. */
export interface Panel {
  readonly from: Micros;
  readonly to: Micros;
  readonly steady: boolean;
}

/** Cuts a stretch of time where one of some curves begins or ends to move, and at further times. */
export function panelsOf(
  curves: readonly Curve[],
  times: readonly Micros[],
  from: Micros,
  to: Micros,
): Panel[] {
  const cutovers = curves.flatMap(({ terms }) => terms.map(({ cutover }) => cutover));
  const cuts = cutovers.flatMap((cutover) => [cutover.at, cutover.settled, ...cutover.knots(from, to)]);
  const inner = [...times, ...cuts].filter((time) => time > from && time < to);
  const ends = [...new Set(inner), to].sort((a, b) => a - b);
  let start = from;
  return ends.map((end) => {
    const steady = cutovers.every(({ at, settled }) => settled <= start || at >= end);
    const panel = { from: start, to: end, steady };
    start = end;
    return panel;
  });
}

/** Gauss's rule of three points on (0, 1). */
const nodes = [0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)] as const;
const weights = [5 / 18, 8 / 18, 5 / 18] as const;

/** Parts of a panel, each twice as long as the one before, and the length of all in that of the first. */
const parts = 10;
const together = 1023;

/** The integral of a smooth function over a panel, by Gauss's rule on parts that are finest where the panel begins. */
export function integrate(of: (at: Micros) => number, { from, to }: Pick<Panel, 'from' | 'to'>): number {
  let total = 0;
  let start = from;
  let width = (to - from) / together;
  for (let part = 0; part < parts; part++) {
    nodes.forEach((node, i) => {
      total += weights[i]! * width * of(start + node * width);
    });
    start += width;
    width *= 2;
  }
  return total;
}
