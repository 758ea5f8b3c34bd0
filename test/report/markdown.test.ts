import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.js';
import { results } from './fixture.js';
import { splitResults } from './writers.js';

describe.each(Object.entries({ ...results, ...splitResults }))('%s', (_, result) => {
  test('links exactly the pictures that come with it, and has no hole in its words', async () => {
    const { markdown, svgs } = await renderMarkdown(result, { name: '01-x' });
    const linked = [...markdown.matchAll(/^!\[[^\]]+\]\(([^)]+)\)$/gm)].map(([, file]) => file);
    expect(linked).toEqual(Object.keys(svgs));
    expect(linked.every((file) => file!.startsWith('01-x-'))).toBe(true);
    expect(markdown).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(markdown.endsWith('\n') && !markdown.endsWith('\n\n')).toBe(true);
  });
});

test('is the same twice', async () => {
  expect(await renderMarkdown(results['plain']!)).toEqual(await renderMarkdown(results['plain']!));
});

test('opens with title, question, and verdicts in words with figure and interval', async () => {
  const { markdown } = await renderMarkdown(results['plain']!, { file: 'scenarios/01-x.yaml' });
  expect(markdown.split('\n\n').slice(0, 3)).toEqual([
    '# Active-passive checkout with DNS failover',
    '> How long are customers down, and how many orders vanish, when us-east is lost?',
    '2\u202f000 runs, seed 1, Regionfall 0.1.0.',
  ]);
  expect(markdown).toMatch(
    /\| rto p95 \\<= 20m \| ✓ met \| 17 min 13 s \(16 min \d\d s to 18 min \d\d s\) \|/,
  );
  expect(markdown).toMatch(/\? unknown \(the interval holds the limit; .+\)/);
  expect(markdown).toContain('regionfall run scenarios/01-x.yaml --seed 1 --runs 2000');
});

test('tables keep their columns whatever names hold', async () => {
  const { markdown } = await renderMarkdown({
    ...results['hostile']!,
    objectives: [
      { objective: 'rto | x', verdict: 'met', figure: { value: 1, low: 1, high: 1 }, because: 'a | b' },
    ],
  });
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  const columns = rows.map((row) => row.replaceAll('\\|', '').split('|').length - 2);
  expect(new Set(columns)).toEqual(new Set([3, 6]));
  expect(markdown.split('\n')[0]).toMatch(/^# \\</);
  expect(markdown).not.toMatch(/[^\\]<(script|img|b>)|[^\\]!\[\]/);
});

test('a scenario without objectives, defaults and gaps says so', async () => {
  const { markdown } = await renderMarkdown(results['no objectives']!);
  expect(markdown).toContain('The scenario states none.');
  expect(markdown).toContain('The model covers everything that the scenario says.');
});
