/** Which share of the requests meets a new version, from its first request on: how atomic a switch is. */
import type { OverTime, Result } from '../../measure/result.js';
import { countOf, formatDuration, formatShare } from '../format.js';
import type { Chart, Picture } from './chart.js';
import { activeSpan, roundShare } from './time-line.js';
import { axisEncoding, evenAxis, shareEncoding, shareGutter } from './value-axis.js';

const panelHeight = 120;
/** A change of the mean share below this is not worth a place on the axis. */
const noticeable = 0.002;

type Versions = NonNullable<OverTime['versions']>;

/** None where no new version ever came. */
export function versionsCharts(result: Result): Chart[] {
  const versions = result.overTime?.versions;
  if (versions === undefined || versions.times.length < 2) return [];
  const head = { name: 'versions', title: 'Which version requests meet' };
  return [{ ...head, caption: inWords(versions), picture: { spec: panel(versions), gutter: shareGutter } }];
}

/** Up to where the share last moves. */
function lastShown({ times, share: { mean } }: Versions): number {
  const moves = (i: number) => i === 0 || Math.abs(mean[i]! - mean[i - 1]!) > noticeable;
  return activeSpan(times.length, moves, 0.15)?.last ?? times.length - 1;
}

function panel(versions: Versions): Picture['spec'] {
  const { times, share } = versions;
  const last = lastShown(versions);
  const time = evenAxis(0, times[last]!, 's');
  const y = shareEncoding(0, Math.max(...share.p95.slice(0, last + 1)), 3);
  const points = times.slice(0, last + 1).map((at, i) => ({
    time: at,
    mean: roundShare(share.mean[i]!),
    p5: roundShare(share.p5[i]!),
    p95: roundShare(share.p95[i]!),
  }));
  return {
    height: panelHeight,
    data: { values: points },
    encoding: {
      x: { field: 'time', ...axisEncoding(time, 'Time since a new version first served', true) },
    },
    layer: [
      {
        mark: { type: 'area', opacity: 0.25, interpolate: 'step-after' },
        encoding: { y: { field: 'p5', ...y }, y2: { field: 'p95' } },
      },
      {
        mark: { type: 'line', strokeWidth: 1.5, interpolate: 'step-after' },
        encoding: { y: { field: 'mean', ...y } },
      },
    ],
  } as Picture['spec'];
}

function inWords({ runs, times, share: { mean } }: Versions): string {
  const half = mean.findIndex((share) => share >= 0.5);
  const pace =
    half < 0
      ? `At most ${formatShare(Math.max(...mean))} of them do so at one time, on average.`
      : half === 0
        ? 'Half of them do so at once.'
        : `Half of them do so by ${formatDuration(times[half]!)}, on average.`;
  return `Share of all requests that meet the new version rather than the old one, from its first request on. Line: mean of ${countOf(
    runs,
    'run',
  )}; band: 9 of 10 of them. ${pace}`;
}
