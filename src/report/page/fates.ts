/** What became of acknowledged writes, store by store, and what splits of writers left behind. */
import type { ConflictRule, Figures, Result } from '../../measure/result.js';
import { fatesOf, lossesOf, policyInWords, quietLossInWords, splitFigures } from '../fates.js';
import { formatLargest, formatShare } from '../format.js';
import { figureGloss } from '../glossary.js';
import { type Content, type Html, html } from './html.js';
import { estimateCell, figuresTable, type Row, table } from './table.js';

/** Undefined where all writes of all stores survive in every run, and no writers were apart. */
export function fatesContent({ byStore, conflicts }: Result): Html | undefined {
  const parts = Object.entries(byStore).flatMap(([store, figures]) => [
    fatesTable(store, figures),
    splitContent(store, figures, conflicts?.[store]),
  ]);
  return parts.every((part) => part === undefined) ? undefined : html`${parts}`;
}

function fatesTable(store: string, figures: Figures): Html | undefined {
  const fates = fatesOf(figures);
  if (fates.length === 0) return undefined;
  const rows = fates.map(({ label, figure, summary, share }): Row => {
    const { mean, p50, p95, shareAboveZero } = summary;
    return {
      head: html`${label} <small>${figureGloss(figure).meaning}</small>`,
      cells: [
        html`<span class="value">${formatShare(share)}</span>`,
        ...[mean, p50, p95].map((estimate) => estimateCell(estimate, 'writes')),
        html`<span class="value">${formatLargest(summary)}</span>`,
        estimateCell(shareAboveZero, 'share'),
      ],
    };
  });
  const columns = [store, 'Of all', 'Mean', 'p50', 'p95', 'Largest', 'Runs above 0'];
  return table(`The writes of ${store}; means add up`, columns, [...rows, ...togetherRow(figures)]);
}

const none = '\u2013';

function togetherRow({ acknowledged }: Figures): Row[] {
  if (acknowledged === undefined) return [];
  const mean = estimateCell(acknowledged.mean, 'writes');
  const largest = html`<span class="value">${formatLargest(acknowledged)}</span>`;
  return [{ head: 'Acknowledged', cells: ['100 %', mean, none, none, largest, none] }];
}

function splitContent(store: string, figures: Figures, rule: ConflictRule | undefined): Html | undefined {
  const names = splitFigures(figures);
  if (names.length === 0) return undefined;
  const policy = rule === undefined ? '' : `: ${policyInWords(rule)}`;
  return html`<h3>${`After a split of ${store}${policy}`}</h3>
${figuresTable('Over all runs; intervals in brackets', figures, names)}${lossesTable(figures, rule)}`;
}

function lossesTable(figures: Figures, rule: ConflictRule | undefined): Content {
  const losses = lossesOf(figures, rule);
  const quiet = quietLossInWords(figures, rule);
  const aside = quiet === undefined ? undefined : html`<p class="aside">${quiet}</p>`;
  if (losses.length === 0) return aside;
  const rows = losses.map(
    ({ figure, summary, reading }): Row => ({
      head: figureGloss(figure).label,
      cells: [estimateCell(summary.mean, summary.unit), estimateCell(summary.p95, summary.unit), reading],
    }),
  );
  const caption = 'Of the splits, three things are called “lost writes”; they are not the same';
  return html`${table(caption, ['Figure', 'Mean', 'p95', 'What it is here'], rows)}${aside}`;
}
