import { beforeAll, describe, expect, it } from 'vitest';
import { compareMany } from '../../src/experiment/compare.js';
import { type RunOptions, runMany } from '../../src/experiment/runs.js';
import type { Spec } from '../../src/experiment/simulate.js';
import { loadScenario } from '../../src/scenario/load.js';
import { requireBuilt } from './built.js';

const runs = 300;

async function specOf(file: string, set: readonly string[] = []): Promise<Spec> {
  const parsed = await loadScenario(file, { set });
  if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.mistakes)}`);
  return parsed.spec;
}

describe('a batch of scenario 01', () => {
  let spec: Spec;
  const json = async (options: RunOptions) => JSON.stringify(await runMany(spec, { runs, ...options }));

  beforeAll(async () => {
    requireBuilt();
    spec = await specOf('scenarios/01-active-passive.yaml');
  });

  it('gives the same bytes in this thread and with 1, 2 and 7 workers', async () => {
    const expected = await json({ workers: 0 });
    for (const workers of [1, 2, 7]) expect(await json({ workers })).toBe(expected);
  });

  it('gives the same bytes twice, and others for another seed', async () => {
    const expected = await json({ workers: 0, seed: '7' });
    expect(await json({ workers: 0, seed: '7' })).toBe(expected);
    expect(await json({ workers: 0, seed: '8' })).not.toBe(expected.replace('"seed":"7"', '"seed":"8"'));
  });

  it('begins with the runs of a shorter batch', async () => {
    const long = await runMany(spec, { runs, workers: 0 });
    const short = await runMany(spec, { runs: 100, workers: 0 });
    for (const [name, column] of Object.entries(short.columns ?? {})) {
      expect([name, long.columns?.[name]?.values.slice(0, 100)]).toEqual([name, column.values]);
    }
  });

  it('interrupted on its workers, is the batch of the runs made until then', async () => {
    const controller = new AbortController();
    const interrupted = await runMany(spec, {
      runs: 1_000_000,
      workers: 2,
      signal: controller.signal,
      onProgress: ({ done }) => done >= 150 && controller.abort(),
    });
    const { stopped, ...made } = interrupted;
    expect(stopped).toBe('interrupted');
    expect(JSON.stringify(made)).toBe(await json({ runs: made.runs, workers: 0 }));
  });

  it('compares the same with any number of workers', async () => {
    const slower = await specOf('scenarios/01-active-passive.yaml', ['routing.ttl=5m']);
    const compared = async (workers: number) =>
      JSON.stringify(await compareMany(spec, slower, { runs, workers }));
    const expected = await compared(0);
    expect(await compared(2)).toBe(expected);
    expect(JSON.parse(expected).figures[0]).toMatchObject({
      figure: 'rto',
      statistic: 'mean',
      verdict: 'worse',
    });
  });

  it('keeps every row of a design as it is when run beside another', async () => {
    const slower = await specOf('scenarios/01-active-passive.yaml', ['routing.ttl=5m']);
    const { first, second } = await compareMany(spec, slower, { runs: 50, workers: 0 });
    expect(first).toEqual(await runMany(spec, { runs: 50, workers: 0 }));
    expect(second).toEqual(await runMany(slower, { runs: 50, workers: 0 }));
  });
});
