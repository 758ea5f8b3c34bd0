/** A few figures of a result under a title of their own. */
import { figureGloss, formatPoint, type Result } from '../../index.js';
import { fits, layOut, wrap } from './layout.js';
import { heading } from './style.js';

/** Undefined where there are none. */
export function figureTable(
  title: string,
  names: readonly string[],
  { figures }: Result,
  width: number,
): string | undefined {
  if (names.length === 0) return undefined;
  const rows = names.map((name) => {
    const { unit, mean, p50, p95 } = figures[name]!;
    return [`  ${figureGloss(name).label}`, ...[mean, p50, p95].map((one) => formatPoint(one, unit))];
  });
  const heads = ['', 'mean', 'p50', 'p95'].map(heading);
  const table = layOut([heads, ...rows], ['left', 'right', 'right', 'right']);
  const narrow = () =>
    rows.map(
      ([label, mean, p50, p95]) =>
        `${label}\n    ${wrap(`mean ${mean}, p50 ${p50}, p95 ${p95}`, width - 4, 4)}`,
    );
  return [heading(title), ...(fits(table, width) ? [table] : narrow())].join('\n');
}
