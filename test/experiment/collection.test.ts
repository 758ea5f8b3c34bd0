import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Chunk, runChunk } from '../../src/experiment/chunk.js';
import { Collection, extend } from '../../src/experiment/collection.js';
import { type Executor, startExecutor } from '../../src/experiment/executor.js';
import { fakeBatch, rto } from './fake-batch.js';

const batch = fakeBatch([rto], (run) => [run === 7 ? { atLeast: 3 } : 2 * run]);
const rtoOf = (collection: Collection) => [...collection.stores[0]!.sample(7).atLeast];
const expected = (runs: number) => Array.from({ length: runs }, (_value, run) => (run === 7 ? 3 : 2 * run));

/** Answers in an order that a permutation gives, as threads may. */
function shuffling(
  width: number,
  simulated: (first: number, count: number) => Chunk,
  order: (k: number) => number,
): Executor {
  const held: { at: number; release: () => void }[] = [];
  let calls = 0;
  return {
    width,
    longestChunk: 9,
    execute: (first, count) =>
      new Promise((resolve) => {
        held.push({ at: order(calls++), release: () => resolve(simulated(first, count)) });
        setImmediate(() => {
          held.sort((a, b) => a.at - b.at);
          held.shift()?.release();
        });
      }),
    close: async () => {},
  };
}

describe('Collection', () => {
  it('holds back what comes early', () => {
    const collection = new Collection([batch.columns]);
    collection.add(runChunk([batch], 4, 2));
    expect([collection.runs, collection.done]).toEqual([0, 2]);
    collection.add(runChunk([batch], 0, 4));
    expect([collection.runs, collection.done]).toEqual([6, 6]);
    expect(rtoOf(collection)).toEqual(expected(6));
  });

  it('keeps the samples of the first thousand runs, in order', () => {
    const collection = new Collection([batch.columns]);
    collection.add(runChunk([batch], 600, 900));
    collection.add(runChunk([batch], 0, 600));
    expect(collection.overTime[0]?.map((sample) => sample.goodput[0])).toEqual(
      Array.from({ length: 1000 }, (_value, run) => run),
    );
  });
});

describe('extend', () => {
  it('collects every run once and in order, whatever order they come in', async () => {
    const orders = fc.array(fc.nat(100), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        orders,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 300 }),
        async (order, width, aim) => {
          const collection = new Collection([batch.columns]);
          const simulate = (first: number, count: number) => runChunk([batch], first, count);
          const executor = shuffling(width, simulate, (k) => order[k % order.length]!);
          expect(await extend(collection, executor, aim)).toBe(true);
          expect(rtoOf(collection)).toEqual(expected(aim));
          expect(await extend(collection, executor, aim + 20)).toBe(true);
          expect(rtoOf(collection)).toEqual(expected(aim + 20));
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });

  it('reports progress up to the aim', async () => {
    const collection = new Collection([batch.columns]);
    const onProgress = vi.fn();
    await extend(collection, await startExecutor([batch], '1', 0), 100, undefined, onProgress);
    const done = onProgress.mock.calls.map(([progress]) => progress.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(onProgress).toHaveBeenLastCalledWith({ done: 100, aim: 100 });
  });

  it('stops when the signal aborts, with the runs up to there', async () => {
    const collection = new Collection([batch.columns]);
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => {
      if (done >= 40) controller.abort();
    };
    const executor = await startExecutor([batch], '1', 0);
    expect(await extend(collection, executor, 1_000_000, controller.signal, onProgress)).toBe(false);
    expect(collection.runs).toBeGreaterThanOrEqual(40);
    expect(collection.runs).toBeLessThan(100);
    expect(rtoOf(collection)).toEqual(expected(collection.runs));
  });

  it('does not wait for a worker that is busy when the signal aborts', async () => {
    const controller = new AbortController();
    const stuck: Executor = {
      width: 2,
      longestChunk: 9,
      execute: () => new Promise(() => {}),
      close: async () => {},
    };
    const made = extend(new Collection([batch.columns]), stuck, 10, controller.signal);
    controller.abort();
    expect(await made).toBe(false);
  });

  it('makes nothing when the signal has aborted before', async () => {
    const collection = new Collection([batch.columns]);
    const executor = await startExecutor([batch], '1', 0);
    expect(await extend(collection, executor, 10, AbortSignal.abort())).toBe(false);
    expect(collection.runs).toBe(0);
  });

  it('ends with the first run that fails, even when a later one fails sooner', async () => {
    const failing = fakeBatch([rto], (run) => {
      if (run >= 70 && run % 2 === 1) throw new Error('broken');
      return [run];
    });
    const collection = new Collection([failing.columns]);
    const latestFirst = shuffling(
      5,
      (first, count) => runChunk([failing], first, count),
      (k) => -k,
    );
    expect(await extend(collection, latestFirst, 400)).toBe(false);
    expect(collection.failure?.run).toBe(71);
    expect(collection.runs).toBe(71);
  });

  it('passes on that a worker was lost', async () => {
    const dying: Executor = {
      width: 1,
      longestChunk: 9,
      execute: () => Promise.reject(new Error('out of memory')),
      close: async () => {},
    };
    await expect(extend(new Collection([batch.columns]), dying, 10)).rejects.toThrow(
      'a worker was lost in runs 0 to 0: out of memory',
    );
  });
});
