import { relativeTo } from './file-path.js';
import type { ReadFile } from './inheritance.js';
import { alternatives, type Mistake } from './mistake.js';
import { checkText, Unreadable } from './text.js';
import type { Origin, Tree } from './tree.js';

/** Units that a header of a table may name, in words or short, with what a scenario calls them. */
const units: Record<string, string> = {
  us: 'us',
  microseconds: 'us',
  ms: 'ms',
  milliseconds: 'ms',
  s: 's',
  sec: 's',
  seconds: 's',
  m: 'm',
  min: 'm',
  minutes: 'm',
  h: 'h',
  hours: 'h',
  d: 'd',
  days: 'd',
};

/** The most values that a table of samples may hold. */
const mostSamples = 100_000;

/**
 * Puts the values of each `{ samples: drills.csv }` in place of the name of its file, which is taken relative to the file that names
 * it. A value that cannot be read as a duration is reported later, with the line of the table.
 */
export function readSamples(tree: Tree, file: string | undefined, readFile: ReadFile | undefined): Inlined {
  const mistakes: Mistake[] = [];
  return { tree: inline(tree, [], file, readFile, mistakes), mistakes };
}

export interface Inlined {
  tree: Tree;
  mistakes: Mistake[];
}

function inline(
  tree: Tree,
  path: readonly (string | number)[],
  file: string | undefined,
  readFile: ReadFile | undefined,
  mistakes: Mistake[],
): Tree {
  if (tree.kind === 'scalar') return tree;
  if (tree.kind === 'list')
    return {
      ...tree,
      items: tree.items.map((item, i) => inline(item, [...path, i], file, readFile, mistakes)),
    };
  const entries = new Map(tree.entries);
  for (const [key, entry] of tree.entries) {
    const { value } = entry;
    const named =
      key === 'samples' &&
      tree.entries.size === 1 &&
      value.kind === 'scalar' &&
      typeof value.value === 'string';
    entries.set(key, {
      ...entry,
      value: named
        ? readTable(String(value.value), value.at, [...path, key], file, readFile, mistakes)
        : inline(value, [...path, key], file, readFile, mistakes),
    });
  }
  return { ...tree, entries };
}

/** Stands in for a table that could not be read, so that its absence is reported once. */
function placeholder(at: Origin): Tree {
  return { kind: 'list', items: [{ kind: 'scalar', value: '1s', at }], at };
}

function readTable(
  name: string,
  at: Origin,
  path: readonly (string | number)[],
  file: string | undefined,
  readFile: ReadFile | undefined,
  mistakes: Mistake[],
): Tree {
  const fail = (where: Origin, message: string, expected: string): Tree => {
    mistakes.push({ ...where, path: path.join('.'), message, expected });
    return placeholder(at);
  };
  if (readFile === undefined) return fail(at, 'files cannot be read here', 'a list of durations');
  const from = at.line === undefined ? file : (at.file ?? file);
  const table = relativeTo(from, name);
  let text: string;
  try {
    text = checkText(readFile(table));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail(
      at,
      `${table} ${message}`,
      error instanceof Unreadable ? error.expected.replace('scenario', 'table') : 'a table',
    );
  }
  const parsed = parseTable(text, table);
  return 'wrong' in parsed
    ? fail(parsed.at, parsed.wrong, parsed.expected)
    : { kind: 'list', items: parsed.items, at };
}

interface Cell {
  text: string;
  line: number;
  column: number;
}

/** Cells of a table by row; separators are commas, semicolons and tabs; empty rows and those that begin with # are skipped. */
function cellsOf(text: string): Cell[][] {
  const rows: Cell[][] = [];
  for (const [index, row] of text.split(/\r\n|\n|\r/).entries()) {
    if (row.trim() === '' || row.trimStart().startsWith('#')) continue;
    let column = 1;
    rows.push(
      row.split(/[,;\t]/).map((cell) => {
        const found = { text: cell.trim().replace(/^"(.*)"$/, '$1'), line: index + 1, column };
        column += cell.length + 1;
        return found;
      }),
    );
  }
  return rows;
}

type Parsed = { items: Tree[] } | { at: Origin; wrong: string; expected: string };

/** One value a line or a column, each with its unit; or a header that names the unit of bare numbers below it. */
function parseTable(text: string, file: string): Parsed {
  const rows = cellsOf(text.replace(/^\uFEFF/, ''));
  const first = rows[0];
  if (first === undefined) return { at: { file }, wrong: 'has no values', expected: 'one duration a line' };
  const header = first.some((cell) => /^[A-Za-z]/.test(cell.text));
  if (!header) return collect(rows.flat(), '', file);
  const columns = first.map((cell) => unitIn(cell.text));
  const timed = columns.flatMap((unit, index) => (unit === undefined ? [] : [index]));
  const [column] = timed;
  const at = { file, line: first[0]!.line, column: 1 };
  if (column === undefined || timed.length > 1)
    return {
      at,
      wrong: column === undefined ? 'the header names no unit' : 'the header names several columns of times',
      expected: `one column such as duration (s); units are ${alternatives([...new Set(Object.values(units))])}`,
    };
  const below = rows.slice(1).flatMap((row) => row.slice(column, column + 1));
  return collect(below, columns[column]!, file);
}

function unitIn(header: string): string | undefined {
  const [, word] = /(?:^|[\s_([])([A-Za-z]+)[)\]]?$/.exec(header) ?? [];
  return word !== undefined && Object.hasOwn(units, word.toLowerCase())
    ? units[word.toLowerCase()]
    : undefined;
}

function collect(cells: readonly Cell[], unit: string, file: string): Parsed {
  const filled = cells.filter((cell) => cell.text !== '');
  if (filled.length === 0) return { at: { file }, wrong: 'has no values', expected: 'one duration a line' };
  if (filled.length > mostSamples)
    return { at: { file }, wrong: `has ${filled.length} values`, expected: `at most ${mostSamples}` };
  return {
    items: filled.map(({ text, line, column }) => ({
      kind: 'scalar',
      value: /^\d+(\.\d+)?$/.test(text) ? `${text}${unit}` : text,
      at: { file, line, column },
    })),
  };
}
