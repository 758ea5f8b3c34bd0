import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { merging } from '../experiment/merging.js';
import { inFolder, type Outcome, regionfall } from './regionfall.js';

/** Runs the program where a scenario asks the function that `merge.mjs` exports. */
function withModule(text: string, words: readonly string[]): Promise<Outcome> {
  return inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'merge.mjs'), text);
    writeFileSync(join(cwd, 'carts.yaml'), JSON.stringify(merging({ module: './merge.mjs' }), null, 2));
    return regionfall(words, { cwd });
  });
}

const check = (text: string) => withModule(text, ['check', 'carts.yaml']);

describe('a scenario with a merge function', () => {
  it('is sound when its module exports one', async () => {
    const { code, out, err } = await check('export default () => "merged";');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch('carts.yaml: sound');
  });

  it.each([
    ['has a mistake', 'export default function (', 'cannot be loaded: SyntaxError: '],
    [
      'throws',
      'throw new Error("no carts");',
      'cannot be loaded: Error: no carts; expected a module that Node',
    ],
    [
      'waits for ever',
      'await new Promise(() => {});',
      'cannot be loaded: Error: it waits for something that',
    ],
    [
      'exports something else',
      'export const merge = 1;',
      'has no default export; expected a function that it',
    ],
  ])('is refused at its place when the module %s', async (_, text, complaint) => {
    const { code, out, err } = await check(text);
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
