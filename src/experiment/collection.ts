import { runsOverTime } from '../measure/bands.js';
import { type ColumnName, ColumnStore, type OverTimeSample } from '../measure/columns.js';
import type { Chunk, Failure } from './chunk.js';
import type { Executor } from './executor.js';

/** How far a batch is. */
export interface Progress {
  /** Runs made so far, in whatever order. */
  readonly done: number;
  /** Runs aimed at for now: with a stated precision it may grow. */
  readonly aim: number;
}

/** The designs of a batch over the runs 0..n-1: chunks that come early wait until those before them are there. */
export class Collection {
  /** The columns of each design, all of the same runs. */
  readonly stores: readonly ColumnStore[];
  /** The first runs of each design along the time axis. */
  readonly overTime: readonly OverTimeSample[][];
  readonly #waiting = new Map<number, Chunk>();
  #done = 0;
  #failure: Failure | undefined;

  constructor(designs: readonly (readonly ColumnName[])[]) {
    this.stores = designs.map((columns) => new ColumnStore(columns));
    this.overTime = designs.map(() => []);
  }

  /** Runs 0..runs-1 are there. */
  get runs(): number {
    return this.stores[0]!.runs;
  }

  /** Runs received, those that still wait included. */
  get done(): number {
    return this.#done;
  }

  /** The first run that failed, once all before it are there; it ends the collection. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  add(chunk: Chunk): void {
    const { first, runs } = chunk.blocks[0]!;
    this.#done += runs;
    this.#waiting.set(first, chunk);
    for (let next = this.#take(); next; next = this.#take()) this.#append(next);
  }

  #take(): Chunk | undefined {
    const chunk = this.#failure ? undefined : this.#waiting.get(this.runs);
    this.#waiting.delete(this.runs);
    return chunk;
  }

  #append(chunk: Chunk): void {
    for (const [design, block] of chunk.blocks.entries()) this.stores[design]!.append(block);
    chunk.overTime.forEach((samples, design) => {
      const kept = this.overTime[design]!;
      kept.push(...samples.slice(0, runsOverTime - kept.length));
    });
    this.#failure = chunk.failure;
  }
}

/**
 * Makes runs until `aim` of them are collected, and says whether they are: not when one of them fails or the signal aborts,
 * then at once. Chunks are handed out in order of run, so all runs before one that failed are made. Rejects when a worker
 * is lost.
 */
export async function extend(
  collection: Collection,
  executor: Executor,
  aim: number,
  signal?: AbortSignal,
  onProgress?: (progress: Progress) => void,
): Promise<boolean> {
  let next = collection.runs;
  let failed = false;
  const work = async () => {
    while (next < aim && !failed && !signal?.aborted) {
      const first = next;
      const count = chunkLength(first, aim - first, executor);
      next = first + count;
      const chunk = await executor.execute(first, count).catch((error: unknown) => {
        throw new Error(`a worker was lost in runs ${first} to ${first + count - 1}: ${messageOf(error)}`, {
          cause: error,
        });
      });
      if (signal?.aborted) return;
      failed ||= chunk.failure !== undefined;
      collection.add(chunk);
      onProgress?.({ done: collection.done, aim });
    }
  };
  await unlessAborted(Promise.all(Array.from({ length: executor.width }, work)), signal);
  return collection.runs >= aim;
}

/** A sixteenth of what each worker has had so far: chunks start small, and an interrupt never loses much. */
function chunkLength(given: number, left: number, { width, longestChunk }: Executor): number {
  const grown = Math.floor(given / (16 * width));
  const fair = Math.ceil(left / (4 * width));
  return Math.max(1, Math.min(grown, fair, longestChunk));
}

/** Waits for the work or for the signal; what goes wrong after the signal no longer matters. */
async function unlessAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  let abort = () => {};
  const aborted = new Promise<void>((resolve) => {
    abort = resolve;
  });
  signal?.addEventListener('abort', abort);
  try {
    await Promise.race([work, ...(signal ? [aborted] : [])]);
    if (signal?.aborted) work.catch(() => {});
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
