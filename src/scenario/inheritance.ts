import { noteUnder, schemaAt } from './declaration.js';
import { normalise, relativeTo } from './file-path.js';
import { type Mistake, nearest, quote } from './mistake.js';
import { scenarioSchema } from './schema.js';
import { checkText, Unreadable } from './text.js';
import { locate, type MapTree, type OverlayRules, overlay, type Tree } from './tree.js';
import { readYaml } from './yaml-tree.js';

export type ReadFile = (path: string) => string;

/** A scenario with all that it extends laid under it; without a tree when a part could not be read. */
export interface Inherited {
  tree?: Tree;
  mistakes: Mistake[];
}

/**
 * Follows `extends` from one tree to the bottom of the chain and lays each over the one below. Files are read by `readFile`, whose
 * errors become mistakes at the `extends` that names the file.
 */
export function inherit(tree: Tree, file: string | undefined, readFile: ReadFile | undefined): Inherited {
  return follow(tree, file, readFile, file === undefined ? [] : [normalise(file)]);
}

function follow(
  tree: Tree,
  file: string | undefined,
  readFile: ReadFile | undefined,
  chain: string[],
): Inherited {
  const base = tree.kind === 'map' ? tree.entries.get('extends') : undefined;
  if (tree.kind !== 'map' || base === undefined) return { tree, mistakes: [] };
  const fail = (message: string, expected: string): Inherited => ({
    mistakes: [{ ...base.value.at, path: 'extends', message, expected }],
  });
  const own = withoutExtends(tree);
  if (base.value.kind !== 'scalar' || typeof base.value.value !== 'string' || base.value.value.trim() === '')
    return fail('is not a path', 'the path of another scenario such as ./01-active-passive.yaml');
  const path = relativeTo(file, base.value.value);
  if (chain.includes(path))
    return fail(
      `goes in a circle: ${[...chain.slice(chain.indexOf(path)), path].join(' -> ')}`,
      'a chain that ends',
    );
  if (readFile === undefined) return fail('files cannot be read here', 'a scenario that stands alone');
  const below = readBase(path, readFile, fail);
  if (below.tree === undefined) return below;
  const inherited = follow(below.tree, path, readFile, [...chain, path]);
  const mistakes = [...below.mistakes, ...inherited.mistakes];
  if (inherited.tree === undefined) return { mistakes };
  return { tree: overlay(inherited.tree, own, [], rulesFor(own, mistakes)), mistakes };
}

function readBase(
  path: string,
  readFile: ReadFile,
  fail: (message: string, expected: string) => Inherited,
): Inherited {
  let text: string;
  try {
    text = checkText(readFile(path));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail(
      `${path} ${message}`,
      error instanceof Unreadable ? error.expected : 'a file that can be read',
    );
  }
  const { tree, mistakes } = readYaml(text, { file: path, lines: true });
  if (tree !== undefined && tree.kind !== 'map')
    return {
      mistakes: [{ ...tree.at, path: '', message: 'is not a map', expected: 'a scenario: a map of keys' }],
    };
  return tree === undefined ? { mistakes } : { tree, mistakes };
}

function withoutExtends(tree: MapTree): Tree {
  const entries = new Map(tree.entries);
  entries.delete('extends');
  return { ...tree, entries };
}

/** A null that deletes nothing is a slip of the pen; a quantity is one value. */
function rulesFor(over: Tree, mistakes: Mistake[]): OverlayRules {
  return {
    isValue(path) {
      const schema = schemaAt(scenarioSchema, path, undefined);
      return schema !== undefined && noteUnder(schema).isValue === true;
    },
    nothingBelow(path, known) {
      const key = String(path.at(-1));
      const meant = nearest(key, known);
      mistakes.push({
        ...locate(over, path, true),
        path: path.join('.'),
        message: `has no value, and there is no ${quote(key)} below it to delete`,
        expected: 'a value, or null for a key of the extended scenario',
        ...(meant !== undefined && { didYouMean: meant }),
      });
    },
  };
}
