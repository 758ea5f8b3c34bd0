import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { merging } from '../experiment/merging.js';
import { type Circumstances, inFolder, type Outcome, regionfall, spawned } from './regionfall.js';

/** Runs the program, where there are circumstances in a process of its own, with a scenario that asks what `merge.mjs` exports. */
function withModule(text: string, words: readonly string[], circumstances?: Circumstances): Promise<Outcome> {
  return inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'merge.mjs'), text);
    writeFileSync(join(cwd, 'carts.yaml'), JSON.stringify(merging({ module: './merge.mjs' }), null, 2));
    return circumstances ? spawned(words, { cwd, ...circumstances }) : regionfall(words, { cwd });
  });
}

const check = (text: string) => withModule(text, ['check', 'carts.yaml']);
/** Whoever waits for ever is found out when a process has nothing else to do; mistakes are told in Node's own words. */
const checkApart = (text: string) => withModule(text, ['check', 'carts.yaml'], {});

describe('a scenario with a merge function', () => {
  it('is sound when its module exports one', async () => {
    const { code, out, err } = await check('export default () => "merged";');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch('carts.yaml: sound');
  });

  it.each<[string, string, string, typeof check?]>([
    ['has a mistake', 'export default function (', 'cannot be loaded: SyntaxError: ', checkApart],
    [
      'throws',
      'throw new Error("no carts");',
      'cannot be loaded: Error: no carts; expected a module that Node',
    ],
    [
      'exports something else',
      'export const merge = 1;',
      'has no default export; expected a function that it',
    ],
    [
      'waits for ever',
      'await new Promise(() => {});',
      'cannot be loaded: Error: it waits for something that',
      checkApart,
    ],
  ])('is refused at its place when the module %s', async (_, text, complaint, checking = check) => {
    const { code, out, err } = await checking(text);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err).toMatch(/^carts\.yaml:\d+:\d+: data\.carts\.conflicts\.module: merge\.mjs /);
    expect(err).toMatch(complaint);
    expect(err.trimEnd()).not.toMatch('\n');
  });

  it('is not run when the module is refused', async () => {
    const { code, out, err } = await withModule('', ['run', 'carts.yaml', '--runs', '3', '--json']);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err).toMatch('carts.conflicts.module: merge.mjs has no default export');
  });
});

describe('a merge function that fails', () => {
  const few = ['carts.yaml', '--runs', '4'];
  const answers: readonly (readonly [string, string, string])[] = [
    ['throws', 'throw new TypeError("no carts");', 'threw: no carts'],
    ['answers something else', 'return "both";', "answered 'both': expected { keep: N } with N from 0 to 1"],
    ['promises', 'return Promise.resolve("merged");', 'gave a promise: it must answer at once'],
  ];

  it.each(answers)(
    'because it %s ends the runs, on a worker as in the main thread',
    async (_, body, complaint) => {
      for (const workers of ['0', '2']) {
        const text = `export default function () { ${body} }`;
        const { code, out, err } = await withModule(text, ['run', ...few, '--workers', workers, '--quiet']);
        expect({ code, out }).toEqual({ code: 64, out: '' });
        expect(err).toMatch(`regionfall: run 0 of "Sound" failed: default of merge.mjs ${complaint}`);
        expect(err).toMatch('It happens again with: regionfall explain carts.yaml --seed 1 --run 0\n');
      }
    },
  );

  it('fails the same way when its run is told, and shows where when asked', async () => {
    const text = 'export default function merge() {\n  throw new TypeError("no carts");\n}';
    const env = { REGIONFALL_DEBUG: '1' };
    const told = await withModule(text, ['explain', 'carts.yaml', '--run', '3'], { env });
    expect(told).toMatchObject({ code: 64, out: '' });
    expect(told.err).toMatch('regionfall: default of merge.mjs threw: no carts\n');
    expect(told.err).toMatch(/because of TypeError: no carts\n {4}at .*merge\.mjs:2:/);
  });

  it('later keeps the runs before', async () => {
    const text =
      'let calls = 0;\nexport default () => { calls += 1; if (calls > 2000) throw new Error("tired"); return "merged"; };';
    const { code, out, err } = await withModule(text, ['run', ...few, '--workers', '0', '--quiet']);
    expect(code).toBe(64);
    expect(out).toMatch(/(\d) runs? of 3 h each/);
    expect(err).toMatch(/run [1-3] of "Sound" failed: default of merge\.mjs threw: tired/);
  });

  it('by never coming back is ended with its worker by an interrupt', async () => {
    const text =
      'import { writeSync } from "node:fs";\nexport default () => { writeSync(2, "stuck"); for (;;); };';
    const onError: Circumstances['onError'] = (said, signal) => said === 'stuck' && signal('SIGINT');
    const words = ['run', ...few, '--workers', '1', '--quiet'];
    const { code, err } = await withModule(text, words, { onError });
    expect(code).toBe(130);
    expect(err).toMatch('interrupted before the first run was complete');
  });
});
