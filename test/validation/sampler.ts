import { type Batch, build, type Spec } from '../../src/index.js';
import type { Reading } from './experiment.js';
import { foldOf } from './fault-reading.js';

/** Some consecutive runs of one scenario, and what to read from them. */
export interface Task {
  readonly spec: Spec;
  /** Tells scenarios apart, so that each is built once. */
  readonly scenario: number;
  readonly seed: string;
  readonly readings: Readonly<Record<string, Reading>>;
  readonly first: number;
  readonly count: number;
}

/** The units of each reading, run after run. */
export type Units = Readonly<Record<string, Float64Array>>;

/** Makes runs, here or on worker threads. */
export interface Sampler {
  sample(task: Task): Promise<Units>;
  close(): Promise<void>;
}

const built = new Map<string, Batch>();

function batchOf({ spec, scenario, seed }: Task): Batch {
  const key = `${scenario} ${seed}`;
  let batch = built.get(key);
  if (!batch) {
    if (built.size >= 8) built.delete(built.keys().next().value!);
    batch = build(spec, seed);
    built.set(key, batch);
  }
  return batch;
}

/** @throws Error when a scenario has no such figure, or a run breaks */
export function makeRuns(task: Task): Units {
  const batch = batchOf(task);
  const { readings, first, count } = task;
  const takers = Object.entries(readings).map(([name, reading]) => takerOf(name, reading, batch, count));
  for (let run = first; run < first + count; run++) {
    const records = takers.filter(({ records }) => records !== undefined);
    const observe = (record: { type: string }) => {
      for (const taker of records) if (taker.records!.includes(record.type)) taker.see(record);
    };
    const { values } = batch.simulate(run, records.length > 0 ? observe : undefined);
    for (const taker of takers) taker.take(run - first, values);
  }
  return Object.fromEntries(takers.map(({ name, units }) => [name, units]));
}

interface Taker {
  readonly name: string;
  readonly units: Float64Array;
  /** The types of the records that it wants to see. */
  readonly records?: readonly string[];
  see(record: object): void;
  take(index: number, values: Float64Array): void;
}

function takerOf(name: string, reading: Reading, batch: Batch, count: number): Taker {
  if ('record' in reading) {
    const units = new Float64Array(count).fill(Number.NaN);
    let seen = Number.NaN;
    return {
      name,
      units,
      records: [reading.record],
      see: (record) => {
        seen = (record as Record<typeof reading.field, number>)[reading.field];
      },
      take: (index) => {
        units[index] = seen;
        seen = Number.NaN;
      },
    };
  }
  if (!('figures' in reading)) {
    const units = new Float64Array(count);
    const fold = foldOf(reading);
    const weight = batch.columns.findIndex((column) => column.name === 'weight');
    const take = (index: number, values: Float64Array) => {
      units[index] = fold.take(batch.spec.horizon) * (weight < 0 ? 1 : values[weight]!);
    };
    return { name, units, records: fold.records, see: fold.see, take };
  }
  const columns = reading.figures.map((figure) => columnOf(figure, batch));
  const units = new Float64Array(count * columns.length);
  const take = (index: number, values: Float64Array) => {
    columns.forEach((column, i) => {
      units[index * columns.length + i] = values[column]!;
    });
  };
  return { name, units, see: () => {}, take };
}

function columnOf(figure: string, batch: Batch): number {
  const column = batch.columns.findIndex(({ name }) => name === figure);
  if (column < 0) throw new Error(`a run has no figure ${figure}`);
  return column;
}

/** Makes the runs in this thread. */
export const inThisThread: Sampler = {
  sample: async (task) => makeRuns(task),
  close: async () => {},
};
