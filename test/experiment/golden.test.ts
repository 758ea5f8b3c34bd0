import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runMany } from '../../src/experiment/runs.js';
import { loadScenario } from '../../src/scenario/load.js';

/**
 * The result of every scenario, 200 runs from seed 1, to six significant digits. After a change that is meant:
 * UPDATE_GOLDEN=1 npx vitest run test/experiment/golden
 */
const rewrite = process.env['UPDATE_GOLDEN'] === '1';

const scenarios = 'scenarios';
const folder = 'test/golden';
const names = readdirSync(scenarios)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length));

function goldenOf(name: string): string {
  return `${folder}/${name}.json`;
}

async function resultOf(name: string): Promise<string> {
  const parsed = await loadScenario(`${scenarios}/${name}.yaml`);
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
    const result = await resultOf(name);
    if (rewrite) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(goldenOf(name), result);
    }
    expect(existsSync(goldenOf(name)), `${goldenOf(name)}: UPDATE_GOLDEN=1 writes it`).toBe(true);
    expect(result).toBe(readFileSync(goldenOf(name), 'utf8'));
  });

  it('is kept of no scenario that is gone', () => {
    expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.json`).sort());
  });
});
