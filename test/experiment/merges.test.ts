import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workersFor } from '../../src/experiment/batch-options.js';
import { checkGiven, loadMerges, type MergeFunctions } from '../../src/experiment/merges.js';
import { checkScenario } from '../../src/experiment/open.js';
import { loadScenario } from '../../src/scenario/load.js';
import { formatMistake } from '../../src/scenario/mistake.js';
import { inFolder } from '../cli/regionfall.js';
import { specOf } from '../scenario/sound.js';
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
