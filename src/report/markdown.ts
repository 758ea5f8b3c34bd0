/** A small report that reads well in a repository: Markdown, and its pictures as SVG files beside it. */
import type { FigureSummary, Result } from '../measure/result.js';
import { byHourCharts } from './charts/by-hour.js';
import { byPartitionCharts } from './charts/by-partition.js';
import type { Chart, Picture } from './charts/chart.js';
import { phasesChart } from './charts/phases.js';
import { recoveryTimeChart } from './charts/recovery-time.js';
import { versionsCharts } from './charts/versions.js';
import { writesLostChart } from './charts/writes-lost.js';
import { escapeMarkdown } from './escape.js';
import { formatEstimate, formatLargest } from './format.js';
import { figureGloss, mainFigures, verdictWords, yearFigures } from './glossary.js';
import { changesBlocks } from './markdown/changes.js';
import { fatesBlocks } from './markdown/fates.js';
import { runbooksBlocks } from './markdown/runbooks.js';
import { markdownTable } from './markdown/table.js';
import { perIncidentInWords } from './per-incident.js';
import { objectiveUnit } from './reading.js';
import { replayCommand } from './replay.js';
import { provenance, resultInShort, stoppedInWords } from './summary.js';
import { renderSvg } from './svg.js';

export interface MarkdownOptions {
  /** What the names of the picture files begin with, usually that of the scenario file; default `report`. */
  name?: string;
  /** The scenario file as the reader would type it in a command. */
  file?: string;
}

export interface MarkdownReport {
  markdown: string;
  /** The pictures by file name; the Markdown expects them beside itself. */
  svgs: Record<string, string>;
}

const pictureWidth = 720;

/** The same bytes for the same result. */
export async function renderMarkdown(result: Result, options: MarkdownOptions = {}): Promise<MarkdownReport> {
  const { name = 'report', file } = options;
  const svgs: Record<string, string> = {};
  const pictures: string[] = [];
  for (const chart of chartsOf(result)) {
    const fileName = `${name}-${chart.name}.svg`;
    if (hasPicture(chart)) svgs[fileName] = await renderSvg(chart, pictureWidth);
    pictures.push(chartText(chart, fileName));
  }
  const parts = [
    opening(result),
    objectives(result),
    figuresTable(result),
    ...perIncident(result),
    ...runbooksBlocks(result),
    ...changesBlocks(result),
    ...fatesBlocks(result),
    ...pictures,
    closing(result, file),
  ];
  return { markdown: `${parts.join('\n\n')}\n`, svgs };
}

function chartsOf(result: Result): Chart[] {
  return [
    recoveryTimeChart([result]),
    phasesChart(result),
    writesLostChart([result]),
    ...byHourCharts(result),
    ...byPartitionCharts([result]),
    ...versionsCharts(result),
  ];
}

function hasPicture(chart: Chart): chart is Chart & { picture: Picture } {
  return chart.picture !== undefined;
}

function opening(result: Result): string {
  const stopped = stoppedInWords(result);
  return lines([
    `# ${escapeMarkdown(result.scenario)}`,
    result.question === undefined ? undefined : `> ${escapeMarkdown(result.question)}`,
    `${escapeMarkdown(provenance(result))}.`,
    stopped === undefined ? undefined : `**${escapeMarkdown(stopped)}**`,
    resultInShort(result)
      .map((sentence) => `- ${sentence}`)
      .join('\n'),
  ]);
}

function objectives(result: Result): string {
  if (result.objectives.length === 0) return '## Objectives\n\nThe scenario states none.';
  const rows = result.objectives.map(({ objective, verdict, figure, because }) => {
    const { mark, word } = verdictWords[verdict];
    const reason = because === undefined ? '' : ` (${escapeMarkdown(because)})`;
    const measured = formatEstimate(figure, objectiveUnit(result, objective));
    return [escapeMarkdown(objective), `${mark} ${word}${reason}`, measured];
  });
  return `## Objectives\n\n${markdownTable(['Objective', 'Verdict', 'Measured'], rows)}`;
}

function figuresTable(result: Result): string {
  const rows = [...mainFigures, ...yearFigures].flatMap((name) => {
    const summary = result.figures[name];
    return summary === undefined ? [] : [figureRow(name, summary)];
  });
  return `## Figures\n\n${markdownTable(['Figure', 'Mean', 'p50', 'p95', 'p99', 'Largest'], rows)}`;
}

function figureRow(name: string, summary: FigureSummary): string[] {
  const { unit, mean, p50, p95, p99 } = summary;
  const { label, meaning } = figureGloss(name);
  const estimates = [mean, p50, p95, p99].map((estimate) => formatEstimate(estimate, unit));
  return [`**${label}**<br>${meaning}`, ...estimates, formatLargest(summary)];
}

function perIncident(result: Result): string[] {
  const sentences = perIncidentInWords(result);
  if (sentences.length === 0) return [];
  return [`## Incident by incident\n\n${sentences.map((one) => `- ${one}`).join('\n')}`];
}

function chartText({ title, caption, picture }: Chart, fileName: string): string {
  const image = picture === undefined ? undefined : `![${title}](${encodeURI(fileName)})`;
  return lines([`## ${title}`, image, escapeMarkdown(caption)]);
}

function closing(result: Result, file: string | undefined): string {
  const left = result.notModelled.map((line) => `- ${escapeMarkdown(line)}`).join('\n');
  const warnings = (result.warnings ?? []).map((line) => `- ${escapeMarkdown(line)}`).join('\n');
  return lines([
    warnings === '' ? undefined : `## Warnings\n\n${warnings}`,
    '## Not modelled',
    left === '' ? 'The model covers everything that the scenario says.' : left,
    '## The same again',
    `\`\`\`sh\n${replayCommand(result, file)}\n\`\`\``,
  ]);
}

/** The blocks that there are, with an empty line between them. */
function lines(blocks: readonly (string | undefined)[]): string {
  return blocks.filter((block) => block !== undefined).join('\n\n');
}
