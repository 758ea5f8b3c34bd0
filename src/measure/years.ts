import type { Incident, IncidentRule } from './incident.js';
import { recoveryTime } from './incident.js';

/** A year of 365 days, 8,760 hours, as rates a year are usually meant; microseconds. */
export const year = 365 * 24 * 3.6e9;

/** Lengths of recovery that incidents are sorted by: figure and microseconds. */
export const lengths = [
  ['incidentsOver5m', 5 * 60e6],
  ['incidentsOver1h', 3.6e9],
  ['incidentsOver4h', 4 * 3.6e9],
  ['incidentsOver1d', 24 * 3.6e9],
] as const;

type Told = [figure: string, value: number, censored?: boolean];

/**
 * Figures of a run over years. Rates are over its whole length; shares of years count whole years alone. An incident belongs to the
 * year in which it opened, a loss to that of its incident.
 */
export function figuresOfYears(
  incidents: readonly Incident[],
  downtime: number,
  { horizon }: IncidentRule,
): Told[] {
  const years = horizon / year;
  const whole = Math.floor(years);
  const withOutage = new Set<number>();
  const withLoss = new Set<number>();
  const over: number[] = lengths.map(() => 0);
  // Of an incident that was not over by the horizon: it may turn out to be longer than these.
  const open = lengths.map(() => false);
  let [total, unending, worst, lost] = [0, false, 0, 0];
  for (const incident of incidents) {
    const { time, censored } = recoveryTime(incident);
    const loss = incident.losses.reduce((sum, { count }) => sum + count, 0);
    const number = Math.floor(incident.opened / year);
    if (number < whole) {
      withOutage.add(number);
      if (loss > 0) withLoss.add(number);
    }
    lengths.forEach(([, length], i) => {
      if (time > length) over[i]! += 1;
      else open[i] ||= censored;
    });
    total += time;
    unending ||= censored;
    worst = Math.max(worst, loss);
    lost += loss;
  }
  return [
    ['downtimePerYear', downtime / years / 1e6],
    ['incidentsPerYear', incidents.length / years],
    ['yearsWithIncident', withOutage.size / whole],
    ['yearsWithLoss', withLoss.size / whole],
    ['writesLostPerYear', lost / years],
    ['worstWritesLost', worst],
    ['recoveryTotal', total / 1e6, unending],
    ...lengths.map(([figure], i): Told => [figure, over[i]!, open[i]!]),
  ];
}
