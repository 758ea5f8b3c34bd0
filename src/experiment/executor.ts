import { type Chunk, runChunk } from './chunk.js';
import type { Batch } from './simulate.js';

/** Makes chunks of runs, here or on worker threads. */
export interface Executor {
  /** How many chunks it works on at a time. */
  readonly width: number;
  /** The most runs that a chunk should have. */
  readonly longestChunk: number;
  /** Never rejects because a run failed; rejects when the worker itself was lost. */
  execute(first: number, count: number): Promise<Chunk>;
  /** Stops at once, whatever is under way. */
  close(): Promise<void>;
}

/** Worker threads for these designs, or this very thread when `workers` is 0; by default one a core, in browsers 0. */
export async function startExecutor(
  designs: readonly Batch[],
  seed: string,
  workers: number | undefined,
): Promise<Executor> {
  const width = workers ?? (await availableCores());
  if (width === 0) return inThisThread(designs);
  const { startPool } = await import('./pool.js');
  return startPool(
    designs.map((design) => design.spec),
    seed,
    width,
  );
}

/** Chunks are short and other tasks of the event loop come between them, so that a batch can be stopped. */
function inThisThread(designs: readonly Batch[]): Executor {
  return {
    width: 1,
    longestChunk: 16,
    execute: async (first, count) => {
      await nextTask();
      return runChunk(designs, first, count);
    },
    close: async () => {},
  };
}

async function availableCores(): Promise<number> {
  if (globalThis.process?.versions?.node === undefined) return 0;
  const { availableParallelism } = await import('node:os');
  return availableParallelism();
}

/** Lets the event loop turn once; a timer would cost 1 to 4 ms. */
function nextTask(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const onmessage = () => {
      port1.close();
      resolve();
    };
    Object.assign(port1, { onmessage });
    port2.postMessage(null);
  });
}
