/**
 * Numbers in words, one rule for the terminal, the pages and the charts.
 *
 * Every function is pure and does not follow the locale: the same number gives the same text everywhere.
 * All throw a RangeError for NaN and infinities, which no figure may hold.
 */
import type { Estimate, FigureSummary, Unit } from '../measure/result.js';

const minus = '\u2212';
/** Narrow no-break space between groups of three digits, as ISO 80000-1 recommends. */
const thinSpace = '\u202f';

/** Differences of shares are in percentage points; an interval beside its value leaves the unit out. */
const pointsUnit = ' points';

const minute = 60;
const hour = 3600;
const day = 86_400;

/** Seconds to words of at most two units: `12 µs`, `0.73 s`, `4 min 12 s`, `1 h 03 min`, `3 d 04 h`. */
export function formatDuration(seconds: number): string {
  return withSign(seconds, positiveDuration);
}

/** A count, or a mean of counts: `0`, `0.25`, `12.3`, `1 204` (thin spaces), `1.23e15`. */
export function formatCount(count: number): string {
  return withSign(count, positiveCount);
}

/** A whole number with its noun: `1 run`, `2 000 runs`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * A fraction as a percentage with enough digits to tell it from 0 % and from 100 %: `12.3 %`, `0.012 %`,
 * `99.995 %`.
 */
export function formatShare(fraction: number): string {
  return withSign(fraction, positiveShare);
}

/** A chance that may be far below any percentage: `12.3 %`, `0.12 %`, then `9.13e-5`. */
export function formatChance(chance: number): string {
  return chance > 0 && chance < 0.001 ? Number(chance.toPrecision(3)).toExponential() : formatShare(chance);
}

/** `9.13e-7 (7.53e-7 to 1.1e-6)`, `0 % (up to 0.25 %)`. */
export function formatChanceEstimate(estimate: Estimate): string {
  if (estimate.value === null) return formatPoint(estimate, 'share');
  const point = `${estimate.lowerBound ? 'at least ' : ''}${formatChance(estimate.value)}`;
  // Next to nothing is nothing, beside a value of which so little is known.
  const nothing = estimate.low !== null && estimate.low * 1e6 < estimate.value;
  const shown = nothing || estimate.value === 0 ? { ...estimate, low: null } : estimate;
  return joined(point, interval(shown, formatChance));
}

/** A number in the unit of its figure, without a noun: a duration, a share or a count. */
export function formatValue(value: number, unit: Unit): string {
  if (unit === 's') return formatDuration(value);
  if (unit === 'share') return formatShare(value);
  return formatCount(value);
}

/** The best guess alone: `5 min 10 s`, `at least 5 min 10 s`, `over 2 h 41 min`. */
export function formatPoint(estimate: Estimate, unit: Unit): string {
  if (estimate.value === null) return `over ${formatValue(estimate.atLeast, unit)}`;
  const value = formatValue(estimate.value, unit);
  return estimate.lowerBound ? `at least ${value}` : value;
}

/** The largest value of a figure; `over` where a censored run may have gone beyond what was observed. */
export function formatLargest({ max, censored, unit }: FigureSummary): string {
  return censored > 0 ? `over ${formatValue(max, unit)}` : formatValue(max, unit);
}

/**
 * The interval alone: `4 min 58 s to 5 min 22 s`, `4 min 58 s or more`, `up to 5 min 22 s`; undefined when there
 * is none, or when it reads the same as the value.
 */
export function formatInterval(estimate: Estimate, unit: Unit): string | undefined {
  if (isWhole(estimate, unit)) return undefined;
  return interval(estimate, (value) => formatValue(value, unit));
}

/** Whether an interval begins at 100 %, the most that a share can be: it has no width, whatever is known of its upper end. */
function isWhole(estimate: Estimate, unit: Unit): boolean {
  return unit === 'share' && estimate.value === 1 && estimate.low === 1;
}

/** `5 min 10 s (4 min 58 s to 5 min 22 s)`. */
export function formatEstimate(estimate: Estimate, unit: Unit): string {
  return joined(formatPoint(estimate, unit), formatInterval(estimate, unit));
}

/**
 * A difference with its sign, shares in percentage points: `−4 min 12 s (−5 min to −3 min 20 s)`,
 * `+12.3 points (+9 to +15)`. Where censored runs leave only a bound: `at least +4 min`, `at most −4 min`.
 */
export function formatDifference(difference: Estimate, unit: Unit): string {
  if (difference.value === null) return `over ${signed(difference.atLeast, unit)}`;
  const bound = difference.lowerBound ? 'at least ' : difference.upperBound ? 'at most ' : '';
  return joined(
    `${bound}${signed(difference.value, unit)}`,
    interval(difference, (end) => signed(end, unit).replace(pointsUnit, '')),
  );
}

function joined(point: string, interval: string | undefined): string {
  return interval === undefined ? point : `${point} (${interval})`;
}

function interval(estimate: Estimate, format: (value: number) => string): string | undefined {
  if (estimate.value === null) return undefined;
  const low = estimate.low === null ? undefined : format(estimate.low);
  const high = estimate.high === null || estimate.lowerBound ? undefined : format(estimate.high);
  if (low === undefined) return high === undefined ? undefined : `up to ${high}`;
  if (high === undefined) return `${low} or more`;
  return low === high && low === format(estimate.value) ? undefined : `${low} to ${high}`;
}

function signed(value: number, unit: Unit): string {
  const words =
    unit === 'share'
      ? `${significant(Math.abs(value) * 100)}${pointsUnit}`
      : formatValue(Math.abs(value), unit);
  if (value === 0) return words;
  return `${value < 0 ? minus : '+'}${words}`;
}

function withSign(value: number, format: (magnitude: number) => string): string {
  if (!Number.isFinite(value))
    throw new RangeError(`Cannot put ${value} into words: a figure is a finite number`);
  return value < 0 ? `${minus}${format(-value)}` : format(value);
}

function positiveDuration(seconds: number): string {
  if (seconds < 5e-10) return '0 s';
  if (seconds < 0.0009995) return `${significant(seconds * 1e6)} µs`;
  if (seconds < 0.09995) return `${significant(seconds * 1e3)} ms`;
  if (seconds < 9.995) return `${trimmed(seconds, 2)} s`;
  if (seconds < 59.95) return `${trimmed(seconds, 1)} s`;
  if (seconds < hour - 0.5) return twoUnits(Math.round(seconds), 60, 'min', 's');
  if (seconds < day - minute / 2) return twoUnits(Math.round(seconds / minute), 60, 'h', 'min');
  if (seconds < 100 * day) return twoUnits(Math.round(seconds / hour), 24, 'd', 'h');
  return `${positiveCount(Math.round(seconds / day))} d`;
}

/** `amount` counted in the small unit; the small part keeps two digits so that columns read well. */
function twoUnits(amount: number, perBig: number, big: string, small: string): string {
  const rest = amount % perBig;
  const whole = `${Math.floor(amount / perBig)} ${big}`;
  return rest === 0 ? whole : `${whole} ${String(rest).padStart(2, '0')} ${small}`;
}

function positiveCount(count: number): string {
  if (count >= 1e15) return count.toExponential(2).replace('e+', 'e');
  if (count >= 99.95 || Number.isInteger(count)) return grouped(Math.round(count));
  return significant(count);
}

function positiveShare(fraction: number): string {
  const percent = fraction * 100;
  const fromEdge = Math.min(percent, Math.abs(100 - percent));
  if (fromEdge < 1e-10) return percent < 50 ? '0 %' : '100 %';
  if (fromEdge < 1e-6) return percent < 50 ? 'under 0.000001 %' : 'over 99.999999 %';
  // One digit after the point away from the ends, two significant digits of the distance near them.
  const digits = Math.max(1, 1 - Math.floor(Math.log10(fromEdge)));
  return `${trimmed(percent, digits)} %`;
}

/** Three significant digits without an exponent for what people meet. */
function significant(value: number): string {
  return value >= 1000 ? grouped(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, thinSpace);
}
