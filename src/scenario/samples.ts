import { relativeTo } from './file-path.js';
import type { ReadFile } from './inheritance.js';
import { alternatives, type Mistake } from './mistake.js';
import { checkText, Unreadable } from './text.js';
import type { MapTree, Origin, Tree } from './tree.js';

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
  hour: 'h',
  hours: 'h',
  d: 'd',
  days: 'd',
};

/** The most values that a table of samples may hold. */
const mostSamples = 100_000;

/**
 * Puts the values of each `{ samples: drills.csv }`, and of each `load: { measured: week.csv }`, in place of the name of its file,
 * which is taken relative to the file that names it. A value that cannot be read as a duration is reported later, with the line of the table.
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
    const kind = tableAt(key, tree, path);
    const named = kind !== undefined && value.kind === 'scalar' && typeof value.value === 'string';
    entries.set(key, {
      ...entry,
      value: named
        ? readTable(kind, String(value.value), value.at, [...path, key], file, readFile, mistakes)
        : inline(value, [...path, key], file, readFile, mistakes),
    });
  }
  return { ...tree, entries };
}

/** Which table a key may name. */
function tableAt(key: string, tree: MapTree, path: readonly (string | number)[]): TableKind | undefined {
  if (key === 'samples' && tree.entries.size === 1) return samples;
  return key === 'measured' && path.at(-1) === 'load' ? curve : undefined;
}

interface TableKind {
  read(rows: Cell[][], file: string): Parsed;
  /** What is expected in place of a file. */
  readonly listed: string;
  /** Stands in for a table that could not be read, so that its absence is reported once. */
  placeholder(at: Origin): Tree[];
}

const samples: TableKind = {
  read: parseSamples,
  listed: 'a list of durations',
  placeholder: (at) => [{ kind: 'scalar', value: '1s', at }],
};

const curve: TableKind = {
  read: parseCurve,
  listed: 'a list of times and requests',
  placeholder: (at) => [0, 12].map((hour) => rowOf(`${hour}h`, 1, at, at)),
};

function rowOf(time: string, requests: string | number, at: Origin, numberAt: Origin): Tree {
  const items: Tree[] = [
    { kind: 'scalar', value: time, at },
    { kind: 'scalar', value: requests, at: numberAt },
  ];
  return { kind: 'list', items, at };
}

function readTable(
  kind: TableKind,
  name: string,
  at: Origin,
  path: readonly (string | number)[],
  file: string | undefined,
  readFile: ReadFile | undefined,
  mistakes: Mistake[],
): Tree {
  const fail = (where: Origin, message: string, expected: string): Tree => {
    mistakes.push({ ...where, path: path.join('.'), message, expected });
    return { kind: 'list', items: kind.placeholder(at), at };
  };
  if (readFile === undefined) return fail(at, 'files cannot be read here', kind.listed);
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
  const parsed = kind.read(cellsOf(text.replace(/^\uFEFF/, '')), table);
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
function parseSamples(rows: Cell[][], file: string): Parsed {
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

/** Two columns, times and requests; times with their units, as on a clock, or bare under a header that names the unit. */
function parseCurve(rows: Cell[][], file: string): Parsed {
  const first = rows[0];
  if (first === undefined)
    return { at: { file }, wrong: 'has no values', expected: 'a time and a number a line' };
  const header = /^[A-Za-z]/.test(first[0]!.text);
  const unit = header ? (unitIn(first[0]!.text) ?? '') : '';
  const below = header ? rows.slice(1) : rows;
  const odd = below.find((cells) => cells.length !== 2);
  if (odd)
    return {
      at: { file, line: odd[0]!.line, column: 1 },
      wrong: `has ${odd.length} ${odd.length === 1 ? 'column' : 'columns'}`,
      expected: 'two, a time and the requests from then on',
    };
  return {
    items: below.map(([time, requests]) => {
      const { text, line } = requests!;
      const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
      const at = { file, line, column: time!.column };
      return rowOf(timeIn(time!.text, unit), number, at, { file, line, column: requests!.column });
    }),
  };
}

/** A time of a table as a duration. */
function timeIn(text: string, unit: string): string {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hours !== undefined && minutes !== undefined) return `${Number(hours) * 60 + Number(minutes)}m`;
  return /^\d+(\.\d+)?$/.test(text) ? `${text}${unit}` : text;
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
