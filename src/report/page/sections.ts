/** The parts of a page. */
import type { Comparison, Figures, Result } from '../../measure/result.js';
import type { Chart } from '../charts/chart.js';
import { formatDuration, formatEstimate } from '../format.js';
import { figureGloss, inReadingOrder, mainFigures, phaseGlosses, terms, verdictWords } from '../glossary.js';
import { objectiveUnit } from '../reading.js';
import { stoppedInWords } from '../summary.js';
import { type Content, type Html, html, trusted } from './html.js';
import { figuresTable, groupsTable, type Row, table } from './table.js';

export function section(title: string, ...contents: Content[]): Html {
  return html`<section><h2>${title}</h2>
${contents}</section>
`;
}

export function list(items: readonly Content[]): Html {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>
`;
}

export function folded(title: string, ...contents: Content[]): Html {
  return html`<details><summary>${title}</summary>
${contents}</details>
`;
}

/** Each objective with its verdict in words, what was measured, and why a verdict is unknown. */
export function objectivesTable(result: Result): Html {
  if (result.objectives.length === 0) return html`<p>The scenario states no objective.</p>`;
  const rows = result.objectives.map(({ objective, verdict, figure, because }): Row => {
    const { mark, word } = verdictWords[verdict];
    const reason = because === undefined ? undefined : html` <small>${because}</small>`;
    return {
      head: objective,
      cells: [
        html`<span class="verdict ${verdict}">${mark} ${word}</span>${reason}`,
        formatEstimate(figure, objectiveUnit(result, objective)),
      ],
    };
  });
  return table(
    'What the scenario promises, and what the runs say',
    ['Objective', 'Verdict', 'Measured'],
    rows,
  );
}

/** The figures of all requests and writes; those that are 0 in every run are only named. */
export function figuresSection({ figures }: Result): Html {
  const names = inReadingOrder(Object.keys(figures));
  const zero = names.filter((name) => isAlwaysZero(figures, name));
  const shown = names.filter((name) => !zero.includes(name));
  return html`${figuresTable('Over all runs; intervals in brackets', figures, shown)}${alwaysZero(zero)}`;
}

/** A table a main figure with one row a group; other figures that are above 0 anywhere are folded away. */
export function groupsSection(kind: string, groups: Record<string, Figures>): Html {
  const names = inReadingOrder([
    ...new Set(Object.values(groups).flatMap((figures) => Object.keys(figures))),
  ]);
  const moving = names.filter((name) =>
    Object.values(groups).some((figures) => !isAlwaysZero(figures, name)),
  );
  const main = moving.filter((name) => mainFigures.has(name));
  const others = moving.filter((name) => !mainFigures.has(name));
  const one = (name: string) => groupsTable(captionOf(name), kind, groups, name);
  const more = main.length === 0 ? others.map(one) : folded('More figures', others.map(one));
  const zero = names.filter((name) => !moving.includes(name));
  return html`${main.map(one)}${others.length === 0 ? undefined : more}${alwaysZero(zero)}`;
}

function captionOf(name: string): string {
  const { label, meaning } = figureGloss(name);
  return meaning === '' ? label : `${label}: ${meaning}`;
}

function isAlwaysZero(figures: Figures, name: string): boolean {
  const summary = figures[name];
  return summary === undefined || (summary.max === 0 && summary.censored === 0);
}

function alwaysZero(names: readonly string[]): Html | undefined {
  if (names.length === 0) return undefined;
  return html`<p class="aside">Zero in every run: ${names.map((name) => figureGloss(name).label).join(', ')}.</p>
`;
}

/** Pictures side by side where there is room; what cannot be drawn is said in words. */
export function chartsGrid(charts: readonly Chart[]): Html {
  return html`<div class="charts">
${charts.map(
  (chart) => html`<div${chart.wide ? trusted(' class="wide"') : undefined}>${chartFigure(chart)}</div>
`,
)}</div>
<noscript><p>The pictures need JavaScript; every figure is in the tables as well.</p></noscript>
`;
}

function chartFigure({ name, title, caption, picture }: Chart): Html {
  const heading = html`<h3 id="${name}">${title}</h3>`;
  if (picture === undefined) return html`${heading}<p>${caption}</p>`;
  return html`<figure>${heading}
<div class="plot" data-picture="${name}" role="img" aria-label="${`${title}. ${caption}`}"><div></div></div>
<figcaption>${caption}</figcaption></figure>`;
}

/** What the model leaves out and what it assumed without being told. */
export function assumptions({ defaults, notModelled, warnings = [] }: Result): Html {
  const left =
    notModelled.length === 0
      ? html`<p>The model covers everything that the scenario says.</p>`
      : html`<p>The scenario says this, and the model does not cover it:</p>${list(notModelled)}`;
  const warned = warnings.length === 0 ? html`` : html`<p>To be known before all else:</p>${list(warnings)}`;
  const assumed =
    defaults.length === 0
      ? html`<p>No default was used: the scenario says everything itself.</p>`
      : folded(
          `Defaults that were used (${defaults.length})`,
          list(defaults.map((line) => html`<code>${line}</code>`)),
        );
  return html`${warned}${left}${assumed}`;
}

/** The words of the page, for those who have not met them. */
export function howToRead({ confidence }: Result | Comparison, horizon: number): Html {
  const meanings = [
    ...terms,
    { label: 'confidence', meaning: `intervals hold at ${confidence * 100} %, with equal tails` },
    { label: 'horizon', meaning: `each run simulates ${formatDuration(horizon)}` },
    ...Object.values(phaseGlosses),
  ];
  return html`<dl>${meanings.map(({ label, meaning }) => html`<dt>${label}</dt><dd>${meaning}</dd>`)}</dl>`;
}

/** The verdict on all objectives; nothing where none is stated. */
export function verdictLine({ objectives, verdict }: Result): Html | undefined {
  if (objectives.length === 0) return undefined;
  const { mark, word } = verdictWords[verdict];
  return html`<p>Objectives: <span class="verdict ${verdict}">${mark} ${word}</span></p>
`;
}

/** Why a batch stopped before its aim. */
export function notice(document: Result | Comparison): Html | undefined {
  const words = stoppedInWords(document);
  return words === undefined ? undefined : html`<p class="notice">${words}</p>`;
}
