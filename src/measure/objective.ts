import { type ColumnName, type ColumnStore, qualify, type Sample } from './columns.js';
import { type Condition, canHold, mustHold } from './condition.js';
import type { Bounds } from './estimate.js';
import {
  boundQuantile,
  estimateMean,
  estimateQuantile,
  estimateShare,
  largest,
  sortSample,
} from './estimate.js';
import type { Estimate, ObjectiveResult, Unit, Verdict } from './result.js';
import { defaultConfidence } from './statistics/interval.js';
import { runsForUpperBound } from './statistics/order-statistics.js';

/** The statistics that an objective can bound; a quantile by its level. */
export const quantileLevels = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
export type QuantileName = keyof typeof quantileLevels;
export type Statistic = 'mean' | QuantileName | 'max';

/** A promise about a figure: `rto of europe p95 <= 900`, or about the share of runs in which it is on one side of a value. */
export type Objective = {
  /** As the scenario says it. */
  readonly text: string;
  readonly figure: string;
  /** A population or a store. */
  readonly of?: string | undefined;
  readonly op: '<=' | '>=';
  /** Seconds, a count or a fraction: of the statistic, or the promised share of runs. */
  readonly value: number;
} & ({ readonly stat: Statistic } | { readonly over: Condition });

/** What is known of the figure that an objective bounds, and why it is not known better. */
interface Evidence {
  readonly figure: Estimate;
  readonly bounds: Bounds;
  readonly unit: Unit;
  /** Why the sample is too small to have an upper end; empty when it is not. */
  readonly missing: string;
}

/**
 * Judges an objective: met when its whole interval is on the promised side (the limit itself counts as kept), missed when
 * the whole interval is on the other, else unknown. Censored runs enter at both extremes of what they can become, so a
 * verdict is met or missed only if nothing after the horizon can change it. `max` is judged on the runs that were made, as
 * it stands: no number of runs bounds the worst that can happen. Throws RangeError when the batch has no such figure.
 */
export function judge(objective: Objective, store: ColumnStore): ObjectiveResult {
  const name = qualify(objective.figure, objective.of);
  const column = store.indexOf(name);
  if (column < 0) throw new RangeError(`no figure "${name}" to judge "${objective.text}" by`);
  const sample = store.sample(column);
  const evidence =
    'stat' in objective
      ? weigh(sample, objective.stat, store.columns[column]!)
      : weighShare(sample, objective.over);
  const verdict = decide(objective.op, objective.value, evidence.bounds);
  const result = { objective: objective.text, verdict, figure: evidence.figure };
  return verdict === 'unknown' ? { ...result, because: explainUnknown(objective, sample, evidence) } : result;
}

/** The worst of several: missed outranks unknown outranks met; met of none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('missed')) return 'missed';
  return verdicts.includes('unknown') ? 'unknown' : 'met';
}

/** Whether all that lies between the bounds is on the promised side of the limit. */
export function decide(op: '<=' | '>=', limit: number, { low, high }: Bounds): Verdict {
  if (op === '<=') {
    if (high !== null && high <= limit) return 'met';
    return low !== null && low > limit ? 'missed' : 'unknown';
  }
  if (low !== null && low >= limit) return 'met';
  return high !== null && high < limit ? 'missed' : 'unknown';
}

function weigh(sample: Sample, stat: Statistic, column: ColumnName): Evidence {
  const { unit } = column;
  if (stat === 'max') return weighMax(sample, unit);
  if (stat === 'mean') {
    const figure = estimateMean(sample, column);
    return {
      figure,
      bounds: figure,
      unit,
      missing: sample.values.length < 2 ? 'one run has no interval' : '',
    };
  }
  const sorted = sortSample(sample);
  const level = quantileLevels[stat];
  const enough = runsForUpperBound(level, (1 + defaultConfidence) / 2);
  const missing = sample.values.length < enough ? `${stat} has no upper end below ${enough} runs` : '';
  return { figure: estimateQuantile(sorted, level), bounds: boundQuantile(sorted, level), unit, missing };
}

function weighMax(sample: Sample, unit: Unit): Evidence {
  const value = largest(sample);
  const figure: Estimate = { value, low: null, high: null };
  if (sample.censored === 0) return { figure, bounds: { low: value, high: value }, unit, missing: '' };
  return { figure: { ...figure, lowerBound: true }, bounds: { low: value, high: null }, unit, missing: '' };
}

function weighShare(sample: Sample, over: Condition): Evidence {
  let having = 0;
  let open = 0;
  for (let run = 0; run < sample.values.length; run++) {
    const least = sample.atLeast[run]!;
    const most = sample.values[run]!;
    if (mustHold(over, least, most)) having++;
    else if (canHold(over, least, most)) open++;
  }
  const figure = estimateShare(having, open, sample.values.length);
  return { figure, bounds: figure, unit: 'share', missing: '' };
}

function explainUnknown(objective: Objective, sample: Sample, { bounds, unit, missing }: Evidence): string {
  if ('over' in objective && objective.value === (objective.op === '<=' ? 0 : 1)) {
    return `no number of runs shows a share of exactly ${quantity(objective.value, 'share')}: bound the max instead`;
  }
  if (missing !== '') return missing;
  if (sample.censored > 0) {
    return `${sample.censored} of ${sample.values.length} runs had not ended by the horizon, and may end on either side`;
  }
  const [low, high] = [bounds.low ?? 0, bounds.high ?? 0];
  const interval = `${quantity(low, unit)} to ${quantity(high, unit)}`;
  return `the ${defaultConfidence * 100} % interval, ${interval}, holds the limit: more runs narrow it`;
}

/** A number with its unit, to four significant digits. */
function quantity(value: number, unit: Unit): string {
  const rounded = (number: number) => Number(number.toPrecision(4));
  if (unit === 'share') return `${rounded(value * 100)} %`;
  return `${rounded(value)} ${unit}`;
}
