import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Result, renderMarkdown, run } from '../src/index.js';

/**
 * Reports and golden results are part of the repository: `npm run update` writes them anew, and this holds them against
 * today's. One batch of runs of a scenario gives both. From 368 runs on p99 has two ends at 95 %.
 */
const runs = 400;
const folder = 'reports';
const written: string[] = [];

async function expectFile(name: string, content: string): Promise<void> {
  written.push(name);
  await expect(content).toMatchFileSnapshot(join('..', folder, name));
}

/** To six significant digits. */
function golden({ regionfall, columns, overTime, ...result }: Result): string {
  const round = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value;
  return `${JSON.stringify(result, round, 2)}\n`;
}

const namesIn = (place: string, ending: string) =>
  readdirSync(place)
    .filter((file) => file.endsWith(ending))
    .map((file) => basename(file, ending));
const scenarios = namesIn('scenarios', '.yaml');

describe.each(scenarios)('%s', (name) => {
  const file = `scenarios/${name}.yaml`;
  let result: Result;
  beforeAll(async () => {
    // In this thread: that others give the same is tested elsewhere, and they take long to start.
    result = await run(file, { seed: '1', runs, workers: 0 });
  });

  it('has the golden result that it had', async () => {
    await expect(golden(result)).toMatchFileSnapshot(`golden/${name}.json`);
  });

  it('has the report that its runs give', async () => {
    const { markdown, svgs } = await renderMarkdown(result, { name, file });
    await expectFile(`${name}.md`, markdown);
    for (const [picture, svg] of Object.entries(svgs)) await expectFile(picture, svg);
  });
});

describe('golden results', () => {
  it('are kept of no scenario that is gone', () => {
    expect(namesIn('test/golden', '.json')).toEqual(scenarios);
  });
});

describe('the reports', () => {
  it('are listed in one page', async () => {
    const lines = scenarios.map((name) => {
      // One that only varies another has its question, and says in its title what is different.
      const text = readFileSync(`scenarios/${name}.yaml`, 'utf8');
      const said = /^question: (.*)$/m.exec(text) ?? /^title: (.*)$/m.exec(text)!;
      return `- [${name}](${name}.md): ${said[1]}`;
    });
    await expectFile(
      'README.md',
      `# Reports\n\nOne a scenario, ${runs} runs with seed 1.\n\n${lines.join('\n')}\n\n[Published tables](published-tables.md), beside what the model gives.\n`,
    );
  });

  afterAll(() => {
    // Published tables have tests of their own.
    const known = [...written, 'published-tables.md', 'metastable-frontier.svg'];
    expect(readdirSync(folder).filter((name) => !known.includes(name))).toEqual([]);
  });
});
