import type { MergeFunction, MergeSource } from '../model/data/conflicts/application-merge.js';
import { isAbsolute } from '../scenario/file-path.js';
import { alternatives, type Finding, nearest, quote } from '../scenario/mistake.js';
import type { Spec } from '../scenario/schema.js';
import { isPlainFunction, loadMerge } from './merge-module.js';
import { ScenarioError } from './scenario-error.js';

/** Functions of the program itself, by name of the store whose conflicts they decide. */
export type MergeFunctions = Readonly<Record<string, MergeFunction>>;

/** The merge function of each store with policy `merge`, and where it was found. */
export type Merges = Readonly<Record<string, MergeSource>>;

/**
 * Finds the function of each store with policy `merge`: `given`, or what its module exports. Node keeps a module that it has
 * loaded: a file that changes later is not loaded again.
 *
 * @throws ScenarioError with all functions that cannot be found; RangeError for a function given to nothing that asks for one
 */
export async function loadMerges(spec: Spec, given: MergeFunctions = {}): Promise<Merges> {
  checkGiven(given, [spec]);
  const { merges, findings } = await findMerges(spec, given);
  if (findings.length > 0)
    throw new ScenarioError(findings.map(({ path, ...rest }) => ({ path: path.join('.'), ...rest })));
  return merges;
}

/** The functions that can be found, and why the others cannot. */
export async function findMerges(
  spec: Spec,
  given: MergeFunctions = {},
): Promise<{ merges: Merges; findings: Finding[] }> {
  const found: [string, MergeSource][] = [];
  const findings: Finding[] = [];
  for (const [store, conflicts] of mergingStores(spec)) {
    const source = await findMerge(store, conflicts, given);
    if ('merge' in source) found.push([store, source]);
    else findings.push(source);
  }
  return { merges: Object.fromEntries(found), findings };
}

type Conflicts = NonNullable<Spec['data'][string]['conflicts']>;

function mergingStores({ data }: Spec): [store: string, conflicts: Conflicts][] {
  return Object.entries(data).flatMap(([name, { conflicts }]) =>
    conflicts?.policy === 'merge' ? [[name, conflicts]] : [],
  );
}

async function findMerge(
  store: string,
  conflicts: Conflicts,
  given: MergeFunctions,
): Promise<MergeSource | Finding> {
  if (Object.hasOwn(given, store))
    return { merge: given[store]!, module: 'this program', export: `merges.${store}` };
  const path = ['data', store, 'conflicts'];
  const { module } = conflicts;
  const fail = (message: string, expected: string): Finding => ({
    path: [...path, 'module'],
    message,
    expected: `${expected}, or the function itself as merges.${store}`,
  });
  if (module === undefined) return fail('is missing', 'the path of a module, which policy merge needs');
  if (globalThis.process?.versions?.node === undefined)
    return fail(`${module} cannot be loaded: there are no files here`, 'Node');
  if (!isAbsolute(module))
    return fail(`${module} is relative, and nothing says to which folder`, 'an absolute path');
  const loaded = await loadMerge({ module, export: conflicts.export });
  if ('merge' in loaded) return loaded;
  const { about, ...rest } = loaded;
  return { path: [...path, about], ...rest };
}

/** @throws RangeError when a function is given to no store that asks for one, or is none */
export function checkGiven(given: MergeFunctions | undefined, specs: readonly Spec[]): void {
  const known = [...new Set(specs.flatMap(mergingStores).map(([store]) => store))];
  for (const [store, merge] of Object.entries(given ?? {})) {
    if (!known.includes(store)) {
      const meant = nearest(store, known);
      const asking = known.length === 0 ? 'no store has policy merge' : `expected ${alternatives(known)}`;
      const guess = meant === undefined ? '' : `; did you mean merges.${meant}?`;
      throw new RangeError(`merges.${store}: no store ${quote(store)} has policy merge; ${asking}${guess}`);
    }
    if (!isPlainFunction(merge))
      throw new RangeError(`merges.${store} must be a plain function, not async, which answers at once`);
  }
}
