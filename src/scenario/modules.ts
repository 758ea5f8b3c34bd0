import { relativeTo } from './file-path.js';
import type { Entry, Tree } from './tree.js';

/** The way from the top of a scenario to the path of a module; `*` is any name. */
const way = ['data', '*', 'conflicts', 'module'];

/**
 * Makes the path of each `module` that a store names for its conflicts relative to the same folder as `file`, or absolute where
 * `folder`, the absolute path of that folder, is known. A module is named relative to the file that names it; in an object, which
 * stands in no file, the path stays as it is.
 */
export function resolveModules(tree: Tree, file: string | undefined, folder: string | undefined): Tree {
  return resolveBelow(tree, way, file, folder);
}

function resolveBelow(
  tree: Tree,
  [step, ...rest]: readonly string[],
  file: string | undefined,
  folder: string | undefined,
): Tree {
  if (step === undefined) return resolveModule(tree, file, folder);
  if (tree.kind !== 'map') return tree;
  const entries = new Map<string, Entry>(tree.entries);
  for (const [key, entry] of tree.entries)
    if (step === '*' || step === key)
      entries.set(key, { ...entry, value: resolveBelow(entry.value, rest, file, folder) });
  return { ...tree, entries };
}

function resolveModule(tree: Tree, file: string | undefined, folder: string | undefined): Tree {
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string' || tree.value === '') return tree;
  const namedBy = tree.at.line === undefined ? file : (tree.at.file ?? file);
  if (namedBy === undefined) return tree;
  const path = relativeTo(namedBy, tree.value);
  return { ...tree, value: folder === undefined ? path : relativeTo(`${folder}/`, path) };
}
