import type { Path } from './mistake.js';
import { reserved } from './name.js';

/** Where something stands. */
export interface Origin {
  file?: string;
  line?: number;
  column?: number;
}

/** A scenario's values, each with the place it was written at: files, `--set` texts and samples end in one such tree. */
export type Tree =
  | { kind: 'scalar'; value: string | number | boolean | null; at: Origin }
  | { kind: 'list'; items: Tree[]; at: Origin }
  | { kind: 'map'; entries: Map<string, Entry>; at: Origin };

export interface Entry {
  /** Where the key stands. */
  at: Origin;
  value: Tree;
}

export type MapTree = Extract<Tree, { kind: 'map' }>;

/** The plain value; maps become objects. Reserved keys cannot occur: no tree is built with one. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, plain(entry.value)]));
}

/** The entry, item or value at a path, or what comes nearest to it from above. */
export function locate(tree: Tree, path: Path, aboutKey: boolean): Origin {
  let at = tree.at;
  let here: Tree | undefined = tree;
  for (const [depth, step] of path.entries()) {
    const entry: Entry | undefined = here?.kind === 'map' ? here.entries.get(String(step)) : undefined;
    const item: Tree | undefined = here?.kind === 'list' ? here.items[Number(step)] : undefined;
    here = entry?.value ?? item;
    if (here === undefined) break;
    const last = depth === path.length - 1;
    at = entry !== undefined && (!last || aboutKey) ? entry.at : here.at;
  }
  return at;
}

/** What the caller of `overlay` decides and is told of. */
export interface OverlayRules {
  /** True of a map that counts as one value, which another one replaces as a whole. */
  isValue(path: Path): boolean;
  /** A null that has nothing below it to delete. */
  nothingBelow(path: Path, known: string[]): void;
}

/**
 * Lays one tree over another: maps are merged key by key, anything else replaces what was there, null deletes a key. A map that is
 * one value, such as a quantity, is merged only with one of the same keys: `{ p99: 5s }` over `{ p50: 90ms, p99: 2s }` changes one
 * quantile, `{ mean: 1s }` replaces both.
 */
export function overlay(base: Tree, over: Tree, path: Path, rules: OverlayRules): Tree {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  if (rules.isValue(path) && [...over.entries.keys()].some((key) => !base.entries.has(key))) return over;
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    const here = [...path, key];
    if (entry.value.kind === 'scalar' && entry.value.value === null) {
      if (below === undefined) rules.nothingBelow(here, [...base.entries.keys()]);
      entries.delete(key);
    } else if (below === undefined) entries.set(key, entry);
    else entries.set(key, { at: entry.at, value: overlay(below.value, entry.value, here, rules) });
  }
  return { kind: 'map', entries, at: over.at };
}

/** False of a key that would reach into a prototype. */
export function admissible(key: string): boolean {
  return !reserved.has(key);
}
