/** Figures with their intervals, as a table or, where the terminal is narrow, as blocks. */
import {
  type Estimate,
  type FigureSummary,
  figureGloss,
  figures,
  formatEstimate,
  formatPoint,
  formatValue,
  type Unit,
} from '../../index.js';
import { type Cell, fits, layOut } from './layout.js';
import { heading, quiet } from './style.js';

/** A figure with the name under which it is shown. */
export interface NamedFigure {
  readonly label: string;
  readonly summary: FigureSummary;
  /** Quantiles and the share above 0 are left out where a high value is a good one. */
  readonly lessIsBetter: boolean;
}

const statistics = ['mean', 'p50', 'p95', 'p99'] as const;

/** Names that leave room for the numbers on a terminal of 80 columns. */
const shortNames: Readonly<Record<string, string>> = {
  rto: 'RTO, recovery time',
  rpo: 'RPO, recovery point',
  availability: 'Availability',
  requestAvailability: 'Requests answered',
};

/** The name of a figure in a first column. */
export function figureLabel(name: string): string {
  return Object.hasOwn(shortNames, name) ? shortNames[name]! : figureGloss(name).label;
}

export function nameFigure(name: string, summary: FigureSummary, label = figureLabel(name)): NamedFigure {
  return { label, summary, lessIsBetter: figures.get(name)?.lessIsBetter ?? true };
}

/** The figures, and where in them a reader finds the intervals. */
export function figuresText(
  named: readonly NamedFigure[],
  runs: number,
  width: number,
): { text: string; intervals: string } {
  const wide = table(named, runs);
  return fits(wide, width)
    ? { text: wide, intervals: 'from, to' }
    : { text: blocks(named, runs), intervals: 'in brackets' };
}

function table(named: readonly NamedFigure[], runs: number): string {
  const head = ['', ...statistics, 'above 0'].map(heading);
  const rows = named.flatMap((figure, index) => {
    const short = inShort(figure, named.slice(0, index), runs);
    return short === undefined ? figureRows(figure) : [[figure.label, across(short)]];
  });
  return layOut([head, ...rows], ['left', 'right', 'right', 'right', 'right', 'right']);
}

/** What needs no statistics: the same value in every run, or the same as a figure above. */
function inShort(figure: NamedFigure, above: readonly NamedFigure[], runs: number): string | undefined {
  const { summary } = figure;
  const { unit, mean, max, censored } = summary;
  if (censored === 0 && mean.value === max) {
    return `${formatValue(max, unit)} in ${runs === 1 ? 'the only run' : 'every run'}`;
  }
  const twin = above.find((other) => JSON.stringify(other.summary) === JSON.stringify(summary));
  return twin && `the same as ${twin.label.split(',')[0]}`;
}

function figureRows(figure: NamedFigure): Cell[][] {
  const { label, summary } = figure;
  const cells = estimatesOf(figure);
  const row = (name: string, show: (estimate: Estimate, unit: Unit) => string): Cell[] => [
    name,
    ...cells.map((cell) => (cell ? show(cell.estimate, cell.unit) : '–')),
  ];
  return [
    row(label, formatPoint),
    row('  from', (estimate, unit) => endText(estimate, 'low', unit)).map(quieten),
    row('  to', (estimate, unit) => endText(estimate, 'high', unit)).map(quieten),
    ...givenIncident(summary),
  ];
}

function across(content: string): Cell {
  return { content, colSpan: 5, hAlign: 'left' };
}

function quieten(cell: Cell): Cell {
  return typeof cell === 'string' ? quiet(cell) : cell;
}

type Shown = { estimate: Estimate; unit: Unit } | undefined;

function estimatesOf({ summary, lessIsBetter }: NamedFigure): Shown[] {
  const { unit, mean, p50, p95, p99, shareAboveZero } = summary;
  const shown = [mean, p50].map((estimate) => ({ estimate, unit }));
  if (!lessIsBetter) return [...shown, undefined, undefined, undefined];
  return [
    ...shown,
    { estimate: p95, unit },
    { estimate: p99, unit },
    { estimate: shareAboveZero, unit: 'share' },
  ];
}

function endText(estimate: Estimate, end: 'low' | 'high', unit: Unit): string {
  const open = estimate.value === null || (end === 'high' && estimate.lowerBound);
  const value = open ? null : estimate[end];
  return value === null ? '–' : formatValue(value, unit);
}

function givenIncident({ givenIncident: given, unit }: FigureSummary): Cell[][] {
  if (given === undefined) return [];
  const quantiles = [given.p50, given.p95, given.p99].map((estimate) => formatPoint(estimate, unit));
  return [['  if an incident', '', ...quantiles, '']];
}

function blocks(named: readonly NamedFigure[], runs: number): string {
  return named
    .map((figure, index) => {
      const short = inShort(figure, named.slice(0, index), runs);
      return short === undefined ? block(figure) : `${heading(figure.label)}: ${short}`;
    })
    .join('\n\n');
}

function block({ label, summary, lessIsBetter }: NamedFigure): string {
  const { unit, shareAboveZero } = summary;
  const shown = lessIsBetter ? statistics : (['mean', 'p50'] as const);
  const rows = shown.map((name) => [`  ${name}`, formatEstimate(summary[name], unit)]);
  if (lessIsBetter) rows.push(['  above 0', `${formatEstimate(shareAboveZero, 'share')} of runs`]);
  return `${heading(label)}\n${layOut(rows, ['left', 'left'])}`;
}
