/** The distribution of a figure over runs: its curve, and under it three quantiles with their intervals. */
import type { Column, Estimate, FigureSummary } from '../../measure/result.js';
import { formatEstimate, formatShare, formatValue } from '../format.js';
import type { Picture } from './chart.js';
import { distributionCurve, observedValues } from './curve.js';
import { pixels, wordLayers } from './rows.js';
import { axisEncoding, distributionAxis, shareEncoding, shareGutter, type ValueAxis } from './value-axis.js';

/** One design's figure. `letter` tells two designs apart and is absent when there is one. */
export interface Subject {
  letter?: string;
  figure: FigureSummary;
  runs: number;
  /** Absent in a summary document: the quantiles are then drawn without the curve. */
  column?: Column;
}

const quantiles = ['p50', 'p95', 'p99'] as const;
const curveHeight = 200;
const rowHeight = 36;
const arrowRoom = 1.1;
/** Dots and arrows at the right end stand out of the plot. */
const rightRoom = 14;

/** `axisTitle` names the figure. Undefined when there is no distribution to see: one run, all 0, or none observed. */
export function distributionPicture(subjects: readonly Subject[], axisTitle: string): Picture | undefined {
  const unit = subjects[0]!.figure.unit;
  if (!subjects.some(hasDistribution)) return undefined;
  const axis = distributionAxis(knownValues(subjects), unit);
  const curves = subjects.flatMap((subject) => curvePoints(subject, axis));
  const left = curves.length === 0 ? 0 : shareGutter;
  const strip = quantileStrip(subjects, axis, curves.length === 0 ? axisTitle : null, left);
  const panels =
    curves.length === 0 ? [strip] : [curvePanel(curves, axis, axisTitle, lettersOf(subjects)), strip];
  return {
    spec: {
      vconcat: panels,
      spacing: 6,
      resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
    } as Picture['spec'],
    gutter: left + rightRoom,
  };
}

function hasDistribution({ figure, runs }: Subject): boolean {
  return runs > 1 && figure.max > 0 && figure.censored < runs;
}

/** Everything that must fit on the axis, sorted upwards. */
function knownValues(subjects: readonly Subject[]): number[] {
  const values = subjects.flatMap(({ figure, column }) => [
    ...(column === undefined ? [figure.max] : observedValues(column)),
    ...quantiles.flatMap((level) => ends(figure[level])),
  ]);
  return values.sort((a, b) => a - b);
}

/** The numbers of an estimate, with room for an arrow where it is open upwards. */
function ends(estimate: Estimate): number[] {
  if (estimate.value === null) return [estimate.atLeast * arrowRoom];
  return [estimate.low, estimate.value, estimate.high ?? estimate.value * arrowRoom].filter(
    (end) => end !== null,
  );
}

function curvePoints({ letter = '', column, runs, figure }: Subject, axis: ValueAxis) {
  if (column === undefined) return [];
  const curve = distributionCurve(observedValues(column), runs);
  if (curve.length === 0) return [];
  const start = curve[0]!.value > axis.low ? [{ value: axis.low, share: 0 }] : [];
  const end = { value: axis.high, share: curve.at(-1)!.share };
  return [...start, ...curve, end].map(({ value, share }) => ({
    letter,
    value: round(value),
    share: round(share),
    reading: `${formatShare(share)} of runs: ${formatValue(value, figure.unit)} or less`,
  }));
}

function curvePanel(
  values: ReturnType<typeof curvePoints>,
  axis: ValueAxis,
  axisTitle: string,
  letters: readonly string[],
) {
  return {
    title: { text: 'Share of runs at or below', fontWeight: 'normal' },
    height: curveHeight,
    data: { values },
    encoding: {
      x: { field: 'value', ...axisEncoding(axis, axisTitle) },
      y: { field: 'share', ...shareEncoding(lowestShare(values), 1, 5) },
    },
    layer: [
      {
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
        encoding: lineOfSeries(letters),
      },
      {
        mark: { type: 'point', opacity: 0, size: 80 },
        encoding: { tooltip: { field: 'reading', title: ' ' } },
      },
    ],
  };
}

/** Where nearly every run is at 0, the axis leaves out most of the empty room below the curve. */
function lowestShare(values: ReturnType<typeof curvePoints>): number {
  const lowest = Math.min(...values.map(({ share }) => share));
  return lowest > 0.5 ? Math.max(0, 1 - 1.2 * (1 - lowest)) : 0;
}

/** The words begin `left` pixels left of the plot, where the curve has the labels of its axis. */
function quantileStrip(
  subjects: readonly Subject[],
  axis: ValueAxis,
  axisTitle: string | null,
  left: number,
) {
  const cases = quantiles.flatMap((level) => subjects.map((subject) => ({ level, subject })));
  const rows = cases.map(({ level, subject }, i) => quantileRow(level, subject, axis, i * rowHeight));
  const height = rows.length * rowHeight;
  const x = axisEncoding(axis, axisTitle, axisTitle !== null);
  const bar = { y: pixels('barAt', height), ...colourOfSeries(lettersOf(subjects)) };
  return {
    height,
    data: { values: rows },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 5, opacity: 0.45 },
        encoding: { ...bar, x: { field: 'low', ...x }, x2: { field: 'high' } },
      },
      {
        transform: [{ filter: 'datum.open' }],
        mark: { type: 'point', shape: 'triangle-right', filled: true, size: 90, opacity: 1 },
        encoding: { ...bar, x: { field: 'high', ...x } },
      },
      {
        transform: [{ filter: 'isValid(datum.value)' }],
        mark: { type: 'point', filled: true, size: 70, opacity: 1 },
        encoding: { ...bar, x: { field: 'value', ...x } },
      },
      ...wordLayers(height, -left),
    ],
  };
}

function quantileRow(
  level: (typeof quantiles)[number],
  { letter = '', figure }: Subject,
  axis: ValueAxis,
  top: number,
) {
  const estimate = figure[level];
  const words = `${[letter, level].join(' ').trim()}: ${formatEstimate(estimate, figure.unit)}`;
  const row = { letter, words, wordsAt: top + 12, barAt: top + 27 };
  if (estimate.value === null) return { ...row, low: estimate.atLeast, high: axis.high, open: true };
  const low = estimate.low ?? axis.low;
  const high = estimate.high ?? axis.high;
  return { ...row, value: estimate.value, low, high, open: estimate.high === null };
}

function lettersOf(subjects: readonly Subject[]): string[] {
  return subjects.flatMap(({ letter }) => letter ?? []);
}

/** Two designs differ in colour and in dashes; one has the colour of its mark. */
function lineOfSeries(letters: readonly string[]) {
  const { color } = colourOfSeries(letters);
  if (color === undefined) return {};
  const legend = { symbolType: 'stroke', symbolSize: 600, symbolStrokeWidth: 2 };
  return { color: { ...color, legend }, strokeDash: { ...color, legend } };
}

function colourOfSeries(letters: readonly string[]) {
  if (letters.length === 0) return {};
  return { color: { field: 'letter', type: 'nominal', scale: { domain: letters }, legend: null } };
}

/** Six significant digits are more than a picture shows, and keep the page small. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
