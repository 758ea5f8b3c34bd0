import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { run, type Scenario } from '../../src/index.js';

const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim())
  .find((path) => path !== '');

/** Scenario 01 with drawn resolvers, client caches and a lag: everything that draws and everything that integrates. */
function scenario(): Scenario {
  const base = parse(readFileSync('scenarios/01-active-passive.yaml', 'utf8')) as Scenario;
  const [americas, europe] = Object.values(base.clients);
  return {
    ...base,
    clients: {
      americas: { ...americas!, resolvers: { count: 300, weights: 'zipf' } },
      europe: { ...europe!, cache: '30s', connections: { life: { mean: '5m' } } },
    },
  };
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['src/index.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'regionfall',
    platform: 'browser',
    // Files, workers and drawing engines are behind dynamic imports that a browser never takes.
    external: ['node:*', 'piscina', 'vega', 'vega-lite'],
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}

it('gives the same bytes in a browser as in Node', async ({ skip }) => {
  if (!executablePath) {
    console.warn(
      'NO BROWSER FOUND: Node and a browser were NOT compared. Put chromium on the PATH to do so.',
    );
    skip();
  }
  const profile = mkdtempSync(join(tmpdir(), 'regionfall-browser-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: executablePath!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle() });
    const there = await page.evaluate(
      `regionfall.run(${JSON.stringify(scenario())}, { runs: 200, seed: 'browser' }).then((result) => JSON.stringify(result))`,
    );
    const here = JSON.stringify(await run(scenario(), { runs: 200, seed: 'browser', workers: 0 }));
    expect(there).toBe(here);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
});
