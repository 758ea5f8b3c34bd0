import { figures } from '../../src/data/figures.js';
import { type ColumnName, qualify } from '../../src/measure/columns.js';
import { phaseNames } from '../../src/measure/result.js';

/** The columns of a batch with these populations and stores: every figure that each may have. */
export function columnsFor(populations: readonly string[], stores: readonly string[]): ColumnName[] {
  const phases = phaseNames.map(
    (name): ColumnName => ({ name, figure: name, group: 'phase', unit: 's', lessIsBetter: true }),
  );
  return [
    ...columnsOf('run'),
    ...phases,
    ...populations.flatMap((name) => columnsOf('population', name)),
    ...stores.flatMap((name) => columnsOf('store', name)),
  ];
}

function columnsOf(group: 'run' | 'population' | 'store', of?: string): ColumnName[] {
  return [...figures.values()]
    .filter(({ scopes }) => scopes.includes(group))
    .map(({ name, unit, lessIsBetter }) => ({
      name: qualify(name, of),
      figure: name,
      group,
      unit,
      lessIsBetter,
      ...(of === undefined ? {} : { of }),
    }));
}
