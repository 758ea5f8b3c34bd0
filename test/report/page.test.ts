import { describe, expect, test } from 'vitest';
import type { Comparison, Result } from '../../src/measure/result.js';
import { renderPage } from '../../src/report/page.js';
import { comparisons, results } from './fixture.js';
import { splitComparisons, splitResults } from './writers.js';

const documents: Record<string, Result | Comparison> = {
  ...results,
  ...splitResults,
  ...Object.fromEntries(
    Object.entries({ ...comparisons, ...splitComparisons }).map(([k, v]) => [`comparison ${k}`, v]),
  ),
};

const pages = new Map<string, Promise<string>>();

/** Each page is rendered once for all tests that look at it. */
function pageOf(name: string): Promise<string> {
  const page = pages.get(name) ?? renderPage(documents[name]!);
  pages.set(name, page);
  return page;
}

/** The page without the code and the data in it: what the browser shows and follows. */
function markup(page: string): string {
  return page.replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, '').replace(/<style>[\s\S]*?<\/style>/, '');
}

/** The tags with the names of their attributes, without the values. */
function tags(page: string): string {
  return markup(page)
    .match(/<[^>]+>/g)!
    .map((tag) => tag.replaceAll(/"[^"]*"/g, '""'))
    .join('\n');
}

function words(page: string): string {
  return markup(page).replaceAll(/<[^>]+>/g, ' ');
}

describe.each(Object.keys(documents))('%s', (name) => {
  test('loads nothing', async () => {
    const page = await pageOf(name);
    const used = tags(page);
    expect(used.match(/<(link|img|iframe|object|embed|base|form|video|audio|source|use|a)\b/i)).toBeNull();
    expect(used.match(/\s(src|href|srcset|poster|action|data|style|on\w+)=/i)).toBeNull();
    // Of the whole page only the answer is printed: it is a megabyte of code.
    expect(/<script[^>]+src=|@import|url\(\s*['"]?http|sourceMappingURL/i.exec(page)?.[0]).toBeUndefined();
    expect(markup(page)).toContain('default-src &#39;none&#39;');
  });

  test('has whole words, and as many scripts as were put in', async () => {
    const page = await pageOf(name);
    expect(words(page)).not.toMatch(/NaN|\bundefined\b|\bnull\b|Infinity|\[object/);
    // Two blocks of data, three libraries, one script of our own; user text can neither open nor close one.
    expect(page.match(/<script\b/g)).toHaveLength(6);
    expect(page.match(/<\/script>/g)).toHaveLength(6);
    expect(page.match(/<!--/g)).toBeNull();
  });

  test('has a head for every column and row, a name for every picture, and balanced elements', async () => {
    const page = markup(await pageOf(name));
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toMatch(/<html lang="en">/);
    for (const [table] of page.matchAll(/<table[\s\S]*?<\/table>/g)) {
      const columns = table.match(/<th scope="col"/g)!.length;
      const rows = table.match(/<th scope="row"/g)!.length;
      expect(table.match(/<td /g)).toHaveLength(rows * (columns - 1));
      expect(table).toMatch(/<caption[^>]*>[^<]+<\/caption>/);
    }
    for (const [plot] of page.matchAll(/<div class="plot"[^>]*>/g))
      expect(plot).toMatch(/role="img" aria-label="[^"]{20,}"/);
    for (const element of [
      'div',
      'section',
      'table',
      'tr',
      'th',
      'td',
      'ul',
      'li',
      'details',
      'figure',
      'p',
      'span',
      'small',
    ]) {
      const opened = page.match(new RegExp(`<${element}[ >]`, 'g'))?.length ?? 0;
      expect(page.match(new RegExp(`</${element}>`, 'g'))?.length ?? 0, element).toBe(opened);
    }
  });
});

test('user text is shown, and harmless', async () => {
  const page = await pageOf('hostile');
  expect(/<script>alert|<img src=x|<b>bold|<svg onload/.exec(page)?.[0]).toBeUndefined();
  expect(markup(page)).toContain('<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(markup(page)).toContain('<th scope="row" role="rowheader">constructor</th>');
});

test('the page tells the verdicts, the figures and their meaning, and how to get them again', async () => {
  const text = words(await pageOf('plain'))
    .replaceAll('\u00a0', ' ')
    .replaceAll(/\s+/g, ' ');
  expect(text).toMatch(/Objectives: ✗ missed/);
  expect(text).toMatch(/rto p95 &lt;= 20m ✓ met 17 min 13 s \(16 min/);
  expect(text).toContain('Recovery time RTO: from when service first fell below its threshold');
  expect(text).toContain('capacity of us-east is stated but not limiting');
  expect(text).toContain('routing.health.checkers = 1');
  expect(text).toContain('regionfall run SCENARIO.yaml --seed 1 --runs 2000');
  expect(text).toContain('Zero in every run: Lost in conflict, Lost in restore');
});

test('a batch that stopped and a summary say what is missing', async () => {
  expect(words(await pageOf('stopped'))).toContain('stopped before its aim, after 731 runs');
  expect(words(await pageOf('summary')).match(/a summary leaves out/g)!.length).toBeGreaterThanOrEqual(4);
});

test('the conditional quantiles have a row of their own', async () => {
  const plain = results['few incidents']!;
  const estimate = { value: 310, low: 298, high: 322 };
  const rto = {
    ...plain.figures['rto']!,
    givenIncident: { runs: 86, p50: estimate, p95: estimate, p99: estimate },
  };
  const text = words(await renderPage({ ...plain, figures: { ...plain.figures, rto } })).replaceAll(
    /\s+/g,
    ' ',
  );
  expect(text).toContain('among the 86 runs with an incident');
});

test('the same result gives the same page', async () => {
  const first = await renderPage(comparisons['plain']!);
  const second = await renderPage(comparisons['plain']!);
  expect(first === second).toBe(true);
});
