import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('the library loads in a browser: what only Node has is behind dynamic imports', async () => {
  const { metafile } = await build({
    entryPoints: ['src/index.ts'],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    external: ['node:*', 'piscina'],
    outdir: 'bundle',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const loaded = new Set<string>();
  const load = (name: string): string[] => {
    if (loaded.has(name)) return [];
    loaded.add(name);
    const { imports } = metafile.outputs[name]!;
    return imports
      .filter(({ kind }) => kind === 'import-statement')
      .flatMap(({ path, external }) => (external ? [path] : load(path)));
  };
  const entry = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === 'src/index.ts')!;
  expect(load(entry[0])).toEqual([]);
  expect(loaded.size).toBeGreaterThan(0);
});
