/** What weighed runs say of rare events, as an architect reads it in a terminal. */
import {
  alternatives,
  countOf,
  formatChance,
  formatChanceEstimate,
  formatCount,
  formatDuration,
  formatShare,
  type RareEvent,
  type RareResult,
  stoppedInWords,
  type TiltReport,
} from '../../index.js';
import { shellWords } from '../shell.js';
import { type Cell, fits, layOut, sections, wrap } from './layout.js';
import { notModelledText } from './remarks.js';
import { heading, quiet, verdictText } from './style.js';

const secondsPerYear = 365 * 86_400;

/** `scenario` are the words that name the scenario in a command: its file and how it is varied. */
export function rareText(result: RareResult, scenario: readonly string[], width: number): string {
  const stopped = stoppedInWords(result);
  return `${sections([
    title(result, width),
    stopped === undefined ? undefined : wrap(stopped, width),
    ...result.events.map((event) => eventText(event, result, width)),
    objectives(result, width),
    weights(result, width),
    tilt(result.tilt, width),
    legend(result, width),
    notModelledText('Warnings', result.warnings ?? [], width),
    notModelledText('Not modelled', result.notModelled, width),
    `${heading('To look closer')}\n  its ${result.defaults.length} defaults  ${shellWords(['regionfall', 'check', ...scenario])}`,
  ])}\n`;
}

function title({ scenario, question, runs, horizon, seed }: RareResult, width: number): string {
  return [
    heading(wrap(scenario, width)),
    ...(question === undefined ? [] : [wrap(question, width)]),
    quiet(wrap(`${countOf(runs, 'weighed run')} of ${formatDuration(horizon)} each, seed ${seed}`, width)),
  ].join('\n');
}

function eventText(event: RareEvent, { runs, horizon }: RareResult, width: number): string {
  const { relativeError, atOnce } = event;
  const rows: [string, string | undefined][] = [
    [
      'chance',
      `${formatChanceEstimate(event.chance)}${atOnce > 0 ? `, with ${faults(atOnce)} or more at once` : ''}`,
    ],
    [event.isUsual ? 'lacking once in' : 'about once in', onceIn(event, horizon)],
    [
      'relative error',
      relativeError === null ? undefined : formatShare(Number(relativeError.toPrecision(2))),
    ],
    [event.isUsual ? 'lacking in' : 'seen in', seenIn(event, runs)],
    ['plain runs', plainly(event, runs)],
    ['at once', levelsText(event)],
    ['with fewer', fewer(event)],
  ];
  const left = '  lacking once in  '.length;
  const told = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [[`  ${name}`, wrap(value, width - left)]],
  );
  const remarks = event.remarks.map((remark) => `  ${wrap(`! ${remark}`, width - 2, 4)}`);
  return [heading(wrap(event.event, width)), layOut(told, ['left', 'left']), ...remarks].join('\n');
}

function faults(count: number): string {
  return countOf(count, 'fault');
}

/** Of what is rare: that a run has it, or that it lacks what is usual. */
function rareChance({ chance, isUsual }: RareEvent): number {
  if (chance.value === null) return 0;
  return isUsual ? 1 - chance.value : chance.value;
}

function onceIn(event: RareEvent, horizon: number): string | undefined {
  const chance = rareChance(event);
  if (chance === 0 || chance > 0.1) return undefined;
  return `${rounded(horizon / secondsPerYear / chance)} years`;
}

function seenIn({ seen, effectiveSeen }: RareEvent, runs: number): string {
  if (seen === 0) return `none of ${countOf(runs, 'run')}`;
  return `${formatCount(seen)} of ${countOf(runs, 'run')}, worth ${rounded(effectiveSeen)} of equal weight`;
}

function plainly(event: RareEvent, runs: number): string | undefined {
  const { plainRuns } = event;
  const chance = rareChance(event);
  if (plainRuns === null || chance === 0) return undefined;
  const one = `one in ${rounded(1 / chance)} ${event.isUsual ? 'lacks' : 'has'} it`;
  return `${one}; ${rounded(plainRuns)} of them are as exact, ${rounded(plainRuns / runs)} times as many`;
}

function levelsText({ levels }: RareEvent): string {
  return levels
    .map(({ atOnce, runs, seen }) => `${faults(atOnce)}: ${formatCount(seen)} of ${formatCount(runs)}`)
    .join('; ');
}

function fewer({ withFewer, atOnce }: RareEvent): string | undefined {
  if (withFewer === 0) return undefined;
  return `up to ${formatChance(withFewer)} more, for no run had it with fewer than ${faults(atOnce)} at once (leave out: --at-once ${atOnce})`;
}

/** Three digits of a number that is not known better. */
function rounded(value: number): string {
  return formatCount(Number(value.toPrecision(value >= 1 ? 3 : 2)));
}

function objectives({ objectives }: RareResult, width: number): string | undefined {
  if (objectives.length === 0) return undefined;
  const left = '  ? unknown   '.length;
  const rows = objectives.map(({ objective, verdict, figure, because }) => {
    const measured = formatChanceEstimate(figure);
    const told = because === undefined ? measured : `${measured}: ${because}`;
    return [`  ${verdictText(verdict)}`, `${wrap(objective, width - left)}\n${wrap(told, width - left)}`];
  });
  return `${heading('Objectives')}\n${layOut(rows, ['left', 'left'])}`;
}

function weights({ weight, effectiveRuns, runs, remarks }: RareResult, width: number): string {
  const mean = weight.value === null ? '' : formatCount(weight.value);
  const between =
    weight.value === null || weight.low === null || weight.high === null
      ? ''
      : ` (${formatCount(weight.low)} to ${formatCount(weight.high)})`;
  const lines = [
    `mean ${mean}${between}, which should be 1; ${countOf(runs, 'run')} ${runs === 1 ? 'tells' : 'tell'} as much as ${rounded(effectiveRuns)} of equal weight`,
    ...remarks.map((remark) => `! ${remark}`),
  ];
  return [heading('Weights'), ...lines.map((line) => `  ${wrap(line, width - 2, 4)}`)].join('\n');
}

/** Which faults are pressed on, and how much. */
function tilt({ faults }: TiltReport, width: number): string {
  const rows = faults.map((one): Cell[] =>
    'because' in one
      ? [`  ${one.fault}`, { content: `as it is: ${one.because}`, colSpan: 2, hAlign: 'left' }]
      : [`  ${one.fault}`, formatDuration(one.every), formatDuration(one.pressedEvery)],
  );
  const table = layOut(
    [[heading('Pressed on'), quiet('every'), quiet('then every')], ...rows],
    ['left', 'right', 'right'],
  );
  if (fits(table, width)) return table;
  const lines = faults.map((one) =>
    'because' in one
      ? `as it is: ${one.because}`
      : `every ${formatDuration(one.every)}, then every ${formatDuration(one.pressedEvery)}`,
  );
  return [
    heading('Pressed on'),
    ...faults.map((one, index) => `  ${wrap(`${one.fault}: ${lines[index]}`, width - 2, 4)}`),
  ].join('\n');
}

/** How to read what stands above it. */
function legend({ confidence, tilt: { chance, depths } }: RareResult, width: number): string {
  const lines = [
    `in brackets: the ${confidence * 100} % interval. relative error: the standard error, as a share of the chance.`,
    'weighed: faults come more often than they should, and a run counts by how much less often it would have come about.',
    `every: the mean up time; then every: while one other fault is in force, in ${formatChance(chance)} of the times that something breaks, until ${alternatives(depths.map(String))} faults are in force or all is well.`,
  ];
  return lines.map((line) => quiet(wrap(line, width, 2))).join('\n');
}
