import { afterEach, describe, expect, it, vi } from 'vitest';
import { startExecutor } from '../../src/experiment/executor.js';
import { fakeBatch, rto } from './fake-batch.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('startExecutor', () => {
  const batch = fakeBatch([rto], (run) => [run]);

  it('runs in this thread when there are no workers, and lets other tasks in between', async () => {
    const executor = await startExecutor([batch], '1', 0);
    let other = false;
    setImmediate(() => {
      other = true;
    });
    const chunk = await executor.execute(3, 2);
    expect(other).toBe(true);
    expect(chunk.blocks[0]).toMatchObject({ first: 3, runs: 2 });
    await executor.close();
  });

  it('does so where there is neither Node nor setImmediate, by default', async () => {
    vi.stubGlobal('setImmediate', undefined);
    vi.stubGlobal('process', undefined);
    const executor = await startExecutor([batch], '1', undefined);
    expect((await executor.execute(0, 1)).blocks[0]?.runs).toBe(1);
    expect(executor.width).toBe(1);
  });
});
