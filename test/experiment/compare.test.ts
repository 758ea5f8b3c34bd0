import { describe, expect, it, vi } from 'vitest';
import { compareMany } from '../../src/experiment/compare.js';
import { runMany } from '../../src/experiment/runs.js';
import type { Batch, Spec } from '../../src/experiment/simulate.js';
import { fakeBatch, rto } from './fake-batch.js';

/** Recovery spreads over 97 s by run number, and takes 1 s longer in the slow design; it breaks in run 40 of the broken one. */
vi.mock('../../src/experiment/simulate.js', () => ({
  build: (spec: Spec): Batch => ({
    ...fakeBatch([rto], (run) => {
      if (spec.title === 'Broken' && run === 40) throw new Error('no');
      return [((run * 37) % 97) + (spec.title === 'Slow' ? 1 : 0)];
    }),
    spec,
  }),
}));

const design = (title: string) =>
  ({ title, data: {}, horizon: 3600e6, objectives: [], defaults: [], notModelled: [] }) as unknown as Spec;

describe('compareMany', () => {
  it('sees a small difference through large common noise', async () => {
    const comparison = await compareMany(design('Fast'), design('Slow'), { runs: 200, workers: 0 });
    const mean = comparison.figures.find(({ figure, statistic }) => figure === 'rto' && statistic === 'mean');
    expect(mean).toMatchObject({ verdict: 'worse', difference: { value: 1, low: 1, high: 1 } });
    expect(comparison).toMatchObject({ seed: '1', runs: 200, confidence: 0.95 });
  });

  it('carries the result of each design as a run of its own would give it', async () => {
    const { first, second } = await compareMany(design('Fast'), design('Slow'), {
      runs: 150,
      seed: '7',
      workers: 0,
    });
    expect(first).toEqual(await runMany(design('Fast'), { runs: 150, seed: '7', workers: 0 }));
    expect(second).toEqual(await runMany(design('Slow'), { runs: 150, seed: '7', workers: 0 }));
  });

  it('compares further designs with the first, too', async () => {
    const [fast, slow] = [design('Fast'), design('Slow')];
    const comparison = await compareMany(fast, fast, { runs: 50, workers: 0, others: [slow] });
    const alone = await compareMany(fast, slow, { runs: 50, workers: 0 });
    expect(comparison.others).toEqual([{ design: alone.second, figures: alone.figures }]);
    expect(alone.others).toBeUndefined();
  });

  it('has the same runs of both when interrupted', async () => {
    const controller = new AbortController();
    const comparison = await compareMany(design('Fast'), design('Slow'), {
      runs: 100_000,
      workers: 0,
      signal: controller.signal,
      onProgress: ({ done }) => done >= 60 && controller.abort(),
    });
    expect(comparison.stopped).toBe('interrupted');
    expect(comparison.runs).toBeLessThan(200);
    expect([comparison.first.runs, comparison.second.runs]).toEqual([comparison.runs, comparison.runs]);
  });

  it('names the design in which a run broke', async () => {
    const broken = compareMany(design('Fast'), design('Broken'), { workers: 0 });
    await expect(broken).rejects.toThrow('run 40 of "Broken" failed: no; replay with --run 40 --seed 1');
  });
});
