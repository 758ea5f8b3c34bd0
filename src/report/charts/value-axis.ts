/** Axes for durations and counts: round ticks in the reader's units, and room for heavy tails. */
import type { Unit } from '../../measure/result.js';
import { formatCount, formatDuration, formatShare } from '../format.js';

/** A scale from figures to pixels, with the ticks to write beside it. */
export interface ValueAxis {
  low: number;
  high: number;
  ticks: number[];
  /** Set on a heavy-tailed axis: below it the scale is near linear, so that 0 has a place; above, near logarithmic. */
  knee?: number;
  unit: Unit;
}

const durationSteps = [
  ...decades(-6, -1),
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3600),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((days) => days * 86_400),
];

/** Ticks of a heavy-tailed axis of durations: each about three times the one before. */
const durationLadder = [
  ...decades(-6, -1, [1, 3]),
  ...[1, 3, 10, 30],
  ...[1, 3, 10, 30].map((minutes) => minutes * 60),
  ...[1, 3, 10].map((hours) => hours * 3600),
  ...[1, 3, 10, 30, 100, 300, 1000].map((days) => days * 86_400),
];

const wantedTicks = 6;

/** A tick this near to an end, in pixels, has its label turned inwards, so that it is not cut. */
const endRoom = 24;

/** Pixels that the labels of a vertical axis of shares take. */
export const shareGutter = 54;

/** An axis from `low` to `high`, with about `count` even steps. */
export function evenAxis(low: number, high: number, unit: Unit, count = wantedTicks): ValueAxis {
  const span = Math.max(high - low, smallestSpan(unit));
  const step = roundStep(span / count, unit);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor((low + span) / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
  return { low, high: low + span, ticks, unit };
}

/**
 * An axis from 0 to the largest of `values` for a distribution: even, or heavy-tailed when the largest is far from
 * the median of those above 0. `values` are sorted upwards.
 */
export function distributionAxis(values: readonly number[], unit: Unit): ValueAxis {
  const positive = values.filter((value) => value > 0);
  const largest = positive.at(-1) ?? 0;
  const median = positive[Math.floor(positive.length / 2)] ?? 0;
  const heavy = unit === 's' ? largest > 25 * median : largest > 30;
  if (!heavy || unit === 'share') return evenAxis(0, largest, unit);
  const small = positive[Math.floor(positive.length / 100)]!;
  const ladder = unit === 's' ? durationLadder : decades(0, 18, largest > 1e4 ? [1] : [1, 3]);
  const knee = ladder.findLast((tick) => tick <= small) ?? ladder[0]!;
  const ticks = [0, ...ladder.filter((tick) => tick >= knee && tick <= largest)];
  return { low: 0, high: largest, ticks, knee, unit };
}

/** Above this ratio of its ends an axis between two values above 0 is near logarithmic. */
const wideSpan = 8;

/** An axis from `low` to `high`, both above 0: even, or near logarithmic where they are far apart. */
export function spanAxis(low: number, high: number, unit: Unit): ValueAxis {
  if (high <= low * wideSpan) return evenAxis(low, high, unit);
  const inside = (ticks: readonly number[]) => ticks.filter((tick) => tick >= low && tick <= high);
  const ladder = inside(unit === 's' ? durationLadder : decades(-6, 18, [1, 3]));
  const ticks = ladder.length < 4 ? inside(unit === 's' ? durationSteps : decades(-6, 18)) : ladder;
  return { low, high, ticks, knee: low / 100, unit };
}

/** The part of a Vega-Lite position channel that draws this axis; `shown` false leaves the grid alone. */
export function axisEncoding(axis: ValueAxis, title: string | null, shown = true) {
  return {
    type: 'quantitative' as const,
    scale: {
      domain: [axis.low, axis.high],
      nice: false,
      zero: false,
      ...(axis.knee === undefined ? {} : { type: 'symlog' as const, constant: axis.knee }),
    },
    title,
    axis: {
      values: axis.ticks,
      labelExpr: labelsByTick(axis),
      labelOverlap: 'parity' as const,
      labelSeparation: 8,
      labelFlush: endRoom,
      labels: shown,
      ticks: shown,
      domain: shown,
    },
  };
}

/** The vertical axis of shares, in a gutter of its own width. */
export function shareEncoding(lowest: number, highest: number, count: number) {
  const axis = evenAxis(lowest, highest, 'share', count);
  const { scale, type } = axisEncoding(axis, null);
  return {
    type,
    scale,
    title: null,
    axis: {
      values: axis.ticks,
      labelExpr: labelsByTick(axis),
      minExtent: shareGutter - 4,
      maxExtent: shareGutter - 4,
    },
  };
}

/** The vertical axis of counts, its labels in a gutter of `width` pixels. */
export function countEncoding(axis: ValueAxis, width: number) {
  const { scale, type } = axisEncoding(axis, null);
  return {
    type,
    scale,
    title: null,
    axis: {
      values: axis.ticks,
      labelExpr: labelsByTick(axis),
      labelOverlap: 'greedy' as const,
      labelSeparation: 2,
      minExtent: width - 4,
      maxExtent: width - 4,
    },
  };
}

function labelsByTick(axis: ValueAxis): string {
  const labels = Object.fromEntries(axis.ticks.map((tick) => [String(tick), tickLabel(tick, axis.unit)]));
  return `(${JSON.stringify(labels)})[datum.value]`;
}

function tickLabel(tick: number, unit: Unit): string {
  if (unit === 'share') return formatShare(tick);
  if (tick === 0) return '0';
  return unit === 's' ? formatDuration(tick) : formatCount(tick);
}

function roundStep(atLeast: number, unit: Unit): number {
  const steps = unit === 's' ? durationSteps : unit === 'share' ? decades(-7, 0) : decades(0, 17);
  return steps.find((step) => step >= atLeast) ?? atLeast;
}

/** Below this an even axis would have to count in parts of a microsecond or of a write. */
function smallestSpan(unit: Unit): number {
  return unit === 's' ? 1e-5 : unit === 'share' ? 1e-6 : 1;
}

function decades(from: number, to: number, factors = [1, 2, 5]): number[] {
  const exponents = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return exponents.flatMap((exponent) => factors.map((factor) => tidy(factor * 10 ** exponent)));
}

/** Takes off the noise of binary fractions, so that a tick and its label agree. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
