import type { Block, OverTimeSample, Row } from '../measure/columns.js';
import { MergeError } from '../model/data/conflicts/application-merge.js';
import { TooManyAttempts } from '../model/traffic/capacity/too-many-attempts.js';
import type { Batch } from './simulate.js';

/** Some consecutive runs of one or more designs, each run with the same number of all designs. */
export interface Chunk {
  /** One block a design, all of the same runs. */
  readonly blocks: readonly Block[];
  /** The samples along the time axis, by design, of those runs that have one. */
  readonly overTime: readonly (readonly OverTimeSample[])[];
  /** The run that failed; the blocks end before it. */
  readonly failure?: Failure;
}

/** Plain, so that it survives the way from a worker. */
export interface Failure {
  readonly run: number;
  /** Title of the design that failed. */
  readonly scenario: string;
  readonly message: string;
  readonly stack?: string;
  /** A merge function of the application failed, not Regionfall. */
  readonly ofMerge?: true;
  /** The scenario asks for more than can be followed. */
  readonly isTooMuch?: true;
}

/** Runs `first` to `first + count - 1` of every design. An error does not pass: it ends the chunk and is reported in it. */
export function runChunk(batches: readonly Batch[], first: number, count: number): Chunk {
  const designs = batches.map((batch) => new BlockBuilder(first, count, batch.columns.length));
  const overTime = batches.map((): OverTimeSample[] => []);
  let failure: Failure | undefined;
  for (let run = first; run < first + count && !failure; run++) {
    const rows = simulateAll(batches, run);
    if (!Array.isArray(rows)) failure = rows;
    else {
      rows.forEach((row, design) => {
        designs[design]!.add(row);
        if (row.overTime) overTime[design]!.push(row.overTime);
      });
    }
  }
  return { blocks: designs.map((design) => design.block()), overTime, ...(failure ? { failure } : {}) };
}

function simulateAll(batches: readonly Batch[], run: number): Row[] | Failure {
  let scenario = '';
  try {
    return batches.map((batch) => {
      scenario = batch.spec.title;
      const row = batch.simulate(run);
      const undefinedAt = row.values.findIndex(Number.isNaN);
      if (undefinedAt >= 0) throw new Error(`${batch.columns[undefinedAt]!.name} is not a number`);
      return row;
    });
  } catch (error) {
    if (!(error instanceof Error)) return { run, scenario, message: String(error) };
    const ofMerge = error instanceof MergeError ? ({ ofMerge: true } as const) : {};
    const isTooMuch = error instanceof TooManyAttempts ? ({ isTooMuch: true } as const) : {};
    return { run, scenario, message: error.message, stack: stackOf(error), ...ofMerge, ...isTooMuch };
  }
}

/** With those of the causes: they do not pass from worker to pool. */
function stackOf(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\nbecause of ${stackOf(error.cause)}` : stack;
}

/** Gathers rows into a block; a row is copied, so that its arrays may be used again. */
class BlockBuilder {
  readonly #first: number;
  readonly #width: number;
  readonly #values: Float64Array;
  readonly #capacity: number;
  #atLeast: Float64Array | undefined;
  #runs = 0;

  constructor(first: number, capacity: number, width: number) {
    this.#first = first;
    this.#width = width;
    this.#capacity = capacity;
    this.#values = new Float64Array(capacity * width);
  }

  add(row: Row): void {
    const offset = this.#runs * this.#width;
    this.#values.set(row.values, offset);
    if (row.values.includes(Number.POSITIVE_INFINITY)) {
      this.#atLeast ??= new Float64Array(this.#capacity * this.#width);
      this.#atLeast.set(row.atLeast, offset);
    }
    this.#runs++;
  }

  block(): Block {
    const atLeast = this.#atLeast ? { atLeast: this.#atLeast } : {};
    return { first: this.#first, runs: this.#runs, values: this.#values, ...atLeast };
  }
}
