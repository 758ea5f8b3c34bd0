/** Pages in a real browser: nothing is loaded, every picture is drawn, nothing is cut, in both themes. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderPage } from '../../src/report/page.js';
import { darkPalette, lightPalette } from '../../src/report/theme.js';
import { comparisons, results } from './fixture.js';
import { splitComparisons, splitResults } from './writers.js';

const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

const quiet = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
let browser: Browser | undefined;
const folder = mkdtempSync(join(tmpdir(), 'regionfall-page-'));

beforeAll(async () => {
  if (executablePath === undefined) {
    console.warn('NO BROWSER FOUND: the pages were NOT looked at in one. Put chromium on the PATH to do so.');
    return;
  }
  browser = await chromium.launch({
    executablePath,
    args: [...quiet, '--disable-component-update', '--disable-sync'],
  });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const documents = {
  plain: results['plain']!,
  hostile: results['hostile']!,
  'long names': results['long names']!,
  'few runs': results['few runs']!,
  comparison: comparisons['plain']!,
  censored: comparisons['censored']!,
  'splits of three stores': splitResults['splits of three stores']!,
  'many designs': splitComparisons['many designs']!,
};
const cases = Object.entries(documents).flatMap(([name, document]) => [
  { name, document, theme: 'light' as const, width: 1400 },
  { name, document, theme: 'dark' as const, width: 360 },
]);

test.each(cases)('$name, $theme, $width pixels', async ({ name, document, theme, width }) => {
  if (browser === undefined) return;
  const file = join(folder, `${name}.html`);
  writeFileSync(file, await renderPage(document));
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme });
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('dialog', (dialog) => trouble.push(dialog.message()));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) trouble.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(
    "document.querySelectorAll('.plot svg').length === document.querySelectorAll('.plot').length",
  );
  const seen = await page.evaluate<Seen>(look);
  await page.close();
  expect(trouble).toEqual([]);
  expect(seen.tooWide).toEqual([]);
  expect(seen.cutBelow).toEqual([]);
  expect(seen.labelColour).toBe(rgb((theme === 'dark' ? darkPalette : lightPalette).muted));
});

interface Seen {
  tooWide: string[];
  cutBelow: string[];
  labelColour: string;
}

/** Runs in the page: what sticks out of its place, words that are cut below, and the colour of the first label of an axis. */
const look = `(() => {
  const places = [document.documentElement, ...document.querySelectorAll('.plot')];
  const label = document.querySelector('.role-axis-label text');
  const isCutBelow = (text) => {
    const svg = text.closest('svg');
    const frame = getComputedStyle(svg).overflowY === 'visible' ? svg.closest('.plot') : svg;
    return text.getBoundingClientRect().bottom > frame.getBoundingClientRect().bottom + 0.01;
  };
  return {
    tooWide: places.filter((place) => place.scrollWidth > place.clientWidth).map((place) => place.dataset.picture ?? 'page'),
    cutBelow: [...document.querySelectorAll('.plot svg text')].filter(isCutBelow).map((text) => text.textContent),
    labelColour: getComputedStyle(label).fill,
  };
})()`;

function rgb(colour: string): string {
  return `rgb(${[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(', ')})`;
}
