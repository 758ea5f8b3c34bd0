/** Figures by population or store. */
import { type Figures, formatPoint } from '../../index.js';
import { fits, layOut } from './layout.js';
import { heading, quiet } from './style.js';

/** A figure, one of its statistics, and what stands above the column. */
export interface GroupColumn {
  readonly head: string;
  readonly figure: string;
  readonly statistic: 'mean' | 'p95';
}

/** A row a group; nothing when there is only one, of which the whole already tells. */
export function groupsText(
  title: string,
  groups: Readonly<Record<string, Figures>>,
  columns: readonly GroupColumn[],
  width: number,
): string | undefined {
  const entries = Object.entries(groups);
  if (entries.length < 2) return undefined;
  const heads = [heading(title), ...columns.map(({ head }) => quiet(head))];
  const rows = entries.map(([name, figures]) => [`  ${name}`, ...cellsOf(figures, columns)]);
  const table = layOut([heads, ...rows], ['left', ...columns.map(() => 'right' as const)]);
  return fits(table, width) ? table : `${heading(title)}\n${blocks(entries, columns)}`;
}

function cellsOf(figures: Figures, columns: readonly GroupColumn[]): string[] {
  return columns.map(({ figure, statistic }) => {
    const summary = figures[figure];
    return summary === undefined ? '–' : formatPoint(summary[statistic], summary.unit);
  });
}

function blocks(entries: readonly [string, Figures][], columns: readonly GroupColumn[]): string {
  return entries
    .map(([name, figures]) => {
      const cells = cellsOf(figures, columns);
      const rows = columns.map(({ head }, index) => [`    ${head}`, cells[index]!]);
      return `  ${name}\n${layOut(rows, ['left', 'left'])}`;
    })
    .join('\n');
}
