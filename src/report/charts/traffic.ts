/** Which region the requests go to over time, and how many are answered. */
import type { Band, Result } from '../../measure/result.js';
import { countOf } from '../format.js';
import { elideMiddle } from '../text-width.js';
import { chartFontSize } from '../theme.js';
import type { Chart, Picture } from './chart.js';
import {
  activeSpan,
  pieces,
  roundShare,
  type Span,
  type TimeLine,
  timeLine,
  timeTitle,
  within,
} from './time-line.js';
import { axisEncoding, evenAxis, shareEncoding, shareGutter } from './value-axis.js';

const panelHeight = 56;
/** Names of regions are cut to what fits on a phone. */
const nameLimit = 250;
/** A change of a mean share below this is not worth a place on the axis. */
const noticeable = 0.002;

/** One small panel a region, then one for all answered requests. */
export function trafficChart(result: Result): Chart {
  const head = { name: 'traffic', title: 'Where requests go over time', wide: true as const };
  if (result.overTime === undefined) {
    return { ...head, caption: 'This needs the bands over time, which a summary leaves out.' };
  }
  const line = timeLine(result.overTime);
  if (line.times.length < 2) return { ...head, caption: 'The result holds no time axis.' };
  return { ...head, caption: inWords(line), picture: { spec: panels(line), gutter: shareGutter } };
}

function panels(line: TimeLine): Picture['spec'] {
  const span = shownSpan(line);
  const parts = pieces(span);
  const bands = [
    ...Object.entries(line.traffic),
    ['All requests that are answered', line.goodput] as const,
    ...apartBands(line),
  ];
  const highest = Math.max(...bands.flatMap(([, band]) => within(band.p95, span)));
  return {
    spacing: 10,
    vconcat: bands.map(([name, band], i) => ({
      title: { text: elideMiddle(name, nameLimit, chartFontSize) },
      height: panelHeight,
      data: { values: parts.map((part) => bandPoint(line.times, band, part)) },
      ...bandLayers(line, span, highest, i === bands.length - 1),
    })),
  } as Picture['spec'];
}

function bandLayers(line: TimeLine, span: Span, highest: number, last: boolean) {
  const time = evenAxis(line.times[span.first]!, line.times[span.last]!, 's');
  const x = { field: 'time', ...axisEncoding(time, last ? timeTitle(line) : null, last) };
  const share = shareEncoding(0, highest, 2);
  return {
    encoding: { x },
    layer: [
      {
        mark: { type: 'area', opacity: 0.25, interpolate: 'step-after' },
        encoding: { y: { field: 'p5', ...share }, y2: { field: 'p95' } },
      },
      {
        mark: { type: 'line', strokeWidth: 1.5, interpolate: 'step-after' },
        encoding: { y: { field: 'mean', ...share } },
      },
    ],
  };
}

/** A piece of the band: the mean of the means, and the whole width of the band. */
function bandPoint(times: readonly number[], band: Band, part: Span) {
  const means = within(band.mean, part);
  return {
    time: times[part.first]!,
    mean: roundShare(means.reduce((sum, mean) => sum + mean, 0) / means.length),
    p5: roundShare(Math.min(...within(band.p5, part))),
    p95: roundShare(Math.max(...within(band.p95, part))),
  };
}

/** A share of runs has no band. */
function apartBands({ apart }: TimeLine): [string, Band][] {
  return Object.entries(apart)
    .filter(([, shares]) => shares.some((share) => share > 0))
    .map(([store, shares]) => [
      `Runs with the writers of ${store} apart`,
      { mean: shares, p5: shares, p95: shares },
    ]);
}

/** Around an incident, the part in which something moves; otherwise the whole axis. */
function shownSpan(line: TimeLine): Span {
  const whole = { first: 0, last: line.times.length - 1 };
  if (!line.aroundIncident) return whole;
  const bands = [...Object.values(line.traffic), line.goodput, ...apartBands(line).map(([, band]) => band)];
  const moves = (i: number) =>
    bands.some(
      ({ mean }) => i > 0 && Math.abs(mean[i]! - mean[i - 1]!) > noticeable / 10 && differs(mean, i),
    );
  return activeSpan(line.times.length, moves, 0.15) ?? whole;
}

function differs(mean: readonly number[], i: number): boolean {
  return Math.abs(mean[i]! - mean[0]!) > noticeable || Math.abs(mean[i - 1]! - mean[0]!) > noticeable;
}

function inWords(line: TimeLine): string {
  const runs = countOf(line.runs, 'run');
  return `Share of all requests sent to each region. Line: mean of the first ${runs}${
    line.aroundIncident ? ' with an incident' : ''
  }; band: 9 of 10 of them. Requests that nobody answers count at the region they are sent to.${
    apartBands(line).length === 0
      ? ''
      : ' Last, the share of runs whose writers did not see each other’s writes.'
  }`;
}
