/** The data-loss window: when the writes were acknowledged that are gone. */
import type { Result } from '../../measure/result.js';
import { countOf, formatDuration, formatShare } from '../format.js';
import { elideMiddle } from '../text-width.js';
import { chartFontSize } from '../theme.js';
import type { Chart, Picture } from './chart.js';
import {
  activeSpan,
  pieces,
  roundShare,
  type Span,
  type TimeLine,
  timeInWords,
  timeLine,
  timeTitle,
  within,
} from './time-line.js';
import { axisEncoding, evenAxis, shareEncoding, shareGutter } from './value-axis.js';

const panelHeight = 90;
const nameLimit = 250;

/** One panel for each store that lost writes. */
export function lossWindowChart(result: Result): Chart {
  const head = { name: 'loss-window', title: 'Which writes are lost: the data-loss window' };
  if (result.overTime === undefined) {
    return { ...head, caption: 'This needs the bands over time, which a summary leaves out.' };
  }
  const line = timeLine(result.overTime);
  const losing = Object.entries(line.lossWindow).filter(([, shares]) => shares.some((share) => share > 0));
  const span = activeSpan(line.times.length, (i) => losing.some(([, shares]) => shares[i]! > 0), 0.2);
  if (span === undefined) return { ...head, caption: nothingLost(line) };
  return {
    ...head,
    caption: inWords(line, losing),
    picture: { spec: panels(line, losing, span), gutter: shareGutter },
  };
}

function panels(line: TimeLine, losing: [string, number[]][], span: Span): Picture['spec'] {
  const time = evenAxis(line.times[span.first]!, line.times[span.last]!, 's');
  const parts = pieces(span);
  return {
    spacing: 10,
    vconcat: losing.map(([store, shares], i) => {
      const last = i === losing.length - 1;
      return {
        title: { text: elideMiddle(store, nameLimit, chartFontSize) },
        height: panelHeight,
        data: {
          values: parts.map((part) => ({
            time: line.times[part.first]!,
            share: roundShare(Math.max(...within(shares, part))),
          })),
        },
        mark: { type: 'area', interpolate: 'step', opacity: 0.6, line: true },
        encoding: {
          x: { field: 'time', ...axisEncoding(time, last ? timeTitle(line) : null, last) },
          y: { field: 'share', ...shareEncoding(0, Math.max(...shares), 3) },
        },
      };
    }),
  } as Picture['spec'];
}

function smallestStep(times: readonly number[]): number {
  return Math.min(...times.slice(1).map((time, i) => time - times[i]!));
}

function nothingLost(line: TimeLine): string {
  const stores = Object.keys(line.lossWindow).length;
  if (stores === 0) return 'The scenario has no store.';
  return `No acknowledged write was lost in ${countOf(line.runs, 'run')} looked at.`;
}

function inWords(line: TimeLine, losing: [string, number[]][]): string {
  const step = formatDuration(smallestStep(line.times));
  const peaks = losing.map(([store, shares]) => {
    const peak = shares.indexOf(Math.max(...shares));
    return `${store}: ${formatShare(shares[peak]!)} of runs ${timeInWords(line, line.times[peak]!)}`;
  });
  const most = peaks.length > 3 ? [] : peaks;
  return `Share of ${countOf(line.runs, 'run')} in which writes acknowledged at this instant are gone.${
    most.length === 0 ? '' : ` Highest for ${most.join('; ')}.`
  } Steps are ${step} at the finest, longer away from 0: a shorter window shows as one step.`;
}
