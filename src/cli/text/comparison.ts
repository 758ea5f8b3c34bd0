/** Two designs or more beside each other. */
import {
  type ComparedFigure,
  type Comparison,
  type ComparisonVerdict,
  countOf,
  designsOf,
  differs,
  figureGloss,
  formatDifference,
  formatDuration,
  formatPoint,
  lackedBy,
  letters,
  pairsOf,
  stoppedInWords,
} from '../../index.js';
import { isShown, labelOf } from './compared-figure.js';
import { differencesText, overviewText } from './designs.js';
import { fits, layOut, sections, wrap } from './layout.js';
import { objectivesText } from './objectives.js';
import { notModelledText } from './remarks.js';
import { heading, judgement, quiet } from './style.js';

/** `files` name the designs as one would type them in a command. */
export function comparisonText(comparison: Comparison, files: readonly string[], width: number): string {
  const stopped = stoppedInWords(comparison);
  const several = comparison.others !== undefined;
  return `${sections([
    title(comparison, files, width),
    stopped === undefined ? undefined : wrap(stopped, width),
    ...(several
      ? [overviewText(comparison, width), differencesText(comparison, width)]
      : twoText(comparison, width)),
    legend(comparison, width),
    ...designsOf(comparison).map((design, i) => `${letters[i]}: ${objectivesText(design, width)}`),
    ...notModelled(comparison, width),
  ])}\n`;
}

function twoText(comparison: Comparison, width: number): (string | undefined)[] {
  const shown = comparison.figures.filter((compared) => isShown(compared, comparison));
  const same = shown.filter((compared) => !differs(compared));
  return [tableText(shown.filter(differs), width), sameText(same, width), onlyText(comparison, width)];
}

function title(comparison: Comparison, files: readonly string[], width: number): string {
  const { first, runs, seed, others } = comparison;
  const designs = designsOf(comparison).map(({ scenario }, index) => {
    return `${letters[index]}  ${heading(wrap(scenario, width - 3, 3))}\n   ${quiet(files[index]!)}`;
  });
  const batch = `${countOf(runs, 'run')} of ${formatDuration(first.horizon)} in each design, seed ${seed}; run k meets the same luck in ${others ? 'all' : 'both'}`;
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

/** What one of two designs cannot have. */
function onlyText(comparison: Comparison, width: number): string | undefined {
  const { first, second } = comparison;
  const lacked = { A: lackedBy(first, second), B: lackedBy(second, first) };
  const lines = Object.entries(lacked).flatMap(([letter, figures]) => {
    const names = figures.map((name) => figureGloss(name).label);
    return names.length === 0 ? [] : [wrap(`Not a figure of ${letter}: ${names.join('; ')}.`, width, 2)];
  });
  return lines.length === 0 ? undefined : lines.join('\n');
}

function legend(comparison: Comparison, width: number): string {
  const { confidence, others } = comparison;
  const where = others ? 'each design minus A with its' : 'below each difference its';
  const reasons = new Set(
    pairsOf(comparison).flatMap(({ letter, figures }) =>
      figures
        .filter((compared) => isShown(compared, comparison))
        .flatMap(({ because }) =>
          because === undefined ? [] : others ? `${letter} against A: ${because}` : because,
        ),
    ),
  );
  const lines = [
    `Means over all runs, or shares of them; ${where} ${confidence * 100} % interval.`,
    'Not distinguishable: that interval holds 0, so these runs do not tell the two apart.',
    ...[...reasons].map((reason) => `${reason}.`),
  ];
  return lines.map((line) => quiet(wrap(line, width, 2))).join('\n');
}

/** By design, unless all leave out the same. */
function notModelled(comparison: Comparison, width: number): (string | undefined)[] {
  const lists = designsOf(comparison).map((design) => design.notModelled);
  const [first] = lists.map((list) => JSON.stringify(list));
  if (lists.every((list) => JSON.stringify(list) === first)) {
    return [notModelledText('Not modelled', lists[0]!, width)];
  }
  return lists.map((list, i) => notModelledText(`Not modelled in ${letters[i]}`, list, width));
}
