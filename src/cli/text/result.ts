/** A result as an architect reads it in a terminal. */
import {
  countOf,
  type Figures,
  formatDuration,
  type Result,
  stoppedInWords,
  yearFigures,
} from '../../index.js';
import { changesText } from './changes.js';
import { fatesText } from './fates.js';
import { figuresText, type NamedFigure, nameFigure } from './figures.js';
import { type GroupColumn, groupsText } from './groups.js';
import { sections, wrap } from './layout.js';
import { objectivesText } from './objectives.js';
import { perIncidentText } from './per-incident.js';
import { phasesText } from './phases.js';
import { remarksText } from './remarks.js';
import { runbooksText } from './runbooks.js';
import { heading, quiet } from './style.js';

const mainFigures = ['rto', 'rpo', 'writesLost'];
const serviceFigures = ['downtime', 'availability', 'requestAvailability'];

const ofPopulations: readonly GroupColumn[] = [
  { head: 'RTO, mean', figure: 'rto', statistic: 'mean' },
  { head: 'RTO, p95', figure: 'rto', statistic: 'p95' },
  { head: 'answered, mean', figure: 'requestAvailability', statistic: 'mean' },
];
const ofStores: readonly GroupColumn[] = [
  { head: 'RPO, p95', figure: 'rpo', statistic: 'p95' },
  { head: 'writes lost, mean', figure: 'writesLost', statistic: 'mean' },
  { head: 'writes lost, p95', figure: 'writesLost', statistic: 'p95' },
];

/** `scenario` are the words that name the scenario in a command: its file and how it is varied. */
export function resultText(result: Result, scenario: readonly string[], width: number): string {
  const stopped = stoppedInWords(result);
  const figures = figuresText(chooseFigures(result.figures), result.runs, width);
  return `${sections([
    title(result, width),
    stopped === undefined ? undefined : wrap(stopped, width),
    figures.text,
    legend(result, figures.intervals, width),
    perIncidentText(result, width),
    phasesText(result, width),
    groupsText('Population', result.byPopulation, ofPopulations, width),
    groupsText('Store', result.byStore, ofStores, width),
    runbooksText(result, width),
    changesText(result, width),
    fatesText(result, width),
    objectivesText(result, width),
    remarksText(result, scenario, width),
  ])}\n`;
}

function title({ scenario, question, runs, horizon, seed }: Result, width: number): string {
  return [
    heading(wrap(scenario, width)),
    ...(question === undefined ? [] : [wrap(question, width)]),
    quiet(wrap(`${countOf(runs, 'run')} of ${formatDuration(horizon)} each, seed ${seed}`, width)),
  ].join('\n');
}

function chooseFigures(figures: Figures): NamedFigure[] {
  return [...mainFigures, ...serviceFigures, ...yearFigures].flatMap((name) => {
    const summary = figures[name];
    return summary === undefined ? [] : [nameFigure(name, summary)];
  });
}

/** How to read the table above it. */
function legend({ confidence, figures }: Result, intervals: string, width: number): string {
  const censored = figures['rto']?.censored ?? 0;
  const lines = [
    `${intervals}: the ${confidence * 100} % interval, where the true value lies given this number of runs.`,
    'p95: 95 of 100 runs are at or below this value; above 0: the share of runs with more than 0.',
    'RTO: from the first fall of service below its threshold until it is back to stay; worst incident.',
    'RPO: from the oldest acknowledged write that is lost to the fault that lost it; 0 when none is lost.',
    ...(censored > 0
      ? [`over, at least: ${countOf(censored, 'run')} had not recovered when the simulated time was up.`]
      : []),
  ];
  return lines.map((line) => quiet(wrap(line, width, 2))).join('\n');
}
