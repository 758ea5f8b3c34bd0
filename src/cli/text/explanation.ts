/** One run as a timeline in words. */
import {
  type Explanation,
  figureGloss,
  formatDuration,
  formatValue,
  type Moment,
  narrate,
  type PhaseName,
  type RunFigure,
} from '../../index.js';
import { clock } from './clock.js';
import { figureLabel } from './figures.js';
import { layOut, sections, wrap } from './layout.js';
import { partsText } from './phases.js';
import { heading, quiet } from './style.js';

/** Always told. */
const main = ['rto', 'rpo', 'writesLost'];
/** Told where there is something to tell. */
const further = ['merged', 'diverged', 'pending', 'downtime', 'failedRequests', 'relapses'];
/** Of stores whose writers were apart. */
const ofSplits = ['apart', 'keysInConflict', 'divergence', 'repair'];
/** Of populations and stores, where there are several. */
const ofGroups = ['rto', 'rpo', 'writesLost'];

export function explanationText(explanation: Explanation, width: number): string {
  const { scenario, run, seed, horizon } = explanation;
  const moments = narrate(explanation);
  return `${sections([
    `${heading(wrap(scenario, width))}\n${quiet(`Run ${run}, seed ${seed}, ${formatDuration(horizon)} of simulated time`)}`,
    moments.length === 0 ? 'Nothing happened.' : timelineText(moments, width),
    timeText(explanation, width),
    figuresText(explanation),
  ])}\n`;
}

/** Seconds; from here on a duration in words is too coarse to tell two moments apart. */
const hour = 3600;

/** A line a sentence; the time of the run, and that since the fault, stand before the first of a moment. */
function timelineText(moments: readonly Moment[], width: number): string {
  const times = moments.map(({ at, after }) => [
    clock(at),
    after === undefined ? '' : `+${after < hour ? formatDuration(after) : clock(after)}`,
  ]);
  const heads = ['time', 'since the fault'];
  const widest = (column: number) => Math.max(...[heads, ...times].map((row) => row[column]!.length));
  const room = width - widest(0) - widest(1) - 6;
  const rows = moments.flatMap(({ sentences }, index) =>
    sentences.map((sentence, line) => [
      ...(line === 0 ? times[index]!.map(quiet) : ['', '']),
      wrap(sentence, room, 2),
    ]),
  );
  return layOut([[...heads.map(quiet), ''], ...rows], ['right', 'right', 'left']);
}

function timeText({ figures }: Explanation, width: number): string | undefined {
  const rto = figures.find(({ name }) => name === 'rto')!;
  const parts = figures
    .filter(({ group }) => group === 'phase')
    .map(({ figure, atLeast }) => [figure as PhaseName, atLeast] as const);
  const together =
    rto.value === null ? { value: null, atLeast: rto.atLeast } : { value: rto.value, low: null, high: null };
  const several = figures.some(({ name, atLeast }) => name === 'incidents' && atLeast > 1);
  const title = `Where the recovery time${several ? ' of the worst incident' : ''} went`;
  return partsText(title, parts, together, width);
}

function figuresText({ figures }: Explanation): string {
  const named = (names: readonly string[], group: RunFigure['group']) =>
    names.flatMap((name) => figures.filter((one) => one.figure === name && one.group === group));
  const ofRun = [...named(main, 'run'), ...named(further, 'run').filter(({ atLeast }) => atLeast > 0)];
  const several = (group: RunFigure['group']) =>
    new Set(figures.filter((one) => one.group === group).map(({ of }) => of)).size > 1;
  const parts = (['population', 'store'] as const).flatMap((group) =>
    several(group) ? named(ofGroups, group) : [],
  );
  const splits = named(ofSplits, 'store').filter(({ atLeast }) => atLeast > 0);
  const rows = [...ofRun, ...parts, ...splits].map((one) => [`  ${labelOf(one)}`, valueText(one)]);
  return `${heading('Figures of this run')}\n${layOut(rows, ['left', 'left'])}`;
}

function labelOf({ figure, of }: RunFigure): string {
  return of === undefined ? figureLabel(figure) : figureGloss(`${figure} of ${of}`).label;
}

function valueText({ value, atLeast, unit }: RunFigure): string {
  if (value !== null) return formatValue(value, unit);
  return `over ${formatValue(atLeast, unit)}: not recovered when the simulated time was up`;
}
