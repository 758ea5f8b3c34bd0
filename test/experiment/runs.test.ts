import { describe, expect, it, vi } from 'vitest';
import { type RunOptions, runMany } from '../../src/experiment/runs.js';
import type { Batch, Spec } from '../../src/experiment/simulate.js';
import type { Result } from '../../src/measure/result.js';
import { fakeBatch, rto } from './fake-batch.js';

/** Recovery takes 0 to 96 s; run 1234 breaks if the scenario is so titled. */
vi.mock('../../src/experiment/simulate.js', () => ({
  build: (spec: Spec): Batch => ({
    ...fakeBatch([rto], (run) => {
      if (spec.title === 'Broken' && run === 1234) throw new Error('the sum does not come out');
      return [(run * 37) % 97];
    }),
    spec,
  }),
}));

const spec = {
  title: 'Two regions',
  data: {},
  horizon: 3600e6,
  objectives: [{ text: 'rto p95 <= 96s', figure: 'rto', stat: 'p95', op: '<=', value: 96 }],
  defaults: ['routing.ttl = 60s'],
  notModelled: ['capacity of us-east'],
} as unknown as Spec;

const run = (options: RunOptions = {}) => runMany(spec, { workers: 0, ...options });

/** Aborts once this many runs are done. */
function abortAt(runs: number): Pick<RunOptions, 'signal' | 'onProgress'> {
  const controller = new AbortController();
  return { signal: controller.signal, onProgress: ({ done }) => done >= runs && controller.abort() };
}

describe('runMany', () => {
  it('makes 2,000 runs with seed 1 unless told otherwise', async () => {
    const result = await run({ columns: false });
    expect(result).toMatchObject({
      runs: 2000,
      seed: '1',
      confidence: 0.95,
      scenario: 'Two regions',
      horizon: 3600,
    });
    expect(result).toMatchObject({ defaults: spec.defaults, notModelled: spec.notModelled, verdict: 'met' });
    expect(result).not.toHaveProperty('stopped');
    expect(result).not.toHaveProperty('columns');
  });

  it('carries columns and the bands of the first thousand runs', async () => {
    const result = await run({ runs: 1500 });
    expect(result.columns?.['rto']?.values).toEqual(
      Array.from({ length: 1500 }, (_value, k) => (k * 37) % 97),
    );
    expect(result.overTime?.runs).toBe(1000);
  });

  it('is, when stopped, the result of as many runs', async () => {
    const stopped = await run({ runs: 100_000, ...abortAt(300) });
    expect(stopped.stopped).toBe('interrupted');
    expect(stopped.runs).toBeLessThan(1000);
    const { stopped: _why, ...rest } = stopped;
    expect(rest).toEqual(await run({ runs: stopped.runs }));
  });

  it('has nothing to say when stopped before the first run', async () => {
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'NothingRun',
      message: 'interrupted before the first run was complete',
    });
  });

  it('says which run broke and how to replay it, and keeps the runs before it', async () => {
    const broken = { ...spec, title: 'Broken' };
    const failure = await runMany(broken, { workers: 0, seed: 'a b' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'RunFailure',
      message: 'run 1234 of "Broken" failed: the sum does not come out; replay with --run 1234 --seed "a b"',
      run: 1234,
      seed: 'a b',
    });
    const [soFar] = (failure as { soFar: Result[] }).soFar;
    expect(soFar).toEqual({
      ...(await run({ runs: 1234, seed: 'a b' })),
      scenario: 'Broken',
      stopped: 'run 1234 failed',
    });
  });

  it.each([
    [{ runs: 0 }, 'runs must be a whole number of at least 1, not 0'],
    [{ runs: Number.NaN }, 'runs must be a whole number of at least 1, not NaN'],
    [{ runs: 1.5 }, 'runs must be a whole number of at least 1, not 1.5'],
    [{ workers: -1 }, 'workers must be a whole number of at least 0, not -1'],
    [{ maxRuns: 0 }, 'maxRuns must be a whole number of at least 1, not 0'],
    [{ precision: ['rpo.p95=5%'] }, 'precision "rpo.p95=5%": there is no figure "rpo"; did you mean "rto"?'],
  ])('refuses %o', async (options, message) => {
    await expect(run(options)).rejects.toThrow(message);
  });
});

describe('runMany to a precision', () => {
  // The mean of 97 equally likely values: half the width of its interval is 1.96 * 28 s / sqrt(n), 1.23 s of 2,000 runs.
  it('stops at the first examination that finds it reached', async () => {
    expect((await run({ precision: ['rto.mean=1.3s'] })).runs).toBe(2000);
    expect((await run({ precision: ['rto.mean=1.2s'] })).runs).toBe(4000);
    expect((await run({ precision: ['rto.mean=5%', 'rto.mean=0.7s'] })).runs).toBe(8000);
  });

  it('gives the result of as many runs', async () => {
    expect(await run({ precision: ['rto.mean=1.2s'] })).toEqual(await run({ runs: 4000 }));
  });

  it('makes no fewer runs than asked for, up to an examination', async () => {
    expect((await run({ precision: ['rto.mean=1.3s'], runs: 3000 })).runs).toBe(4000);
    expect((await run({ precision: ['rto.mean=1.3s'], runs: 3000, maxRuns: 2000 })).runs).toBe(3000);
  });

  it('says what it has not reached when it may not go on', async () => {
    const result = await run({
      precision: ['rto.mean=1.3s', 'rto.mean=0.1s', 'rto.p95=0.01s'],
      maxRuns: 5000,
    });
    expect(result).toMatchObject({
      runs: 5000,
      stopped: 'precision rto.mean=0.1s, rto.p95=0.01s not reached in 5000 runs',
    });
    expect(await run({ precision: ['rto.mean=9s'], maxRuns: 500 })).not.toHaveProperty('stopped');
  });

  it('can be interrupted on the way', async () => {
    const result = await run({ precision: ['rto.mean=0.1s'], ...abortAt(2500) });
    expect(result.stopped).toBe('interrupted');
    expect(result.runs).toBeGreaterThanOrEqual(2500);
    expect(result.runs).toBeLessThan(4000);
  });
});
