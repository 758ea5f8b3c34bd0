/** The pictures of a result or a comparison, in the order in which a page shows them. */
import type { Comparison, Result } from '../measure/result.js';
import { byHourCharts } from './charts/by-hour.js';
import { byPartitionCharts } from './charts/by-partition.js';
import type { Chart } from './charts/chart.js';
import { differencesChart } from './charts/differences.js';
import { lossWindowChart } from './charts/loss-window.js';
import { phaseSteps, phasesChart } from './charts/phases.js';
import { recoveryTimeChart } from './charts/recovery-time.js';
import { trafficChart } from './charts/traffic.js';
import { versionsCharts } from './charts/versions.js';
import { writesLostChart } from './charts/writes-lost.js';
import { designsOf, letters, pairsOf } from './reading.js';

export function resultCharts(result: Result): Chart[] {
  return [
    recoveryTimeChart([result]),
    phasesChart(result),
    writesLostChart([result]),
    ...byHourCharts(result),
    ...byPartitionCharts([result]),
    ...versionsCharts(result),
    lossWindowChart(result),
    trafficChart(result),
  ];
}

/**
 * Two designs in one picture where that reads well, one beside the other on the same scale where not. Of more than two only
 * what compares them: each has a page of its own for the rest.
 */
export function comparisonCharts(comparison: Comparison): Chart[] {
  const designs = designsOf(comparison);
  const differences = pairsOf(comparison).map((pair) => differencesChart(pair, designs.length));
  if (designs.length > 2) return [...differences, ...byPartitionCharts(designs)];
  const longest = Math.max(...designs.map((design) => phaseSteps(design).at(-1)!.to));
  const each = (chart: (design: Result) => Chart) => designs.map((design, i) => of(chart(design), i));
  return [
    ...differences,
    recoveryTimeChart(designs),
    writesLostChart(designs),
    ...byPartitionCharts(designs),
    ...each((design) => phasesChart(design, longest)),
    ...designs.flatMap((design, i) => versionsCharts(design).map((chart) => of(chart, i))),
    ...each(lossWindowChart),
    ...each(trafficChart),
  ];
}

/** The chart of one of two designs, half a row wide. */
function of({ wide: _wide, ...chart }: Chart, design: number): Chart {
  const letter = letters[design]!;
  return { ...chart, name: `${chart.name}-${letter.toLowerCase()}`, title: `${chart.title}: ${letter}` };
}
