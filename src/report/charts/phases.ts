/** Where the time went: the mean recovery time as a sum of phases. */
import { type PhaseName, phaseNames, type Result } from '../../measure/result.js';
import { formatDuration, formatShare } from '../format.js';
import { phaseGlosses } from '../glossary.js';
import { leastKnown } from '../reading.js';
import type { Chart, Picture } from './chart.js';
import { pixels, wordLayers } from './rows.js';
import { axisEncoding, evenAxis } from './value-axis.js';

/** One bar of the waterfall; seconds. */
export interface PhaseStep {
  words: string;
  from: number;
  to: number;
  total: boolean;
}

const rowHeight = 38;

/** The phases that took any time, one after the other, and their sum, which is the mean of `rto`. */
export function phaseSteps(result: Result): PhaseStep[] {
  const steps: PhaseStep[] = [];
  let at = 0;
  for (const phase of phaseNames) {
    const mean = leastKnown(result.phases[phase].mean);
    const words = `${phaseGlosses[phase].label}: ${formatDuration(mean)}`;
    if (mean > 0) steps.push({ words, from: at, to: at + mean, total: false });
    at += mean;
  }
  const bound = isLowerBound(result) ? 'at least ' : '';
  return [
    ...steps,
    { words: `Recovery time, mean: ${bound}${formatDuration(at)}`, from: 0, to: at, total: true },
  ];
}

/** The phase with the largest mean. */
export function longestPhase(result: Result): PhaseName {
  const mean = (phase: PhaseName) => leastKnown(result.phases[phase].mean);
  return phaseNames.reduce((longest, phase) => (mean(phase) > mean(longest) ? phase : longest));
}

/** The waterfall. `upTo` seconds sets the end of the axis when that is later, so that designs can be compared. */
export function phasesChart(result: Result, upTo = 0): Chart {
  const steps = phaseSteps(result);
  const total = steps.at(-1)!.to;
  const head = { name: 'phases', title: 'Where the time went' };
  if (total === 0) return { ...head, caption: 'No run took time to recover.' };
  return {
    ...head,
    caption: inWords(result, total),
    picture: { spec: waterfall(steps, Math.max(total, upTo)), gutter: 14 },
  };
}

function waterfall(steps: readonly PhaseStep[], upTo: number): Picture['spec'] {
  const axis = evenAxis(0, upTo, 's');
  const height = steps.length * rowHeight;
  const rows = steps.map((step, i) => ({ ...step, wordsAt: i * rowHeight + 11, barAt: i * rowHeight + 26 }));
  const bar = {
    y: pixels('barAt', height),
    x: { field: 'from', ...axisEncoding(axis, 'Time since service fell below its threshold') },
    x2: { field: 'to' },
  };
  return {
    height,
    data: { values: rows },
    layer: [
      {
        transform: [{ filter: '!datum.total' }],
        mark: { type: 'rule', strokeWidth: 14 },
        encoding: bar,
      },
      {
        transform: [{ filter: 'datum.total' }],
        mark: { type: 'rule', strokeWidth: 14, style: 'total' },
        encoding: bar,
      },
      ...wordLayers(height),
    ],
  } as Picture['spec'];
}

function isLowerBound(result: Result): boolean {
  const mean = result.figures['rto']?.mean;
  return mean !== undefined && (mean.value === null || mean.lowerBound === true);
}

function inWords(result: Result, total: number): string {
  const longest = longestPhase(result);
  const share = formatShare(leastKnown(result.phases[longest].mean) / total);
  const bound = isLowerBound(result)
    ? ' Runs that had not recovered count with the time that was observed of them.'
    : '';
  return `Means over all runs; they add up to the mean recovery time. The largest part, ${share}, is spent \
${phaseGlosses[longest].doing}.${bound}`;
}
