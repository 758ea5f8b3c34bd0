import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Throws unless `dist`, whose worker the threads run, is at least as new as the sources that it is made of. */
export function requireBuilt(): void {
  const built = statSync('dist/experiment/worker.js', { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['kernel', 'data', 'model', 'measure', 'experiment'].flatMap((folder) =>
    readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join('src', folder, file),
    ),
  );
  const newer = sources.find((file) => file.endsWith('.ts') && statSync(file).mtimeMs > built);
  if (newer !== undefined) throw new Error(`dist is older than ${newer}: run "npm run build"`);
}
