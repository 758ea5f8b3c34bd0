import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workersFor } from '../../src/experiment/batch-options.js';
import { checkGiven, loadMerges, type MergeFunctions } from '../../src/experiment/merges.js';
import { checkScenario } from '../../src/experiment/open.js';
import { build } from '../../src/experiment/simulate.js';
import {
  type Conflict,
  compare,
  explain,
  MergeError,
  type MergeFunction,
  RunFailure,
  run,
} from '../../src/index.js';
import { loadScenario } from '../../src/scenario/load.js';
import { formatMistake } from '../../src/scenario/mistake.js';
import { inFolder } from '../cli/regionfall.js';
import { specOf } from '../scenario/sound.js';
import { requireBuilt } from './built.js';
import { merging, moduleOfMerges } from './merging.js';

const merge = () => 'merged' as const;
const complaint = (work: Promise<unknown>) => work.then(String, ({ message }: Error) => message);

describe('the merge functions of a scenario', () => {
  it('are what its modules export, with the names of both', async () => {
    const { carts, ...others } = await loadMerges(
      specOf(merging({ module: moduleOfMerges, export: 'keepFirst' })),
    );
    expect(others).toEqual({});
    expect(carts).toMatchObject({ module: 'test/invalid-scenarios/merges.mjs', export: 'keepFirst' });
    expect(carts!.merge({ versions: [] })).toEqual({ keep: 0 });
  });

  it('are those that a program gives, whatever the scenario says of a module', async () => {
    const given = { carts: merge };
    for (const scenario of [merging(), merging({ module: './nowhere.mjs', export: 'gone' })]) {
      const { carts } = await loadMerges(specOf(scenario), given);
      expect(carts).toEqual({ merge, module: 'this program', export: 'merges.carts' });
    }
  });

  it('are none where another policy decides', async () => {
    const scenario = merging();
    scenario.data['carts']!.conflicts = { policy: 'siblings' };
    expect(await loadMerges(specOf(scenario))).toEqual({});
  });

  it('cannot be loaded from a path that leads from nowhere', async () => {
    const scenario = merging({ module: './merges.mjs' });
    expect(await complaint(loadMerges(specOf(scenario)))).toBe(
      'data.carts.conflicts.module: ./merges.mjs is relative, and nothing says to which folder; expected an absolute path, or the function itself as merges.carts',
    );
    expect((await checkScenario(scenario)).map(formatMistake)).toEqual([
      await complaint(loadMerges(specOf(scenario))),
    ]);
  });

  it('are all told that are missing', async () => {
    const scenario = merging();
    scenario.data['orders'] = { ...scenario.data['carts']! };
    const message = await complaint(loadMerges(specOf(scenario)));
    expect(message.split('\n').map((line) => line.split(':')[0])).toEqual([
      'data.carts.conflicts.module',
      'data.orders.conflicts.module',
    ]);
  });
});

describe('a module that fails as it is loaded', () => {
  it.each([
    ['has a mistake', 'export function (', ''],
    ['imports what is not there', "import './gone.mjs';", 'Error'],
    ['throws', "throw new TypeError('no carts\\ntoday');", 'TypeError: no carts;'],
  ])('because it %s is told with how to see more', async (_, text, reason) => {
    await inFolder(async (folder) => {
      const module = join(folder, 'merge.mjs');
      writeFileSync(module, text);
      const message = await complaint(loadMerges(specOf(merging({ module }))));
      expect(message).toMatch(`data.carts.conflicts.module: ${module} cannot be loaded: ${reason}`);
      expect(message).toMatch(`; expected a module that Node can load: node ${module} shows what is wrong`);
      expect(message).not.toMatch('today');
    });
  });
});

describe('the path of a module', () => {
  it('is that from the file that names it, and absolute in the Spec and in the scenario', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'bases'));
      const { title, data, ...rest } = merging({ module: '../code/./merge.mjs' });
      writeFileSync(join(folder, 'bases', 'base.yaml'), JSON.stringify({ title, data, ...rest }));
      writeFileSync(join(folder, 'own.yaml'), 'extends: ./bases/base.yaml\n');
      const moduleOf = async (set: string[] = []) => {
        const parsed = await loadScenario(join(folder, 'own.yaml'), { set });
        if (!parsed.ok) throw new Error(parsed.mistakes.map(formatMistake).join('\n'));
        const inScenario = parsed.scenario.data['carts']!.conflicts!.module;
        expect(inScenario).toBe(parsed.spec.data['carts']!.conflicts!.module);
        return inScenario;
      };
      expect(await moduleOf()).toBe(join(folder, 'code', 'merge.mjs'));
      expect(await moduleOf(['data.carts.conflicts.module=./near.mjs'])).toBe(join(folder, 'near.mjs'));
      expect(await moduleOf(['data.carts.conflicts.module=/else/where.mjs'])).toBe('/else/where.mjs');
    });
  });

  it('is relative to the current folder where the file is', async () => {
    const parsed = await loadScenario('test/invalid-scenarios/writers-merge-missing-module.yaml');
    expect(parsed.ok && parsed.spec.data['orders']!.conflicts!.module).toBe(
      join(process.cwd(), 'test/invalid-scenarios/nowhere.mjs'),
    );
  });

  it('stays as it is in an object', () => {
    const module = './merge.mjs';
    expect(specOf(merging({ module })).data['carts']!.conflicts!.module).toBe(module);
  });
});

describe('a function that a program gives', () => {
  const spec = specOf(merging());
  const wrong = (given: unknown) => () => checkGiven(given as MergeFunctions, [spec]);

  it('is for a store that asks for one', () => {
    expect(wrong({ carts: merge })).not.toThrow();
    expect(wrong(undefined)).not.toThrow();
    expect(wrong({ cart: merge })).toThrow(
      'merges.cart: no store "cart" has policy merge; expected carts; did you mean merges.carts?',
    );
    expect(() => checkGiven({ carts: merge }, [])).toThrow('; no store has policy merge');
  });

  it.each([
    ['a word', 'merged'],
    ['an async function', async () => 'merged'],
    ['a generator', function* () {}],
  ])('is a plain function and not %s', (_, given) => {
    expect(wrong({ carts: given })).toThrow(RangeError);
    expect(wrong({ carts: given })).toThrow('merges.carts must be a plain function, not async');
  });

  it('keeps the runs in the calling thread', () => {
    const merges = { carts: merge };
    expect(workersFor({ merges })).toBe(0);
    expect(workersFor({ merges, workers: 0 })).toBe(0);
    expect(() => workersFor({ merges, workers: 2 })).toThrow(RangeError);
    expect(() => workersFor({ merges, workers: 2 })).toThrow(
      'workers must be 0, not 2: the functions in merges cannot be sent to other threads; state a module',
    );
    expect(workersFor({ merges: {}, workers: 2 })).toBe(2);
    expect(workersFor({})).toBeUndefined();
  });
});

describe('the runs of a scenario with merge functions', () => {
  const options = { runs: 20, seed: 'merges' };
  const byFate = async (answer: MergeFunction) => {
    const { byStore } = await run(merging(), { ...options, merges: { carts: answer } });
    const { lostInConflict, merged, pending } = byStore['carts']!;
    return [lostInConflict, merged, pending].map((figure) => figure?.mean.value ?? 0);
  };

  it('have the fates that a function in process decides', async () => {
    const [lost, kept] = await byFate(() => ({ keep: 0 }));
    expect(lost).toBeGreaterThan(100);
    expect(kept).toBe(0);
    const [none, merged] = await byFate(() => 'merged');
    expect(none).toBe(0);
    expect(merged).toBeGreaterThan(lost!);
    expect(await byFate(() => 'pending')).toEqual([0, 0, merged]);
  });

  it('are those of a policy that says the same', async () => {
    const plain = merging();
    plain.data['carts']!.conflicts = { policy: 'priority', order: ['eu-west', 'us-east'] };
    const { byStore } = await run(plain, options);
    const { mean } = byStore['carts']!['lostInConflict']!;
    const keepEurope: MergeFunction = ({ versions }) => ({
      keep: versions.findIndex(({ region }) => region === 'eu-west'),
    });
    expect((await byFate(keepEurope))[0]).toBe(mean.value);
  });

  it('are the same bytes in this thread and with 1 and 2 workers', async () => {
    requireBuilt();
    const scenario = merging({ module: moduleOfMerges, export: 'keepFirst' });
    const json = async (workers: number) => JSON.stringify(await run(scenario, { ...options, workers }));
    const expected = await json(0);
    expect(JSON.parse(expected).figures.lostInConflict.mean.value).toBeGreaterThan(100);
    for (const workers of [1, 2]) expect(await json(workers)).toBe(expected);
    const given = await run(scenario, { ...options, merges: { carts: () => ({ keep: 0 }) } });
    expect(JSON.stringify(given)).toBe(expected);
  });

  it('compare two designs with one function', async () => {
    const merges = { carts: merge };
    const { first, second } = await compare(merging(), merging(), { ...options, merges });
    expect(second).toEqual(first);
    const row = await explain(merging(), 3, { seed: options.seed, merges });
    const merged = row.figures.find(({ name }) => name === 'merged')!;
    expect(merged.value).toBe(first.columns!['merged']!.values[3]);
  });

  it('fail with the number of the run when the function does', async () => {
    let calls = 0;
    const merge = () => {
      calls += 1;
      if (calls > 2000) throw new TypeError('no carts left');
      return 'merged' as const;
    };
    const failure = await run(merging(), { ...options, merges: { carts: merge } }).catch((error) => error);
    expect(failure).toBeInstanceOf(RunFailure);
    expect(failure.run).toBeGreaterThan(0);
    expect(failure.message).toMatch(
      `run ${failure.run} of "Sound" failed: merges.carts of this program threw: no carts left; replay with`,
    );
    expect(failure.cause).toBeInstanceOf(MergeError);
    expect(failure.cause.stack).toMatch('because of TypeError: no carts left');
    expect(failure.soFar[0].runs).toBe(failure.run);
  });

  it('ask about writes that crossed in quiet time as they were: single ones, within the lags of each other', async () => {
    const quiet = { ...merging(), faults: [] };
    const seen: Conflict[] = [];
    const keep: MergeFunction = (conflict) => {
      seen.push(conflict);
      return { keep: 0 };
    };
    const { columns } = await run(quiet, { ...options, merges: { carts: keep } });
    expect(seen.length).toBeGreaterThan(500);
    expect(seen.length).toBeLessThanOrEqual(100 * options.runs);
    for (const { versions, sides } of seen) {
      const [us, europe] = versions;
      expect([us!.region, europe!.region, us!.writes, europe!.writes]).toEqual(['us-east', 'eu-west', 1, 1]);
      expect(Math.abs(us!.writtenAt - europe!.writtenAt)).toBeLessThanOrEqual(200e3);
      expect([us!.stamp.time, europe!.stamp.time]).toEqual([us!.writtenAt, europe!.writtenAt]);
      expect(sides).toBeUndefined();
    }
    const plain = { ...merging(), faults: [] };
    plain.data['carts']!.conflicts = { policy: 'last-writer-wins' };
    const last = (await run(plain, options)).columns!['lostInConflict']!.values;
    expect(columns!['lostInConflict']!.values).toEqual(last);
    const half: MergeFunction = ({ versions: [us, europe] }) =>
      us!.writtenAt < europe!.writtenAt ? 'merged' : 'pending';
    const parted = (await run(quiet, { ...options, merges: { carts: half } })).columns!;
    const both = parted['merged']!.values.map((merged, i) => merged! + parted['pending']!.values[i]!);
    expect(both).toEqual(last);
    // The later one is either with equal chance: within 4 standard errors, those of 100 asked a run.
    const total = last.reduce<number>((sum, one) => sum + one!, 0);
    const merged = parted['merged']!.values.reduce<number>((sum, one) => sum + one!, 0);
    expect(Math.abs(merged / total - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / seen.length + 0.25 / total));
  });

  it('miss a function that nobody loaded only when a conflict is to be decided', () => {
    const spec = specOf(merging());
    const nobody = merging();
    nobody.clients['europe']!.writes = '0%';
    expect(build(specOf(nobody), '1').simulate(0).values).not.toContain(Number.NaN);
    const batch = build(spec, '1');
    expect(() => batch.simulate(0)).toThrow(MergeError);
    expect(() => batch.simulate(0)).toThrow('it is not loaded: build needs what loadMerges finds');
  });
});
