/** One self-contained HTML page: no network, no other file. */
import type { Comparison, Result } from '../measure/result.js';
import type { Chart } from './charts/chart.js';
import { comparisonCharts, resultCharts } from './charts.js';
import { scriptJson } from './escape.js';
import { comparisonBody } from './page/comparison.js';
import { fatesContent } from './page/fates.js';
import { type Content, type Html, html, trusted } from './page/html.js';
import { chartLibraries } from './page/libraries.js';
import { pageScript } from './page/script.js';
import {
  assumptions,
  chartsGrid,
  figuresSection,
  groupsSection,
  howToRead,
  list,
  notice,
  objectivesTable,
  section,
  verdictLine,
} from './page/sections.js';
import { pageFont, pageStyle } from './page/style.js';
import { perIncidentInWords } from './per-incident.js';
import { isComparison } from './reading.js';
import { notableRuns, replayCommand } from './replay.js';
import { provenance, resultInShort } from './summary.js';
import { chartConfig, cssPalette } from './theme.js';

/**
 * The page of a result, or of two designs side by side. From a summary document the pictures that need the runs are
 * named as missing. Works in Node: it reads the chart libraries from their packages.
 */
export async function renderPage(document: Result | Comparison): Promise<string> {
  const libraries = await chartLibraries();
  const comparison = isComparison(document);
  const charts = comparison ? comparisonCharts(document) : resultCharts(document);
  const body = comparison ? comparisonBody(document, charts) : resultBody(document, charts);
  const title = comparison ? `${document.first.scenario} or ${document.second.scenario}` : document.scenario;
  return page(title, body, charts, libraries).text;
}

/** Nothing may be loaded; the inline scripts are ours, and vega compiles its expressions. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function page(title: string, body: Content, charts: readonly Chart[], libraries: readonly string[]): Html {
  const pictures = Object.fromEntries(
    charts.flatMap(({ name, picture }) => (picture ? [[name, picture]] : [])),
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${trusted(pageStyle)}</style>
</head>
<body>
${body}
<script type="application/json" id="pictures">${trusted(scriptJson(pictures))}</script>
<script type="application/json" id="chart-config">${trusted(scriptJson(chartConfig(cssPalette, pageFont)))}</script>
${libraries.map(
  (code) => html`<script>${trusted(code)}</script>
`,
)}<script>${trusted(pageScript)}</script>
</body>
</html>
`;
}

function resultBody(result: Result, charts: readonly Chart[]): Html {
  const fates = fatesContent(result);
  const incidents = perIncidentInWords(result);
  return html`<header><h1>${result.scenario}</h1>
${result.question === undefined ? undefined : html`<p class="question">${result.question}</p>`}
${verdictLine(result)}<p class="aside">${provenance(result)}</p>
${notice(result)}</header>
<main>
${section('In short', list(resultInShort(result)))}
${section('Objectives', objectivesTable(result))}
${section('Pictures', chartsGrid(charts))}
${section('Figures', figuresSection(result))}
${incidents.length === 0 ? undefined : section('Incident by incident', list(incidents))}
${fates === undefined ? undefined : section('What became of acknowledged writes', fates)}
${section('By client population', groupsSection('Population', result.byPopulation))}
${section('By store', groupsSection('Store', result.byStore))}
${section('What is not modelled, and what was assumed', assumptions(result))}
${section('How to get this again', replay(result))}
${section('How to read this page', howToRead(result, result.horizon))}
</main>`;
}

function replay(result: Result): Html {
  const runs = notableRuns(result);
  return html`<p>The same scenario, seed and number of runs give the same figures on any machine:</p>
<pre><code>${replayCommand(result)}</code></pre>
${
  runs.length === 0
    ? undefined
    : html`<p>Runs worth a look:</p>${list(runs.map(({ reason, command }) => html`${reason}: <code>${command}</code>`))}`
}`;
}
