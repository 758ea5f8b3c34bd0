/** What one incident of a long run is like, in a few sentences. */
import type { Result } from '../measure/result.js';
import { countOf, formatDuration, formatEstimate } from './format.js';

/** Nothing where runs are shorter than a year. */
export function perIncidentInWords({ perIncident, figures }: Result): string[] {
  if (!perIncident) return [];
  const { count, recovery, writesLost, longerThan } = perIncident;
  const longer = longerThan.flatMap(({ seconds, share }) =>
    share.value === 0 ? [] : [`${formatEstimate(share, 'share')} longer than ${formatDuration(seconds)}`],
  );
  const risk = figures['yearsWithLoss']?.mean;
  return [
    `${countOf(count, 'incident')} in all runs together; intervals take a run, not an incident, as the unit.`,
    `One takes ${formatEstimate(recovery, 's')} to recover from on average${longer.length > 0 ? `; ${longer.join(', ')}` : ''}.`,
    `One loses ${formatEstimate(writesLost, 'writes')} acknowledged writes on average.`,
    ...(risk ? [`The chance of any loss in a year is ${formatEstimate(risk, 'share')}.`] : []),
  ];
}
