/** Three designs or more: all of them at a glance, and each against the first. */
import {
  type ComparedFigure,
  type Comparison,
  comparisonMarks,
  designsOf,
  differs,
  formatDifference,
  formatPoint,
  letters,
  type OverviewColumn,
  overviewOf,
  type Pair,
  pairsOf,
} from '../../index.js';
import { isShown, labelOf } from './compared-figure.js';
import { fits, layOut } from './layout.js';
import { heading, judgement, quiet } from './style.js';

/** What a table says of a figure that a design cannot have. */
const noFigure = 'not a figure of this design';

/** Left out one after the other, from the last, where the terminal is narrow. */
const dispensable = ['keysInConflict', 'siblings', 'rto'];

/** A row a design with its means. */
export function overviewText(comparison: Comparison, width: number): string | undefined {
  const designs = designsOf(comparison);
  const columns = overviewOf(designs);
  if (columns.length === 0) return undefined;
  const narrower = dispensable.map((_, i) =>
    columns.filter(({ figure }) => !dispensable.slice(-1 - i).includes(figure)),
  );
  const tables = [columns, ...narrower].map((some) => [some, overviewTable(some, designs.length)] as const);
  const [shown, table] = tables.find(([, one]) => fits(one, width)) ?? [
    columns,
    blocks(columns, designs.length),
  ];
  const lacking = shown.some(({ means }) => means.includes(undefined)) ? [quiet(`–: ${noFigure}`)] : [];
  return [heading('Means over all runs'), table, ...lacking].join('\n');
}

function overviewTable(columns: readonly OverviewColumn[], designs: number): string {
  const heads = ['', ...columns.map(({ label }) => heading(stacked(label.toLowerCase())))];
  const rows = lettersOf(designs).map((letter, i) => [
    `  ${letter}`,
    ...columns.map((column) => cellOf(column, i)),
  ]);
  return layOut([heads, ...rows], ['left', ...columns.map(() => 'right' as const)]);
}

function blocks(columns: readonly OverviewColumn[], designs: number): string {
  const block = (letter: string, i: number) => {
    const lines = columns.map((column) => [`    ${column.label}`, cellOf(column, i)]);
    return `  ${letter}\n${layOut(lines, ['left', 'right'])}`;
  };
  return lettersOf(designs).map(block).join('\n');
}

function lettersOf(designs: number): string[] {
  return letters.slice(0, designs);
}

function cellOf({ means, unit }: OverviewColumn, design: number): string {
  const mean = means[design];
  return mean === undefined ? '–' : formatPoint(mean, unit);
}

/** The words of a head below each other, so that its column stays narrow. */
function stacked(label: string): string {
  const last = label.lastIndexOf(' ');
  return last < 0 ? label : `${label.slice(0, last)}\n${label.slice(last + 1)}`;
}

/** What the overview says as well, and what most designs share. */
const repetitive = /^(availability|rto of .*)$/s;

/** A block a figure that differs anywhere: the first design, and below it the others with their differences. */
export function differencesText(comparison: Comparison, width: number): string | undefined {
  const pairs = pairsOf(comparison);
  const all = pairs.flatMap(({ figures }) =>
    figures.filter((one) => isShown(one, comparison) && !repetitive.test(one.figure)),
  );
  const moving = new Set(all.filter(differs).map(keyOf));
  const keys = [...new Set(all.map(keyOf))].filter((key) => moving.has(key));
  if (keys.length === 0) return undefined;
  return keys.map((key) => blockOf(key, pairs, width)).join('\n\n');
}

function keyOf({ figure, statistic }: ComparedFigure): string {
  return `${statistic} ${figure}`;
}

function blockOf(key: string, pairs: readonly Pair[], width: number): string {
  const own = pairs.map(({ letter, figures }) => ({
    letter,
    compared: figures.find((one) => keyOf(one) === key),
  }));
  const known = own.flatMap(({ compared }) => compared ?? []);
  const { first, unit } = known[0]!;
  const rows = own.flatMap(({ letter, compared }) =>
    compared && differs(compared) ? [rowOf(letter, compared)] : [],
  );
  const table = (cells: readonly string[][]) =>
    layOut([['  A', formatPoint(first, unit)], ...cells], ['left', 'right', 'left', 'left']);
  const whole = table(rows);
  const body = fits(whole, width) ? whole : table(rows.map(belowEachOther));
  const named = (some: readonly { letter: string }[]) => some.map(({ letter }) => letter).join(', ');
  const same = own.filter(({ compared }) => compared && !differs(compared));
  const lacking = own.filter(({ compared }) => compared === undefined);
  return [
    heading(labelOf(known[0]!)),
    body,
    ...(same.length === 0 ? [] : [quiet(`  ${named(same)}: as A`)]),
    ...(lacking.length === 0 ? [] : [quiet(`  ${named(lacking)}: ${noFigure}`)]),
  ].join('\n');
}

function rowOf(letter: string, compared: ComparedFigure): string[] {
  const { second, difference, unit, verdict } = compared;
  return [
    `  ${letter}`,
    formatPoint(second, unit),
    formatDifference(difference, unit),
    judgement(verdict, `${comparisonMarks[verdict]} ${verdict}`),
  ];
}

/** The interval below its value. */
function belowEachOther(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.replace(' (', '\n('));
}
