import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { version } from '../../src/experiment/version.js';

it('is the version of the package', () => {
  const { version: published } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(version).toBe(published);
});
