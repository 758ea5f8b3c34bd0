import type { MergeFunction, MergeSource } from '../model/data/conflicts/application-merge.js';
import { alternatives, nearest, quote } from '../scenario/mistake.js';

/** Where a scenario says that its merge function is. */
export interface MergeAddress {
  /** Path, absolute. */
  readonly module: string;
  readonly export: string;
}

/** Why there is no function at an address, and which of its two halves is wrong. */
export interface Absence {
  readonly about: 'module' | 'export';
  readonly message: string;
  readonly expected: string;
  readonly didYouMean?: string;
}

/** Loads a merge function. What keeps it from being one is told, not thrown. Node only. */
export async function loadMerge(address: MergeAddress): Promise<MergeSource | Absence> {
  const shown = await pathFromHere(address.module);
  const loaded = await load(address.module, shown);
  return 'about' in loaded ? loaded : pick(loaded.exports, { ...address, module: shown });
}

/** Relative to the current folder where it is below it. */
async function pathFromHere(path: string): Promise<string> {
  const { relative } = await import('node:path');
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

async function load(path: string, shown: string): Promise<{ exports: object } | Absence> {
  const { statSync } = await import('node:fs');
  const { pathToFileURL } = await import('node:url');
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) {
    const message = `${shown} ${stat ? 'is not a file' : 'does not exist'}`;
    return { about: 'module', message, expected: 'the path of a module such as ./merge.mjs' };
  }
  try {
    return { exports: await unlessNothingIsLeft(import(/* @vite-ignore */ pathToFileURL(path).href)) };
  } catch (error) {
    const [reason] = String(error).split('\n');
    const expected = `a module that Node can load: node ${shown} shows what is wrong`;
    return { about: 'module', message: `${shown} cannot be loaded: ${reason}`, expected };
  }
}

/** Rejects when the module still waits and nothing is left that could end its wait: Node would end the program without a word. */
async function unlessNothingIsLeft(loading: Promise<object>): Promise<object> {
  let give = () => {};
  const ending = new Promise<never>((_, reject) => {
    give = () => reject(new Error('it waits for something that never comes'));
  });
  process.once('beforeExit', give);
  try {
    return await Promise.race([loading, ending]);
  } finally {
    process.off('beforeExit', give);
  }
}

function pick(exports: object, address: MergeAddress): MergeSource | Absence {
  const { export: name, module } = address;
  const called = name === 'default' ? 'default export' : `export ${quote(name)}`;
  const about = name === 'default' ? 'module' : 'export';
  const all = new Map<string, unknown>(Object.entries(exports));
  const merge = all.get(name);
  if (!all.has(name)) {
    const functions = [...all.keys()].filter((key) => isPlainFunction(all.get(key)));
    const expected =
      functions.length === 0 ? 'a function that it exports' : `export: ${alternatives(functions)}`;
    const meant = nearest(name, functions);
    const guess = meant === undefined ? {} : { didYouMean: meant };
    return { about, message: `${module} has no ${called}`, expected, ...guess };
  }
  if (isPlainFunction(merge)) return { ...address, merge };
  const is = typeof merge === 'function' ? 'answers later or bit by bit' : `is ${kindOf(merge)}`;
  const expected = 'a plain function, not async, which answers at once';
  return { about, message: `the ${called} of ${module} ${is}`, expected };
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? String(value) : `of type ${typeof value}`;
}

/** Neither async nor a generator, as far as it can be told without a call. */
export function isPlainFunction(value: unknown): value is MergeFunction {
  return typeof value === 'function' && Object.prototype.toString.call(value) === '[object Function]';
}
