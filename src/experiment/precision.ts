import { type ColumnName, type ColumnStore, qualify } from '../measure/columns.js';
import { estimateMean, estimateQuantile, sortSample } from '../measure/estimate.js';
import { type QuantileName, quantileLevels } from '../measure/objective.js';
import type { Reading } from '../scenario/dimension.js';
import { parseDuration } from '../scenario/duration.js';
import { alternatives, nearest } from '../scenario/mistake.js';
import { parseShare } from '../scenario/share.js';

const microsPerSecond = 1e6;

/** How narrow an interval must be: half its width, as a share of the value or in the unit of the figure (seconds, a count, a share). */
export interface PrecisionTarget {
  /** As it was stated: `rto.p95=5%`. */
  readonly text: string;
  /** Position of the figure among the columns. */
  readonly column: number;
  readonly stat: 'mean' | QuantileName;
  readonly halfWidth: { readonly relative: number } | { readonly absolute: number };
}

/** A precision that cannot be meant: names no figure, no statistic with an interval, or no amount. */
export class PrecisionError extends Error {
  override readonly name = 'PrecisionError';
}

/** The number of runs at which precision is first examined; then at each doubling. More looks would stop on lucky ones. */
export const firstExamination = 2000;

const statistics = ['mean', ...Object.keys(quantileLevels)];

/**
 * Reads `FIGURE[.NAME].STATISTIC=AMOUNT`, as `rto.p95=5%` (of the value), `rpo.orders.mean=2s` or `writesLost.mean=10`
 * (absolute, in the unit of the figure). Throws PrecisionError.
 */
export function parsePrecision(text: string, columns: readonly ColumnName[]): PrecisionTarget {
  const [, path = '', amount = ''] = /^([^=]+)=(.+)$/.exec(text.replaceAll(' ', '')) ?? [];
  const parts = path.split('.');
  if (parts.length < 2)
    throw refuse(text, 'write FIGURE.STATISTIC=AMOUNT, as rto.p95=5% or rto.europe.p95=2s');
  const stat = parts.at(-1)!;
  const column = findColumn(text, parts[0]!, parts.slice(1, -1).join('.') || undefined, columns);
  if (!statistics.includes(stat)) {
    throw refuse(text, `"${stat}" is no statistic with an interval: expected ${alternatives(statistics)}`);
  }
  const halfWidth = parseAmount(text, amount, columns[column]!);
  return { text, column, stat: stat as PrecisionTarget['stat'], halfWidth };
}

/** Whether the interval is as narrow as it should be. One that lacks an end is not, whatever the reason. */
export function isReached(target: PrecisionTarget, store: ColumnStore): boolean {
  const sample = store.sample(target.column);
  const estimate =
    target.stat === 'mean'
      ? estimateMean(sample, store.columns[target.column]!)
      : estimateQuantile(sortSample(sample), quantileLevels[target.stat]);
  if (estimate.value === null || estimate.low === null || estimate.high === null) return false;
  const allowed =
    'absolute' in target.halfWidth ? target.halfWidth.absolute : target.halfWidth.relative * estimate.value;
  // The interval of a mean is even about it, but for an end that is cut at nothing or at all.
  const halfWidth =
    target.stat === 'mean'
      ? Math.max(estimate.high - estimate.value, estimate.value - estimate.low)
      : (estimate.high - estimate.low) / 2;
  return halfWidth <= allowed;
}

/** The next number of runs at which precision is examined: 2,000 doubled as often as needed, `maxRuns` at last. */
export function nextExamination(runs: number, maxRuns: number): number {
  let next = firstExamination;
  while (next <= runs) next *= 2;
  return Math.min(next, maxRuns);
}

function findColumn(
  text: string,
  figure: string,
  of: string | undefined,
  columns: readonly ColumnName[],
): number {
  const name = qualify(figure, of);
  const found = columns.findIndex((column) => column.name === name);
  if (found >= 0) return found;
  const names = columns.map((column) => column.name);
  const meant = nearest(name, names);
  throw refuse(
    text,
    `there is no figure "${name}"${meant ? `; did you mean "${meant}"?` : `: expected ${alternatives(names)}`}`,
  );
}

function parseAmount(text: string, amount: string, column: ColumnName): PrecisionTarget['halfWidth'] {
  if (amount.endsWith('%')) return { relative: positive(text, parseShare(amount)) };
  if (column.unit === 's') return { absolute: positive(text, parseDuration(amount)) / microsPerSecond };
  return { absolute: positive(text, parseCount(amount, column.unit)) };
}

function parseCount(amount: string, unit: string): Reading {
  if (/^\d+(\.\d+)?$/.test(amount)) return { value: Number(amount) };
  return { wrong: `"${amount}" is neither a share as 5% nor a number of ${unit}` };
}

function positive(text: string, reading: Reading): number {
  if ('wrong' in reading) throw refuse(text, reading.wrong);
  if (reading.value === 0) throw refuse(text, 'no number of runs gives an interval without width');
  return reading.value;
}

function refuse(text: string, why: string): PrecisionError {
  return new PrecisionError(`precision "${text}": ${why}`);
}
