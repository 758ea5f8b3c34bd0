import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `test/${file}`);

/** Files that put another module in a module's place, for themselves alone. */
const mocking = files.filter((file) => /\bvi\.mock\(/.test(readFileSync(file, 'utf8')));

export default defineConfig({
  test: {
    // A busy machine takes its time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Vitest would leave one core to itself, of two.
    maxWorkers: '100%',
    projects: [
      // Modules are loaded once a worker, not once a file: what a test replaces in passing, it puts back.
      {
        extends: true,
        test: { name: 'sharing', include: files.filter((file) => !mocking.includes(file)), isolate: false },
      },
      { extends: true, test: { name: 'mocking', include: mocking, isolate: true } },
    ],
  },
});
