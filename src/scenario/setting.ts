import { alternatives, type Mistake, nearest, quote } from './mistake.js';
import type { Entry, Origin, Tree } from './tree.js';
import { admissible } from './tree.js';
import { readYaml } from './yaml-tree.js';

/** Maps whose keys are names of one's own choosing: a misspelt one must not make a new thing. */
const maps: ReadonlySet<string> = new Set(['regions', 'clients', 'data', 'failover', 'crews']);

/**
 * Applies `path=value` to a scenario: the path is keys and list indices joined by dots, the value is YAML. `null` deletes a key.
 * Whether the key may exist is for the checks that follow; a path that leads nowhere is a mistake here.
 */
export function applySetting(tree: Tree, setting: string): { tree: Tree; mistakes: Mistake[] } {
  const at: Origin = { file: `--set ${setting}` };
  const [path, text] = divide(setting);
  const fail = (message: string, expected: string, didYouMean?: string) => ({
    tree,
    mistakes: [
      { ...at, path: path ?? '', message, expected, ...(didYouMean !== undefined && { didYouMean }) },
    ],
  });
  if (path === undefined || text === undefined)
    return fail('has no "="', 'path=value such as routing.ttl=5s');
  const steps = path.split('.');
  if (steps.some((step) => step === ''))
    return fail('is not a path', 'keys joined by dots such as routing.ttl');
  const forbidden = steps.find((step) => !admissible(step));
  if (forbidden !== undefined)
    return fail(`${quote(forbidden)} cannot be used as a name`, 'a key of the scenario');
  if (steps[0] === 'extends')
    return fail('cannot be set', 'a key of the scenario; extends stands in its file');
  if (text.trim() === '') return fail('has no value', 'a value, or null to delete the key');
  const { tree: value, mistakes } = readYaml(text, { ...at, lines: false });
  if (value === undefined || mistakes.length > 0)
    return { tree, mistakes: mistakes.map((m) => ({ ...m, path })) };
  const put = place(tree, steps, value, at, []);
  return 'wrong' in put ? fail(put.wrong, put.expected, put.didYouMean) : { tree: put.tree, mistakes: [] };
}

function divide(setting: string): [path?: string, text?: string] {
  const sign = setting.indexOf('=');
  return sign < 0 ? [] : [setting.slice(0, sign).trim(), setting.slice(sign + 1)];
}

type Placed = { tree: Tree } | { wrong: string; expected: string; didYouMean?: string };

function place(
  tree: Tree,
  steps: readonly string[],
  value: Tree,
  at: Origin,
  above: readonly string[],
): Placed {
  const [step, ...rest] = steps;
  if (step === undefined) return { tree: value };
  if (tree.kind === 'list') return placeItem(tree, step, rest, value, at, above);
  if (tree.kind === 'scalar') {
    const here = above.join('.');
    return { wrong: `${here} is a plain value`, expected: `${here}=value, or a whole map` };
  }
  const below = tree.entries.get(step);
  if (below === undefined && above.length === 1 && maps.has(above[0]!) && rest.length > 0) {
    const known = [...tree.entries.keys()];
    const meant = nearest(step, known);
    return {
      wrong: `there is no ${quote(step)} in ${above[0]}`,
      expected: alternatives(known),
      ...(meant !== undefined && { didYouMean: [...above, meant, ...rest].join('.') }),
    };
  }
  const deletes = rest.length === 0 && value.kind === 'scalar' && value.value === null;
  if (deletes && below === undefined) return absent(step, [...tree.entries.keys()]);
  const entries = new Map<string, Entry>(tree.entries);
  if (deletes) entries.delete(step);
  else {
    const put = place(below?.value ?? { kind: 'map', entries: new Map(), at }, rest, value, at, [
      ...above,
      step,
    ]);
    if ('wrong' in put) return put;
    entries.set(step, { at: rest.length === 0 || below === undefined ? at : below.at, value: put.tree });
  }
  return { tree: { ...tree, entries } };
}

function absent(step: string, known: readonly string[]): Placed {
  const meant = nearest(step, known);
  return {
    wrong: `there is no ${quote(step)} to delete`,
    expected: alternatives(known),
    ...(meant !== undefined && { didYouMean: meant }),
  };
}

function placeItem(
  list: Extract<Tree, { kind: 'list' }>,
  step: string,
  rest: readonly string[],
  value: Tree,
  at: Origin,
  above: readonly string[],
): Placed {
  const index = /^\d{1,6}$/.test(step) ? Number(step) : Number.NaN;
  const item = list.items[index];
  if (item === undefined) {
    const items = list.items.length;
    return {
      wrong: `${above.join('.')} has ${items === 1 ? 'one item' : `${items} items`}, none of them ${quote(step)}`,
      expected: items === 0 ? 'another path' : `an index from 0 to ${items - 1}`,
    };
  }
  const put = place(item, rest, value, at, [...above, step]);
  if ('wrong' in put) return put;
  return { tree: { ...list, items: list.items.map((old, i) => (i === index ? put.tree : old)) } };
}
