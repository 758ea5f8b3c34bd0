import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../src/report', import.meta.url));

test('drawing engines and files are only loaded by what draws', () => {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(sources.length).toBeGreaterThan(20);
  for (const file of sources) {
    const source = readFileSync(join(folder, file), 'utf8');
    expect(source.match(/^(import|export) (?!type).*from '(vega|node:).*$/gm), file).toBeNull();
  }
});
