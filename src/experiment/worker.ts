import { workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { runChunk } from './chunk.js';
import { loadMerges } from './merges.js';
import type { Assignment, Task } from './pool.js';
import { build } from './simulate.js';

/** What a thread of the pool runs: the designs are built once, the numbers of a chunk are handed over and not copied. */
const { specs, seed } = workerData as Assignment;
const batches = await Promise.all(specs.map(async (spec) => build(spec, seed, await loadMerges(spec))));

export default function work({ first, count }: Task): unknown {
  const chunk = runChunk(batches, first, count);
  const buffers = chunk.blocks.flatMap(({ values, atLeast }) => [
    values.buffer,
    ...(atLeast ? [atLeast.buffer] : []),
  ]);
  return move({ [transferableSymbol]: buffers, [valueSymbol]: chunk } as unknown as Parameters<
    typeof move
  >[0]);
}
