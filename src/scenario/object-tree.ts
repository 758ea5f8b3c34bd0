import { type Finding, type Path, quote } from './mistake.js';
import { admissible, type Entry, type Tree } from './tree.js';

const deepest = 40;
const mostValues = 1_000_000;

/** Reads a plain object into the tree that a file would give, and finds what no file could say. */
export function readObject(value: unknown): { tree: Tree; findings: Finding[] } {
  const state: State = { findings: [], values: 0 };
  return { tree: read(value, [], state), findings: state.findings };
}

interface State {
  findings: Finding[];
  values: number;
}

function read(value: unknown, path: Path, state: State): Tree {
  const { findings } = state;
  const scalar = (value: string | number | boolean | null): Tree => ({ kind: 'scalar', value, at: {} });
  const refuse = (message: string, expected: string): Tree => {
    findings.push({ path, message, expected });
    return scalar('');
  };
  if (path.length > deepest)
    return refuse(`is nested more than ${deepest} deep`, 'a scenario without cycles');
  if (++state.values > mostValues)
    return state.values === mostValues + 1
      ? refuse(`comes to more than ${mostValues} values`, 'a scenario')
      : scalar('');
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return scalar(value);
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? scalar(value)
      : refuse(`is ${value}`, 'text with a unit, or a finite number');
  if (Array.isArray(value))
    return { kind: 'list', items: value.map((item, index) => read(item, [...path, index], state)), at: {} };
  if (typeof value !== 'object' || !isPlain(value))
    return refuse(`is ${kindOf(value)}`, 'text, a list or a map');
  const entries = new Map<string, Entry>();
  for (const [key, below] of Object.entries(value)) {
    if (!admissible(key))
      findings.push({ path, message: `${quote(key)} cannot be used as a name`, expected: 'another name' });
    // A key that is there but undefined says nothing, as in any optional parameter.
    else if (below !== undefined) entries.set(key, { at: {}, value: read(below, [...path, key], state) });
  }
  return { kind: 'map', entries, at: {} };
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'undefined';
  return typeof value === 'object' ? 'an object of a class' : `a ${typeof value}`;
}
