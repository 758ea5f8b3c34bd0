/** The time axis of pictures that show what happened when, and thinning along it. */
import type { Band, OverTime } from '../../measure/result.js';
import { formatDuration } from '../format.js';

/** The bands of a result on one axis: around the first incident where runs had one, else since the start. */
export interface TimeLine {
  aroundIncident: boolean;
  runs: number;
  /** Seconds: since the first incident opened, or since the start of the run. */
  times: number[];
  traffic: Record<string, Band>;
  goodput: Band;
  lossWindow: Record<string, number[]>;
  apart: Record<string, number[]>;
}

/** A span of indices of a time line, both ends included. */
export interface Span {
  first: number;
  last: number;
}

/** More points than this no picture of ours can show apart. */
const mostPoints = 240;

export function timeLine({ aroundIncident, ...whole }: OverTime): TimeLine {
  const axis = aroundIncident ?? whole;
  return { ...axis, apart: axis.apart ?? {}, aroundIncident: aroundIncident !== undefined };
}

/** The title of the axis. */
export function timeTitle({ aroundIncident }: TimeLine): string {
  return aroundIncident ? 'Time since the first incident opened' : 'Time since the start of the run';
}

/** A point of the axis in words. */
export function timeInWords({ aroundIncident }: TimeLine, time: number): string {
  const opening = aroundIncident ? 'the incident opened' : 'the run started';
  if (time === 0) return `when ${opening}`;
  return `${formatDuration(Math.abs(time))} ${time < 0 ? 'before' : 'after'} ${opening}`;
}

/** The smallest span that holds every index for which `active` is true, widened by a share of itself and clipped. */
export function activeSpan(
  count: number,
  active: (index: number) => boolean,
  margin: number,
): Span | undefined {
  const indices = Array.from({ length: count }, (_, i) => i).filter(active);
  if (indices.length === 0) return undefined;
  const first = indices[0]!;
  const last = indices.at(-1)!;
  const room = Math.max(2, Math.round((last - first + 1) * margin));
  return { first: Math.max(0, first - room), last: Math.min(count - 1, last + room) };
}

/** The span cut into at most `mostPoints` pieces of about the same length, in order. */
export function pieces({ first, last }: Span): Span[] {
  const count = last - first + 1;
  const length = Math.max(1, Math.ceil(count / mostPoints));
  return Array.from({ length: Math.ceil(count / length) }, (_, i) => ({
    first: first + i * length,
    last: Math.min(last, first + (i + 1) * length - 1),
  }));
}

/** Values of the piece. */
export function within(values: readonly number[], { first, last }: Span): number[] {
  return values.slice(first, last + 1);
}

/** Four decimals of a share are more than a picture shows. */
export function roundShare(share: number): number {
  return Math.round(share * 1e4) / 1e4;
}
