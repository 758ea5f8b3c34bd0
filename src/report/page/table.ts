/** Tables of figures. On a narrow screen each row becomes a block; explicit roles keep it a table for readers aloud. */
import type { Estimate, FigureSummary, Figures, Unit } from '../../measure/result.js';
import { formatInterval, formatLargest, formatPoint, formatValue } from '../format.js';
import { figureGloss } from '../glossary.js';
import { type Content, type Html, html } from './html.js';

/** One row: its head, then one content for each column but the first. */
export interface Row {
  head: Content;
  cells: Content[];
}

/** A table with a caption for readers aloud, column heads, and a head in every row. */
export function table(caption: string, columns: readonly string[], rows: readonly Row[]): Html {
  return html`<table role="table">
<caption class="aside">${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
    (column) => html`<th scope="col" role="columnheader">${column}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${rows.map(({ head, cells }) => tableRow(head, cells, columns))}</tbody>
</table>
`;
}

function tableRow(head: Content, cells: readonly Content[], columns: readonly string[]): Html {
  return html`<tr role="row"><th scope="row" role="rowheader">${head}</th>${cells.map(
    (cell, i) => html`<td role="cell" data-column="${columns[i + 1]}">${cell}</td>`,
  )}</tr>
`;
}

/** The value, and its interval in small print below. */
export function estimateCell(estimate: Estimate, unit: Unit): Html {
  const interval = formatInterval(estimate, unit);
  return html`<span class="value">${formatPoint(estimate, unit)}</span>${
    interval === undefined ? undefined : html` <small>(${interval})</small>`
  }`;
}

/** What a name means, in small print below it. */
export function glossed(name: string): Html {
  const { label, meaning } = figureGloss(name);
  return html`${label}${meaning === '' ? undefined : html` <small>${meaning}</small>`}`;
}

const none = '\u2013';
const statisticColumns = ['Mean', 'p50', 'p95', 'p99', 'Largest', 'Runs above 0'];

/** One row a figure. */
export function figuresTable(caption: string, figures: Figures, names: readonly string[]): Html {
  const rows = names.flatMap((name) => {
    const summary = figures[name]!;
    return [{ head: glossed(name), cells: statisticCells(summary) }, ...givenIncident(name, summary)];
  });
  return table(caption, ['Figure', ...statisticColumns], rows);
}

/** One row a group, such as a store, for one figure. */
export function groupsTable(
  caption: string,
  kind: string,
  groups: Record<string, Figures>,
  figure: string,
): Html {
  const rows = Object.entries(groups).flatMap(([name, figures]) => {
    const summary = figures[figure];
    return summary === undefined ? [] : [{ head: name, cells: statisticCells(summary) }];
  });
  return table(caption, [kind, ...statisticColumns], rows);
}

function statisticCells(summary: FigureSummary): Content[] {
  const { unit, mean, p50, p95, p99, shareAboveZero } = summary;
  return [
    ...[mean, p50, p95, p99].map((estimate) => estimateCell(estimate, unit)),
    html`<span class="value">${formatLargest(summary)}</span>`,
    // That an availability is above 0 tells nobody anything.
    unit === 'share' ? none : estimateCell(shareAboveZero, 'share'),
  ];
}

function givenIncident(name: string, { unit, givenIncident: given }: FigureSummary): Row[] {
  if (given === undefined) return [];
  const head = html`${figureGloss(name).label} <small>among the ${formatValue(given.runs, 'runs')} runs with an \
incident</small>`;
  const quantiles = [given.p50, given.p95, given.p99].map((estimate) => estimateCell(estimate, unit));
  return [{ head, cells: [none, ...quantiles, none, none] }];
}
