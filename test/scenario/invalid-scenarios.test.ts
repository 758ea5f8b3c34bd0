import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkScenario } from '../../src/experiment/open.js';
import { formatMistake } from '../../src/scenario/mistake.js';

const folder = 'test/invalid-scenarios';
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const bases = files.filter((file) => file.endsWith('base.yaml'));
const invalid = files.filter((file) => !bases.includes(file));

/** What `check` would print, without the name of the folder. */
async function check(file: string): Promise<string[]> {
  const mistakes = await checkScenario(`${folder}/${file}`);
  return mistakes.map((mistake) => formatMistake(mistake).replaceAll(`${folder}/`, ''));
}

// A file beside each scenario holds its message; `npx vitest run test/scenario -u` writes them anew.
describe('each invalid scenario', () => {
  it('is one of a good many, with its message beside it', () => {
    expect(invalid.length).toBeGreaterThan(140);
    const messages = readdirSync(folder).filter((file) => file.endsWith('.txt'));
    expect(messages).toEqual(invalid.map((file) => file.replace('.yaml', '.txt')));
  });

  it.each(invalid)('%s has exactly the mistake that its name says', async (file) => {
    const messages = await check(file);
    expect(messages).toHaveLength(1);
    await expect(`${messages[0]}\n`).toMatchFileSnapshot(
      `../invalid-scenarios/${file.replace('.yaml', '.txt')}`,
    );
  });

  it.each([
    'base.yaml',
    'homes.base.yaml',
    'replicas.base.yaml',
    'preset.base.yaml',
    'runbooks.base.yaml',
    'standby.base.yaml',
  ])('%s, which others extend, is sound', async (file) => {
    expect(await check(file)).toEqual([]);
  });
});
