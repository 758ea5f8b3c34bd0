import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';

import type { Chunk } from './chunk.js';
import type { Executor } from './executor.js';
import type { Spec } from './simulate.js';

/** What a worker is told once. */
export interface Assignment {
  readonly specs: readonly Spec[];
  readonly seed: string;
}

/** What a worker is told each time. */
export interface Task {
  readonly first: number;
  readonly count: number;
}

/** A pool of worker threads (1 or more), each of which builds the designs for itself. */
export function startPool(specs: readonly Spec[], seed: string, workers: number): Executor {
  const pool = new Piscina<Task, Chunk>({
    filename: workerFile(),
    workerData: { specs, seed } satisfies Assignment,
    minThreads: workers,
    maxThreads: workers,
  });
  return {
    width: workers,
    longestChunk: 500,
    execute: (first, count) => pool.run({ first, count }),
    close: () => pool.destroy(),
  };
}

/** The compiled worker: beside this module, or in `dist` when this module is the source, as in tests. Throws when it is not built. */
function workerFile(): string {
  const built = import.meta.url.endsWith('.ts') ? '../../dist/experiment/worker.js' : './worker.js';
  const url = new URL(built, import.meta.url);
  if (!existsSync(fileURLToPath(url)))
    throw new Error(`no worker at ${fileURLToPath(url)}: run "npm run build"`);
  return url.href;
}
