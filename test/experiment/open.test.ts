import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkScenario, openScenario } from '../../src/experiment/open.js';
import { compare, explain, run, type Scenario, ScenarioError } from '../../src/index.js';

const file = 'scenarios/01-active-passive.yaml';
const object = () => parse(readFileSync(file, 'utf8')) as Scenario;
const options = { runs: 30, workers: 0 };

describe('a scenario', () => {
  it('gives the same result as a file, as an object, and checked', async () => {
    const fromFile = await run(file, options);
    expect(await run(object(), options)).toEqual(fromFile);
    expect(await run(await openScenario(file), options)).toEqual(fromFile);
  });

  it('can be varied as a file and as an object alike', async () => {
    const set = ['routing.ttl=5s'];
    const varied = await run(file, { ...options, set });
    expect(varied.figures).not.toEqual((await run(file, options)).figures);
    expect(await run(object(), { ...options, set })).toEqual(varied);
    await expect(run(await openScenario(file), { ...options, set })).rejects.toThrow(TypeError);
  });

  it('is compared and explained however it is given', async () => {
    const [files, objects] = [await compare(file, file, options), await compare(object(), object(), options)];
    expect(objects).toEqual(files);
    expect((await explain(object(), 3)).figures).toEqual((await explain(file, 3)).figures);
  });

  it('with mistakes throws them all', async () => {
    const broken = { ...object(), horizon: 'long', title: '' } as Scenario;
    const error = await run(broken, options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ScenarioError);
    expect((error as ScenarioError).mistakes.map(({ path }) => path).sort()).toEqual(['horizon', 'title']);
    expect((error as ScenarioError).message.split('\n')).toHaveLength(2);
    expect(await checkScenario(broken)).toEqual((error as ScenarioError).mistakes);
    expect(await checkScenario(file)).toEqual([]);
  });

  it('whose parts cannot work together is a mistake too', async () => {
    const link = 'data.orders.replication={mode: async, link: {bandwidth: 1MiB/s, write: 100KiB}}';
    const [mistake, ...others] = await checkScenario(file, { set: [link] });
    expect(others).toEqual([]);
    expect(mistake).toMatchObject({ file: `--set ${link}`, path: 'data.orders.replication.link' });
    expect(mistake!.message).toMatch(/^writes fill \d+ % of the replication link/);
  });
});

describe('explain', () => {
  it('gives the figures of row k, and tells nothing else by watching', async () => {
    const { columns } = await run(file, { ...options, seed: 'x' });
    const { figures } = await explain(file, 17, { seed: 'x' });
    const row = Object.fromEntries(Object.entries(columns!).map(([name, { values }]) => [name, values[17]]));
    expect(Object.fromEntries(figures.map(({ name, value }) => [name, value]))).toEqual(row);
  });

  it('refuses a number that no run has', async () => {
    await expect(explain(file, -1)).rejects.toThrow('run must be a whole number of at least 0, not -1');
    await expect(explain(file, 1.5)).rejects.toThrow(RangeError);
  });
});
