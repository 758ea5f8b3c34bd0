/** How many acknowledged writes are lost, over runs. */
import type { Result } from '../../measure/result.js';
import { countOf, formatCount, formatShare } from '../format.js';
import type { Chart } from './chart.js';
import { distributionPicture, type Subject } from './distribution.js';
import { captioned, subjectOf } from './subject.js';

/** One design, or two designs as A and B in one picture. */
export function writesLostChart(results: readonly Result[]): Chart {
  const subjects = results.map((result, i) =>
    subjectOf(result, 'writesLost', results.length > 1 ? i : undefined),
  );
  const known = subjects.filter((subject) => subject !== undefined);
  const picture =
    known.length === 0 ? undefined : distributionPicture(known, 'Acknowledged writes lost in a run');
  return {
    name: 'writes-lost',
    title: 'How many writes are lost',
    caption: captioned(known, inWords, picture !== undefined),
    ...(picture === undefined ? {} : { picture }),
  };
}

function inWords({ figure, runs }: Subject): string {
  const share = figure.shareAboveZero.value;
  if (figure.max === 0) return 'no run lost an acknowledged write.';
  if (runs === 1) return `the only run lost ${countOf(figure.max, 'write')}.`;
  const most = `the largest loss is ${formatCount(figure.max)}`;
  if (share === null || share === 1) return `every run lost writes; ${most}.`;
  return `${formatShare(1 - share)} of runs lost none; ${most}.`;
}
