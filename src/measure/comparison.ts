import type { ColumnName, ColumnStore, Sample } from './columns.js';
import { estimateMean, estimateShareAboveZero } from './estimate.js';
import type { ComparedFigure, ComparisonVerdict, Estimate } from './result.js';
import { mean, meanInterval } from './statistics/mean.js';
import { pairedShareInterval } from './statistics/paired-share-interval.js';

/**
 * Compares two designs run with the same numbers: the figures that both have, of whole runs and of the populations and stores
 * that they share by name. Means by the t interval of the differences run by run; shares of runs above 0, where less is
 * better, by Tango's interval of paired shares. A verdict is given when the interval of the difference leaves 0 out.
 *
 * Each interval holds with 95 % on its own and nothing corrects for their number: of twenty figures in which two designs do
 * not differ, one is expected to be called better or worse.
 */
export function compareColumns(first: ColumnStore, second: ColumnStore): ComparedFigure[] {
  return first.columns.flatMap((column, index) => {
    const other = second.indexOf(column.name);
    if (column.group === 'phase' || other < 0 || second.columns[other]!.group !== column.group) return [];
    const samples = [first.sample(index), second.sample(other)] as const;
    const means = compareMeans(column, ...samples);
    return column.lessIsBetter ? [means, compareShares(column, ...samples)] : [means];
  });
}

function compareMeans(column: ColumnName, first: Sample, second: Sample): ComparedFigure {
  const difference = differenceOfMeans(first, second);
  const open = first.censored > 0 || second.censored > 0;
  return {
    figure: column.name,
    statistic: 'mean',
    unit: column.unit,
    first: estimateMean(first, column),
    second: estimateMean(second, column),
    difference,
    verdict: judgeDifference(difference, column.lessIsBetter),
    ...(open ? { because: explainCensored(first, second) } : {}),
  };
}

/**
 * Mean of second minus first. Censored runs of the second make it a lower bound, of the first an upper bound; with both it has
 * neither end, and the value is only the difference of what was observed.
 */
function differenceOfMeans(first: Sample, second: Sample): Estimate & { value: number } {
  const observed = second.atLeast.map((value, run) => value - first.atLeast[run]!);
  const value = mean(observed);
  const interval = meanInterval(observed);
  return {
    value,
    low: first.censored > 0 ? null : (interval?.low ?? null),
    high: second.censored > 0 ? null : (interval?.high ?? null),
    ...(second.censored > 0 && first.censored === 0 ? { lowerBound: true } : {}),
    ...(first.censored > 0 && second.censored === 0 ? { upperBound: true } : {}),
  };
}

function compareShares(column: ColumnName, first: Sample, second: Sample): ComparedFigure {
  const difference = differenceOfShares(first, second);
  return {
    figure: column.name,
    statistic: 'share above 0',
    unit: 'share',
    first: estimateShareAboveZero(first),
    second: estimateShareAboveZero(second),
    difference,
    verdict: judgeDifference(difference, true),
  };
}

/** Share above 0 of second minus first; where a censored run may be either, each end takes it at its worst. */
function differenceOfShares(first: Sample, second: Sample): Estimate & { value: number } {
  const runs = first.values.length;
  const least = countDiffering(first.values, second.atLeast);
  const most = countDiffering(first.atLeast, second.values);
  return {
    value: (least.onlySecond - least.onlyFirst) / runs,
    low: pairedShareInterval(least.onlySecond, least.onlyFirst, runs).low,
    high: pairedShareInterval(most.onlySecond, most.onlyFirst, runs).high,
  };
}

function countDiffering(
  first: Float64Array,
  second: Float64Array,
): { onlyFirst: number; onlySecond: number } {
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let run = 0; run < first.length; run++) {
    const [inFirst, inSecond] = [first[run]! > 0, second[run]! > 0];
    if (inFirst && !inSecond) onlyFirst++;
    if (inSecond && !inFirst) onlySecond++;
  }
  return { onlyFirst, onlySecond };
}

/** Of the second design against the first. */
function judgeDifference(difference: Estimate & { value: number }, lessIsBetter: boolean): ComparisonVerdict {
  const { low, high } = difference;
  if (low !== null && low > 0) return lessIsBetter ? 'worse' : 'better';
  if (high !== null && high < 0) return lessIsBetter ? 'better' : 'worse';
  return 'not distinguishable';
}

function explainCensored(first: Sample, second: Sample): string {
  const runs = first.values.length;
  const counts = [
    ...(first.censored > 0 ? [`${first.censored} of ${runs} runs of the first design`] : []),
    ...(second.censored > 0 ? [`${second.censored} of ${runs} runs of the second`] : []),
  ];
  return `${counts.join(' and ')} had not ended by the horizon: the difference ${
    counts.length > 1 ? 'is not determined' : 'is only bounded'
  }`;
}
