/** How long recovery takes, over runs. */
import type { FigureSummary, Result } from '../../measure/result.js';
import { formatDuration, formatShare } from '../format.js';
import type { Chart } from './chart.js';
import { distributionPicture, type Subject } from './distribution.js';
import { captioned, subjectOf } from './subject.js';

/** One design, or two designs as A and B in one picture. */
export function recoveryTimeChart(results: readonly Result[]): Chart {
  const subjects = results.map((result, i) => subjectOf(result, 'rto', results.length > 1 ? i : undefined));
  const known = subjects.filter((subject) => subject !== undefined);
  const picture = known.length === 0 ? undefined : distributionPicture(known, 'Recovery time');
  return {
    name: 'recovery-time',
    title: 'How long recovery takes',
    caption: captioned(known, (subject, i) => inWords(subject, results[i]!), picture !== undefined),
    ...(picture === undefined ? {} : { picture }),
  };
}

function inWords({ figure, runs }: Subject, { horizon }: Result): string {
  if (figure.censored === runs) {
    return `no run recovered inside the simulated ${formatDuration(horizon)}.`;
  }
  if (figure.max === 0) return 'service went down in no run.';
  if (runs === 1) return `in the only run recovery took ${formatDuration(figure.max)}.`;
  const noOutage = withoutOutage(figure);
  const open = figure.censored / runs;
  const unfinished = `${formatShare(open)} had not recovered when the simulated ${formatDuration(horizon)} were up`;
  if (open === 0) return `${noOutage}; every run recovered.`;
  return `${noOutage}; ${unfinished}: there the curve ends.`;
}

function withoutOutage(figure: FigureSummary): string {
  const above = figure.shareAboveZero;
  if (above.value === null || above.value === 1) return 'service went down in every run';
  return `service did not go down in ${formatShare(1 - above.value)} of runs (recovery time 0)`;
}
