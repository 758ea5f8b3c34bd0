/** What became of acknowledged writes, store by store, and what splits of writers left behind. */
import type { Figures, Result } from '../../measure/result.js';
import { escapeMarkdown } from '../escape.js';
import { fatesOf, lossesOf, policyInWords, quietLossInWords, splitFigures } from '../fates.js';
import { formatEstimate, formatLargest, formatShare } from '../format.js';
import { figureGloss } from '../glossary.js';
import { markdownTable } from './table.js';

/** Blocks of Markdown; none where all writes of all stores survive in every run. */
export function fatesBlocks({ byStore, conflicts }: Result): string[] {
  const stores = Object.entries(byStore);
  const tables = stores.flatMap(([store, figures]) => fatesTable(store, figures) ?? []);
  const splits = stores.flatMap(([store, figures]) => splitBlocks(store, figures, conflicts?.[store]));
  const title = '## What became of acknowledged writes\n\nThe means add up.';
  return [...(tables.length === 0 ? [] : [title, ...tables]), ...splits];
}

function fatesTable(store: string, figures: Figures): string | undefined {
  const fates = fatesOf(figures);
  if (fates.length === 0) return undefined;
  const rows = fates.map(({ label, figure, summary, share }) => {
    const estimates = [summary.mean, summary.p50, summary.p95].map((one) => formatEstimate(one, 'writes'));
    const head = `**${label}**<br>${figureGloss(figure).meaning}`;
    return [head, formatShare(share), ...estimates, formatLargest(summary)];
  });
  const columns = [escapeMarkdown(store), 'Of all', 'Mean', 'p50', 'p95', 'Largest'];
  return markdownTable(columns, [...rows, ...togetherRow(figures)]);
}

function togetherRow({ acknowledged }: Figures): string[][] {
  if (acknowledged === undefined) return [];
  const mean = formatEstimate(acknowledged.mean, 'writes');
  return [['**Acknowledged**', '100 %', mean, '', '', formatLargest(acknowledged)]];
}

type Rule = NonNullable<Result['conflicts']>[string];

function splitBlocks(store: string, figures: Figures, rule: Rule | undefined): string[] {
  const names = splitFigures(figures);
  if (names.length === 0) return [];
  const policy = rule === undefined ? '' : `: ${escapeMarkdown(policyInWords(rule))}`;
  const rows = names.map((name) => {
    const { unit, mean, p50, p95, p99 } = figures[name]!;
    const { label, meaning } = figureGloss(name);
    const estimates = [mean, p50, p95, p99].map((one) => formatEstimate(one, unit));
    return [`**${label}**<br>${meaning}`, ...estimates, formatLargest(figures[name]!)];
  });
  const columns = ['Figure', 'Mean', 'p50', 'p95', 'p99', 'Largest'];
  return [
    `## After a split of ${escapeMarkdown(store)}${policy}`,
    markdownTable(columns, rows),
    ...lossesBlocks(figures, rule),
  ];
}

function lossesBlocks(figures: Figures, rule: Rule | undefined): string[] {
  const losses = lossesOf(figures, rule);
  const quiet = quietLossInWords(figures, rule) ?? [];
  if (losses.length === 0) return [quiet].flat();
  const rows = losses.map(({ figure, summary, reading }) => [
    `**${figureGloss(figure).label}**`,
    formatEstimate(summary.mean, summary.unit),
    formatEstimate(summary.p95, summary.unit),
    reading,
  ]);
  return [
    'Of the splits, three things are called “lost writes”. They are not the same:',
    markdownTable(['', 'Mean', 'p95', 'What it is here'], rows),
    ...[quiet].flat(),
  ];
}
