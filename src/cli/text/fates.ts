/** What became of acknowledged writes, store by store, and what splits of writers left behind. */
import {
  type FigureSummary,
  type Figures,
  fatesOf,
  figureGloss,
  formatPoint,
  formatShare,
  formatValue,
  halfWidth,
  lossesOf,
  policyInWords,
  quietLossInWords,
  type Result,
  splitFigures,
} from '../../index.js';
import { fits, layOut, sections, wrap } from './layout.js';
import { heading, quiet } from './style.js';

/** Undefined where all writes survive in every run and no writers were apart. */
export function fatesText(result: Result, width: number): string | undefined {
  const parts = Object.entries(result.byStore).flatMap(([store, figures]) => [
    fatesTable(store, figures, width),
    splitText(store, result, width),
    lossesText(store, result, width),
  ]);
  const shown = sections(parts);
  return shown === '' ? undefined : sections([shown, fatesLegend(result, width)]);
}

function fatesTable(store: string, figures: Figures, width: number): string | undefined {
  const fates = fatesOf(figures);
  const { acknowledged } = figures;
  if (fates.length === 0 || acknowledged === undefined) return undefined;
  const rows = fates.map(({ figure, label, summary, share }) => [
    `  ${label}`,
    ...meanCells(summary),
    formatShare(share),
    ...(figure === 'surviving'
      ? ['–', '–', '–']
      : [
          formatPoint(summary.p50, 'writes'),
          formatPoint(summary.p95, 'writes'),
          formatPoint(summary.shareAboveZero, 'share'),
        ]),
  ]);
  const together = ['  Acknowledged', ...meanCells(acknowledged), '100 %', '', '', ''];
  const heads = ['', 'mean', '±', 'of all', 'p50', 'p95', 'above 0'].map(heading);
  const right = heads.slice(1).map(() => 'right' as const);
  const table = layOut([heads, ...rows, together], ['left', ...right]);
  const title = heading(wrap(`What became of the writes of ${store}`, width));
  const narrow = () =>
    layOut(
      [...rows, together].map((cells) => cells.slice(0, 4)),
      ['left', ...right.slice(0, 3)],
    );
  return `${title}\n${fits(table, width) ? table : narrow()}`;
}

function meanCells({ mean, unit }: FigureSummary): string[] {
  const half = halfWidth(mean);
  return [formatPoint(mean, unit), half === undefined ? '–' : formatValue(half, unit)];
}

/** Mean and quantiles in a line a figure, so that the block stays short. */
function splitText(store: string, { byStore, conflicts }: Result, width: number): string | undefined {
  const figures = byStore[store]!;
  const names = splitFigures(figures);
  if (names.length === 0) return undefined;
  const rule = conflicts?.[store];
  const title = `After a split of ${store}${rule === undefined ? '' : `: ${policyInWords(rule)}`}`;
  const rows = names.map((name) => {
    const { unit, p50, p95 } = figures[name]!;
    return [
      `  ${figureGloss(name).label}`,
      ...meanCells(figures[name]!),
      formatPoint(p50, unit),
      formatPoint(p95, unit),
    ];
  });
  const heads = ['', 'mean', '±', 'p50', 'p95'].map(heading);
  const table = layOut([heads, ...rows], ['left', 'right', 'right', 'right', 'right']);
  const narrow = () =>
    rows.map(
      ([label, mean, half, p50, p95]) =>
        `${label}\n    ${wrap(`mean ${mean} ± ${half}, p50 ${p50}, p95 ${p95}`, width - 4, 4)}`,
    );
  return [heading(wrap(title, width)), ...(fits(table, width) ? [table] : narrow())].join('\n');
}

/** The narrowest column in which a reading still reads well. */
const narrowest = 24;

function lossesText(store: string, { byStore, conflicts }: Result, width: number): string | undefined {
  const losses = lossesOf(byStore[store]!, conflicts?.[store]);
  const quietLoss = quietLossInWords(byStore[store]!, conflicts?.[store]);
  const last = quietLoss === undefined ? [] : [wrap(quietLoss, width)];
  if (losses.length === 0) return last[0];
  const rows = losses.map(({ figure, summary, reading }) => [
    `  ${figureGloss(figure).label}`,
    formatPoint(summary.mean, summary.unit),
    formatPoint(summary.p95, summary.unit),
    reading,
  ]);
  const widest = (column: number) => Math.max(...rows.map((row) => row[column]!.length), 4);
  const room = width - widest(0) - widest(1) - widest(2) - 6;
  const title = heading(wrap(`Three things called “lost writes” of splits of ${store}`, width));
  if (room >= narrowest) {
    const told = rows.map(([label, mean, p95, reading]) => [
      label!,
      mean!,
      p95!,
      quiet(wrap(reading!, room)),
    ]);
    const heads = ['', 'mean', 'p95', ''].map(heading);
    return [title, layOut([heads, ...told], ['left', 'right', 'right', 'left']), ...last].join('\n');
  }
  const blocks = rows.map(
    ([label, mean, p95, reading]) =>
      `${label}\n    ${wrap(`mean ${mean}, p95 ${p95}: ${reading}`, width - 4, 4)}`,
  );
  return [title, ...blocks, ...last].join('\n');
}

/** The classes that need a word. */
function fatesLegend({ byStore, confidence }: Result, width: number): string | undefined {
  const fates = Object.values(byStore).flatMap(fatesOf);
  const shown = new Set(fates.map(({ figure }) => figure));
  shown.delete('surviving');
  if (shown.size === 0) return undefined;
  const lines = [
    `±: half of the ${confidence * 100} % interval of the mean; the means add up.`,
    ...[...shown].map((name) => {
      const { label, meaning } = figureGloss(name);
      return `${label}: ${meaning}.`;
    }),
  ];
  return lines.map((line) => quiet(wrap(line, width, 2))).join('\n');
}
