import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderMarkdown, run } from '../src/index.js';
import { publishedTables } from './published/tables.js';

/** Reports are part of the repository: `npm run update` writes them anew, and this holds them against today's results. */
const folder = 'reports';
const written: string[] = [];

async function expectFile(name: string, content: string): Promise<void> {
  written.push(name);
  await expect(content).toMatchFileSnapshot(join('..', folder, name));
}

const scenarios = readdirSync('scenarios').filter((file) => /^\d\d-.*\.yaml$/.test(file));

describe('the reports', () => {
  it.each(scenarios)(
    'of %s are what its runs give',
    async (file) => {
      const path = `scenarios/${file}`;
      const result = await run(path, { seed: '1' });
      const { markdown, svgs } = await renderMarkdown(result, { name: basename(file, '.yaml'), file: path });
      await expectFile(`${basename(file, '.yaml')}.md`, markdown);
      for (const [name, svg] of Object.entries(svgs)) await expectFile(name, svg);
      // A merge function is asked about each of some 12,000 carts in 2,000 runs.
    },
    300_000,
  );

  it('of published tables are what the model gives', async () => {
    await expectFile('published-tables.md', publishedTables());
    // Some millions of operations and runs: a busy machine takes its time.
  }, 300_000);

  it('are listed in one page', async () => {
    const lines = scenarios.map((file) => {
      const name = basename(file, '.yaml');
      const question = /^question: (.*)$/m.exec(readFileSync(`scenarios/${file}`, 'utf8'))![1]!;
      return `- [${name}](${name}.md): ${question}`;
    });
    await expectFile(
      'README.md',
      `# Reports\n\nOne a scenario, 2,000 runs with seed 1.\n\n${lines.join('\n')}\n\n[Published tables](published-tables.md), beside what the model gives.\n`,
    );
  });

  afterAll(() => {
    expect(readdirSync(folder).filter((name) => !written.includes(name))).toEqual([]);
  });
});
