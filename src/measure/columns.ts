import type { Unit } from './result.js';
import type { VersionMix } from './version-mix.js';

/** What one column of a batch holds: one figure, of whole runs or of one population or store. Built by `experiment/simulate`. */
export interface ColumnName {
  /** As people and objectives say it, unique in a batch: `rto`, `rto of europe`, `detect`. See `qualify`. */
  readonly name: string;
  /** The figure alone: `rto`. */
  readonly figure: string;
  /** Where a result shows it: `figures`, `phases`, `byPopulation` or `byStore`. */
  readonly group: 'run' | 'phase' | 'population' | 'store';
  /** The population or store; absent for figures of a whole run and for phases. */
  readonly of?: string;
  readonly unit: Unit;
  /** False for figures of which more is better, as availability. */
  readonly lessIsBetter: boolean;
}

/** The run-level column that every batch has: how many incidents the run had. */
export const incidentsFigure = 'incidents';

/** Figures that are 1 or 0 in a run: their mean over runs is a share of the runs. */
export const indicatorFigures: ReadonlySet<string> = new Set([
  'noGoodBackup',
  'stoppedBackups',
  'staleRead',
  'unreplicated',
]);

/** The name of a figure of a population or store, or of a whole run: `rto of europe`, `rto`. */
export function qualify(figure: string, of?: string): string {
  return of === undefined ? figure : `${figure} of ${of}`;
}

/** What one run gives. */
export interface Row {
  /** One value a column: seconds, a count or a share, never negative; +Infinity = not observed inside the horizon. */
  readonly values: Float64Array;
  /** One bound a column, read only where the value is +Infinity: the least that the value can be. */
  readonly atLeast: Float64Array;
  /** Given for the first thousand runs only. */
  readonly overTime?: OverTimeSample;
}

/** One run along a time axis. Where a run says nothing about a time (outside it), `goodput` is NaN and the rest is ignored. */
export interface TimeSeries {
  /** Seconds, ascending; the same in every run of a batch. */
  readonly times: Float64Array;
  /** Share of all requests that go to each region. */
  readonly traffic: Readonly<Record<string, Float64Array>>;
  /** Share of all requests that are answered. */
  readonly goodput: Float64Array;
  /** 1 where acknowledged writes of that instant were lost, else 0, by store. */
  readonly lossWindow: Readonly<Record<string, Uint8Array>>;
  /** 1 where some writers did not see what others wrote, else 0, by store that takes writes everywhere; absent without one. */
  readonly apart?: Readonly<Record<string, Uint8Array>>;
}

/** A run on the axis of its own time, and on that of its first incident when it had one (seconds since it opened). */
export interface OverTimeSample extends TimeSeries {
  readonly around?: TimeSeries;
  /** Given where a new version came. */
  readonly versions?: VersionMix;
}

/** Rows of consecutive runs, as a worker hands them over. */
export interface Block {
  /** Number of its first run. */
  readonly first: number;
  readonly runs: number;
  /** Row after row. */
  readonly values: Float64Array;
  /** Bounds, row after row, read only where the value is +Infinity; absent when no run of the block is censored. */
  readonly atLeast?: Float64Array;
}

/** One figure over all runs, in run order. */
export interface Sample {
  /** +Infinity where the run is censored. */
  readonly values: Float64Array;
  /** The least that each run's value can be: the value itself where it was observed. */
  readonly atLeast: Float64Array;
  /** How many runs are censored. */
  readonly censored: number;
}

/** Runs a page of a column. */
const pageLength = 4096;

/** The columns of a batch, in pages: eight bytes a run and column, twice that where runs are censored, nothing copied to grow. */
export class ColumnStore {
  readonly columns: readonly ColumnName[];
  readonly #values: Float64Array[][];
  readonly #atLeast: (Float64Array | undefined)[][];
  #runs = 0;

  constructor(columns: readonly ColumnName[]) {
    this.columns = columns;
    this.#values = columns.map(() => []);
    this.#atLeast = columns.map(() => []);
  }

  /** Runs so far: 0..runs-1, without a gap. */
  get runs(): number {
    return this.#runs;
  }

  /** Adds the next block. Throws RangeError when it does not begin where the last one ended. */
  append(block: Block): void {
    if (block.first !== this.#runs)
      throw new RangeError(`expected run ${this.#runs}, got run ${block.first}`);
    for (let column = 0; column < this.columns.length; column++) this.#appendColumn(column, block);
    this.#runs += block.runs;
  }

  #appendColumn(column: number, block: Block): void {
    for (let row = 0; row < block.runs; row++) {
      const entry = row * this.columns.length + column;
      const value = block.values[entry]!;
      setInPages(this.#values[column]!, block.first + row, value);
      if (value === Number.POSITIVE_INFINITY) {
        setInPages(this.#atLeast[column]!, block.first + row, block.atLeast![entry]!);
      }
    }
  }

  /** Position of a column by its name, -1 when there is none. */
  indexOf(name: string): number {
    return this.columns.findIndex((column) => column.name === name);
  }

  /** One column in run order, copied out. */
  sample(column: number): Sample {
    const values = new Float64Array(this.#runs);
    this.#values[column]!.forEach((page, number) => {
      values.set(page.subarray(0, this.#runs - number * pageLength), number * pageLength);
    });
    const censored = values.reduce(
      (count, value) => (value === Number.POSITIVE_INFINITY ? count + 1 : count),
      0,
    );
    if (censored === 0) return { values, atLeast: values, censored };
    const bounds = this.#atLeast[column]!;
    const atLeast = values.map((value, run) =>
      value === Number.POSITIVE_INFINITY ? bounds[Math.floor(run / pageLength)]![run % pageLength]! : value,
    );
    return { values, atLeast, censored };
  }
}

/** Sets one entry in a list of pages, adding its page when it is not there yet. */
function setInPages(pages: (Float64Array | undefined)[], entry: number, value: number): void {
  const number = Math.floor(entry / pageLength);
  pages[number] ??= new Float64Array(pageLength);
  pages[number][entry % pageLength] = value;
}
