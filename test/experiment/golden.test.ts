import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runMany } from '../../src/experiment/runs.js';
import { loadScenario } from '../../src/scenario/load.js';

/**
 * The result of every scenario, 200 runs from seed 1, to six significant digits. After a change that is meant,
 * `npx vitest run test/experiment/golden.test.ts -u` writes them anew.
 */
const names = namesIn('scenarios', '.yaml');

function namesIn(folder: string, ending: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(ending));
  return files.map((file) => file.slice(0, -ending.length)).sort();
}

async function resultOf(name: string): Promise<string> {
  const parsed = await loadScenario(`scenarios/${name}.yaml`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes, null, 2));
  const { regionfall, columns, overTime, ...result } = await runMany(parsed.spec, {
    runs: 200,
    seed: '1',
    workers: 0,
  });
  const round = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value;
  return `${JSON.stringify(result, round, 2)}\n`;
}

describe('the golden result', () => {
  it.each(names)('of %s is what it was', async (name) => {
    await expect(await resultOf(name)).toMatchFileSnapshot(`../golden/${name}.json`);
  });

  it('is kept of no scenario that is gone', () => {
    expect(namesIn('test/golden', '.json')).toEqual(names);
  });
});
