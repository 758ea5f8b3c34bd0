/** The page of a comparison: two designs or more. */
import type { ComparedFigure, Comparison, Result } from '../../measure/result.js';
import type { Chart } from '../charts/chart.js';
import { formatDifference } from '../format.js';
import { comparisonMarks, figureGloss } from '../glossary.js';
import { lackedBy, overviewOf } from '../overview.js';
import { comparedName, designsOf, differs, isMain, letters, type Pair, pairsOf } from '../reading.js';
import { replayCommand } from '../replay.js';
import { comparisonInShort, provenance } from '../summary.js';
import { type Content, type Html, html } from './html.js';
import {
  assumptions,
  chartsGrid,
  figuresSection,
  folded,
  howToRead,
  list,
  notice,
  objectivesTable,
  section,
  verdictLine,
} from './sections.js';
import { estimateCell, type Row, table } from './table.js';

export function comparisonBody(comparison: Comparison, charts: readonly Chart[]): Html {
  const designs = designsOf(comparison);
  const two = designs.length === 2;
  const each = (content: (result: Result) => Content) =>
    designs.map((result, i) => html`<h3>${letters[i]}: ${result.scenario}</h3>${content(result)}`);
  return html`<header><h1>${two ? 'Two' : designs.length} designs compared</h1>
${designs.map((result, i) => html`<p class="question">${letters[i]}: ${result.scenario}</p>${verdictLine(result)}`)}
<p class="aside">${provenance(comparison)}; run k meets the same luck in ${two ? 'both' : 'all'}</p>
${notice(comparison)}</header>
<main>
${two ? section('In short', findings(comparison)) : section('At a glance', overviewTable(designs))}
${section('Differences', differences(comparison))}
${section('Pictures', chartsGrid(charts))}
${section('Objectives', each(objectivesTable))}
${section('Figures', each(figuresSection))}
${section('What is not modelled, and what was assumed', each(assumptions))}
${section('How to get this again', html`<pre><code>${replayCommand(comparison)}</code></pre>`)}
${section('How to read this page', howToRead(comparison, comparison.first.horizon))}
</main>`;
}

function findings(comparison: Comparison): Html {
  const groups = comparisonInShort(comparison);
  if (groups.length === 0) return html`<p>The two designs do not differ in any of the main figures.</p>`;
  return html`${groups.map(({ words, figures }) => html`<p>${words}:</p>${list(figures)}`)}`;
}

const noFigure = 'not a figure of this design';

/** A row a design with its means. */
function overviewTable(designs: readonly Result[]): Html {
  const columns = overviewOf(designs);
  if (columns.length === 0) return html`<p>Nothing was down, lost or in conflict in any of the designs.</p>`;
  const rows = designs.map(
    ({ scenario }, i): Row => ({
      head: html`${letters[i]} <small>${scenario}</small>`,
      cells: columns.map(({ means, unit }) =>
        means[i] === undefined ? html`<small>${noFigure}</small>` : estimateCell(means[i], unit),
      ),
    }),
  );
  return table('Means over all runs', ['Design', ...columns.map(({ label }) => label)], rows);
}

function differences(comparison: Comparison): Content {
  const pairs = pairsOf(comparison);
  if (pairs.length === 1) return differencesTable(pairs[0]!, comparison);
  return pairs.map(
    (pair) => html`<h3>${pair.letter}: ${pair.design.scenario}</h3>${differencesTable(pair, comparison)}`,
  );
}

/** The main figures first; those of populations and stores are folded away, those without a difference only named. */
function differencesTable({ letter, design, figures }: Pair, { first }: Comparison): Html {
  const moving = figures.filter(differs);
  const same = figures.filter((compared) => !differs(compared)).map(comparedName);
  const tables = [moving.filter(isMain), moving.filter((compared) => !isMain(compared))].map((part) =>
    part.length === 0
      ? undefined
      : table(
          'Differences, run by run',
          ['Figure', 'A', letter, `${letter} minus A`, `${letter} is`],
          part.map(differenceRow),
        ),
  );
  return html`${tables[0]}${tables[1] && folded('More differences', tables[1])}${
    same.length === 0 ? undefined : folded('No difference in', list(same))
  }${lacking(letter, design, first)}${lacking('A', first, design)}`;
}

function lacking(letter: string, design: Result, other: Result): Html | undefined {
  const names = lackedBy(design, other);
  if (names.length === 0) return undefined;
  const labels = names.map((name) => figureGloss(name).label);
  return html`<p class="aside">Not a figure of ${letter}: ${labels.join('; ')}.</p>`;
}

function differenceRow(compared: ComparedFigure): Row {
  const { unit, verdict, first, second, difference, because } = compared;
  return {
    head: comparedName(compared),
    cells: [
      estimateCell(first, unit),
      estimateCell(second, unit),
      formatDifference(difference, unit),
      html`<span class="verdict ${verdict}">${comparisonMarks[verdict]} ${verdict}</span>${
        because === undefined ? undefined : html` <small>${because}</small>`
      }`,
    ],
  };
}
