/** The chart libraries as text, so that a page needs no network. */

/** In the order in which they must run. */
const packages = ['vega', 'vega-lite', 'vega-embed'];

/** The minified builds with their licences. Reads files, so it works in Node only. */
export async function chartLibraries(): Promise<string[]> {
  const { createRequire } = await import('node:module');
  const { readFile } = await import('node:fs/promises');
  const { dirname, join } = await import('node:path');
  const { resolve } = createRequire(import.meta.url);
  return Promise.all(
    packages.map(async (name) => {
      // The builds are not among the packages' exports; they lie beside the module that is.
      const folder = dirname(resolve(name));
      const code = await readFile(join(folder, `${name}.min.js`), 'utf8');
      const licence = await readFile(join(folder, '..', 'LICENSE'), 'utf8');
      return inScript(`/* ${name}\n\n${licence.trim().replaceAll('*/', '* /')}\n*/\n${code}`);
    }),
  );
}

/** Code that may stand inside a script element, without the map that a debugger would go and fetch. */
function inScript(code: string): string {
  return code
    .replace(/\/\/# sourceMappingURL=.*\s*$/, '')
    .replaceAll(/<\/(script)/gi, '<\\/$1')
    .replaceAll('<!--', '<\\!--');
}
