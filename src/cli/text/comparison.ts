/** Two designs beside each other. */
import {
  type ComparedFigure,
  type Comparison,
  type ComparisonVerdict,
  countOf,
  differs,
  figureGloss,
  formatDifference,
  formatDuration,
  formatPoint,
  leastKnown,
  mainFigures,
  stoppedInWords,
} from '../../index.js';
import { figureLabel } from './figures.js';
import { fits, layOut, sections, wrap } from './layout.js';
import { objectivesText } from './objectives.js';
import { notModelledText } from './remarks.js';
import { heading, judgement, quiet } from './style.js';

/** Figures of whole runs whose means are compared here; the page has all the others. */
const ofRuns = ['rto', 'rpo', 'writesLost', 'pending', 'downtime', 'availability', 'requestAvailability'];
/** Shares of runs that say more than a mean. */
const shares: Readonly<Record<string, string>> = {
  rto: 'Runs with an outage',
  writesLost: 'Runs that lose writes',
  pending: 'Runs that leave writes pending',
};

/** `files` name the two designs as one would type them in a command. */
export function comparisonText(comparison: Comparison, files: readonly string[], width: number): string {
  const stopped = stoppedInWords(comparison);
  const shown = comparison.figures.filter((compared) => isShown(compared, comparison));
  return `${sections([
    title(comparison, files, width),
    stopped === undefined ? undefined : wrap(stopped, width),
    tableText(shown.filter(differs), width),
    sameText(
      shown.filter((compared) => !differs(compared)),
      width,
    ),
    legend(shown, comparison.confidence, width),
    `A: ${objectivesText(comparison.first, width)}`,
    `B: ${objectivesText(comparison.second, width)}`,
    ...notModelled(comparison, width),
  ])}\n`;
}

/** The main figures of whole runs, and of groups where there are several; not what never happened in either. */
function isShown({ figure, statistic, first, second }: ComparedFigure, comparison: Comparison): boolean {
  if (leastKnown(first) === 0 && leastKnown(second) === 0)
    return mainFigures.has(figure) && statistic === 'mean';
  if (statistic !== 'mean') return Object.hasOwn(shares, figure);
  if (ofRuns.includes(figure)) return true;
  const { byPopulation, byStore } = comparison.first;
  const groups = /^rto of /.test(figure) ? byPopulation : /^writesLost of /.test(figure) ? byStore : {};
  return Object.keys(groups).length > 1;
}

function labelOf({ figure, statistic }: ComparedFigure): string {
  if (statistic !== 'mean') return shares[figure]!;
  return ofRuns.includes(figure) ? figureLabel(figure) : figureGloss(figure).label;
}

function title({ first, second, runs, seed }: Comparison, files: readonly string[], width: number): string {
  const designs = [first, second].map(({ scenario }, index) => {
    const letter = 'AB'[index]!;
    return `${letter}  ${heading(wrap(scenario, width - 3, 3))}\n   ${quiet(files[index]!)}`;
  });
  const batch = `${countOf(runs, 'run')} of ${formatDuration(first.horizon)} in each design, seed ${seed}; run k meets the same luck in both`;
  return [...designs, quiet(wrap(batch, width))].join('\n');
}

const judgements: readonly ComparisonVerdict[] = ['better', 'worse', 'not distinguishable'];

const judgementHeads: Record<ComparisonVerdict, string> = {
  better: 'B is better',
  worse: 'B is worse',
  'not distinguishable': 'Not distinguishable',
};

/** Both designs and the difference with its interval, by verdict. */
function tableText(figures: readonly ComparedFigure[], width: number): string | undefined {
  if (figures.length === 0) return undefined;
  const groups = judgements.flatMap((verdict) => {
    const own = figures.filter((figure) => figure.verdict === verdict);
    return own.length === 0 ? [] : [{ head: judgement(verdict, judgementHeads[verdict]), own }];
  });
  const rows = groups.flatMap(({ head, own }) => [[head], ...own.map(rowOf)]);
  const heads = ['', 'A', 'B', 'B minus A'].map(heading);
  const table = layOut([heads, ...rows], ['left', 'right', 'right', 'right']);
  if (fits(table, width)) return table;
  return groups.map(({ head, own }) => [head, ...own.map(blockOf)].join('\n')).join('\n\n');
}

function rowOf(compared: ComparedFigure): string[] {
  const { first, second, difference, unit } = compared;
  // The interval stands below its value, so that the line stays short.
  const change = formatDifference(difference, unit).replace(' (', '\n(');
  return [`  ${labelOf(compared)}`, formatPoint(first, unit), formatPoint(second, unit), change];
}

/** The same where the terminal is narrow. */
function blockOf(compared: ComparedFigure): string {
  const { first, second, difference, unit } = compared;
  const rows = [
    ['    A', formatPoint(first, unit)],
    ['    B', formatPoint(second, unit)],
    ['    B minus A', formatDifference(difference, unit).replace(' (', '\n(')],
  ];
  return `  ${labelOf(compared)}\n${layOut(rows, ['left', 'left'])}`;
}

function sameText(figures: readonly ComparedFigure[], width: number): string | undefined {
  if (figures.length === 0) return undefined;
  const names = figures.map((compared) => {
    const value = formatPoint(compared.first, compared.unit);
    return `${labelOf(compared)} (${value})`;
  });
  return wrap(`The same in both: ${names.join('; ')}.`, width, 2);
}

function legend(shown: readonly ComparedFigure[], confidence: number, width: number): string {
  const reasons = new Set(shown.flatMap(({ because }) => because ?? []));
  const lines = [
    `Means over all runs, or shares of them; below each difference its ${confidence * 100} % interval.`,
    'Not distinguishable: that interval holds 0, so these runs do not tell the two apart.',
    ...[...reasons].map((reason) => `${reason}.`),
  ];
  return lines.map((line) => quiet(wrap(line, width, 2))).join('\n');
}

/** By design, unless both leave out the same. */
function notModelled({ first, second }: Comparison, width: number): (string | undefined)[] {
  const [a, b] = [first.notModelled, second.notModelled];
  if (JSON.stringify(a) === JSON.stringify(b)) return [notModelledText('Not modelled', a, width)];
  return [notModelledText('Not modelled in A', a, width), notModelledText('Not modelled in B', b, width)];
}
