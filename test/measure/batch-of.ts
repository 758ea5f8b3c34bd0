import { type Block, type ColumnName, ColumnStore, qualify } from '../../src/measure/columns.js';
import { phaseNames, type Unit } from '../../src/measure/result.js';

/** A value that is only known to be at least this much. */
export interface Censored {
  readonly atLeast: number;
}

export type Value = number | Censored;

/** A column of a whole run, unless told otherwise. */
export function column(figure: string, unit: Unit, more: Partial<ColumnName> = {}): ColumnName {
  return { name: qualify(figure, more.of), figure, group: 'run', unit, lessIsBetter: true, ...more };
}

/** The columns that every batch has: incidents and phases. */
export const commonColumns: readonly ColumnName[] = [
  column('incidents', 'incidents'),
  ...phaseNames.map((phase) => column(phase, 's', { group: 'phase' })),
];

/** Rows (one value a column) as one block of runs. */
export function blockOf(first: number, rows: readonly (readonly Value[])[]): Block {
  const entries = rows.flat();
  return {
    first,
    runs: rows.length,
    values: Float64Array.from(entries, (value) =>
      typeof value === 'number' ? value : Number.POSITIVE_INFINITY,
    ),
    atLeast: Float64Array.from(entries, (value) => (typeof value === 'number' ? 0 : value.atLeast)),
  };
}

/** A batch of one column. */
export function storeOf(name: ColumnName, values: readonly Value[]): ColumnStore {
  const store = new ColumnStore([name]);
  store.append(
    blockOf(
      0,
      values.map((value) => [value]),
    ),
  );
  return store;
}
