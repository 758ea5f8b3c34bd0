/** What changes did to clients and data. */
import { changeFigures, figureGloss, formatPoint, type Result } from '../../index.js';
import { fits, layOut, wrap } from './layout.js';
import { heading } from './style.js';

/** Undefined where nothing was changed. */
export function changesText({ figures }: Result, width: number): string | undefined {
  const names = changeFigures(figures);
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
  return [heading('What changes did'), ...(fits(table, width) ? [table] : narrow())].join('\n');
}
