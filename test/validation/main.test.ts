import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Oracle } from './oracle.js';

mkdirSync('node_modules/.cache', { recursive: true });
const folder = mkdtempSync('node_modules/.cache/validation-test-');

beforeAll(() => {
  buildSync({
    entryPoints: ['test/validation/main.ts', 'test/validation/worker.ts'],
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'main.js'), ...args], {
    encoding: 'utf8',
  });
  return { status, last: stdout.trimEnd().split('\n').at(-1), stderr };
}

test('exits with 0 when all figures are hit, by worker threads', () => {
  expect(run('--only', 'I.D1', '--short')).toEqual({ status: 0, last: '2 hits, 0 misses', stderr: '' });
});

test('exits with 1 on a miss', () => {
  const all = JSON.parse(readFileSync('test/validation/oracles.json', 'utf8')) as Oracle[];
  const [one] = all;
  one!.figures[1]!.exact = 0.26;
  const file = join(folder, 'wrong.json');
  writeFileSync(file, JSON.stringify([one]));
  expect(run('--oracles', file, '--short')).toEqual({ status: 1, last: '1 hits, 1 misses', stderr: '' });
});

test('exits with 64 on wrong usage, and prints no result', () => {
  const { status, last, stderr } = run('--only', 'I.D9');
  expect([status, last]).toEqual([64, '']);
  expect(stderr).toBe('--only I.D9: there is no such oracle\n');
});
