import type { ColumnName } from './columns.js';
import { qualify } from './columns.js';

/** Positions of a set of figures in a row, resolved once for a batch. */
export type Positions = Readonly<Record<string, number>>;

/** Where each figure of a run, its populations and its stores stands in a row. */
export interface Layout {
  readonly width: number;
  readonly run: Positions;
  readonly populations: readonly Positions[];
  readonly stores: readonly Positions[];
}

export function layOut(
  columns: readonly ColumnName[],
  populations: readonly string[],
  stores: readonly string[],
): Layout {
  const positions = new Map(columns.map(({ name }, index) => [name, index]));
  const figures = (group: ColumnName['group'], of?: string): Positions =>
    Object.fromEntries(
      columns
        .filter((column) => column.group === group && column.of === of)
        .map(({ figure }) => [figure, positions.get(qualify(figure, of))!]),
    );
  return {
    width: columns.length,
    run: { ...figures('run'), ...figures('phase') },
    populations: populations.map((name) => figures('population', name)),
    stores: stores.map((name) => figures('store', name)),
  };
}
