import type { Batch } from '../../src/experiment/simulate.js';
import type { ColumnName, OverTimeSample, Row } from '../../src/measure/columns.js';
import { phaseNames } from '../../src/measure/result.js';
import { column, commonColumns, type Value } from '../measure/batch-of.js';

/** A batch whose rows are made by a function: incidents, phases and the columns given. */
export function fakeBatch(
  columns: readonly ColumnName[],
  valuesOf: (run: number) => readonly Value[],
  title = 'Fake',
): Batch {
  return {
    spec: { title } as Batch['spec'],
    columns: [...commonColumns, ...columns],
    simulate: (run) => rowOf([1, ...phaseNames.map(() => 0), ...valuesOf(run)], run),
  };
}

export const rto = column('rto', 's');

function rowOf(values: readonly Value[], run: number): Row {
  return {
    values: Float64Array.from(values, (value) =>
      typeof value === 'number' ? value : Number.POSITIVE_INFINITY,
    ),
    atLeast: Float64Array.from(values, (value) => (typeof value === 'number' ? 0 : value.atLeast)),
    ...(run < 1000 ? { overTime: sampleOf(run) } : {}),
  };
}

function sampleOf(run: number): OverTimeSample {
  return { times: Float64Array.of(0), traffic: {}, goodput: Float64Array.of(run), lossWindow: {} };
}
