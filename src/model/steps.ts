import type { Micros } from '../kernel/index.js';

/** How what clients ask for rises and falls over time: a step function. */
export interface Load {
  /** After which it is the same again. */
  readonly period: Micros;
  /** The least and the most that the factor comes to. */
  readonly least: number;
  readonly most: number;
  factorAt(at: Micros): number;
  /** Integral of the factor, microseconds. */
  integral(from: Micros, to: Micros): number;
  /** The first step after a time. */
  stepAfter(at: Micros): Micros;
}

/** A curve of which parts may follow loads. */
interface UnderLoads {
  readonly loaded?: readonly { readonly load: Load }[];
}

/** The loads that some curves follow, each once. */
export function loadsOf(curves: readonly UnderLoads[]): Load[] {
  const loads = new Set<Load>();
  for (const { loaded } of curves) for (const { load } of loaded ?? []) loads.add(load);
  return [...loads];
}

/** Steps of some loads within (from, to), in order. */
export function stepsOf(loads: readonly Load[], from: Micros, to: Micros): Micros[] {
  const steps = new Set<Micros>();
  for (const load of loads)
    for (let at = load.stepAfter(from); at < to; at = load.stepAfter(at)) steps.add(at);
  return [...steps].sort((a, b) => a - b);
}

/** A stretch of time between two steps, and as many more of it, one a period each. */
export interface Repeated {
  readonly from: Micros;
  readonly to: Micros;
  readonly times: number;
  readonly period: Micros;
}

/** A stretch of time cut at the steps of some loads; what goes on for many of their periods is told once. */
export function betweenSteps(loads: readonly Load[], from: Micros, to: Micros): Repeated[] {
  if (loads.length === 0) return [{ from, to, times: 1, period: 0 }];
  const period = cycleOf(loads);
  const whole = Math.floor((to - from) / period);
  if (whole < 2) return cutAtSteps(loads, from, to, 1, period);
  const rest = from + whole * period;
  return [
    ...cutAtSteps(loads, from, from + period, whole, period),
    ...(rest < to ? cutAtSteps(loads, rest, to, 1, period) : []),
  ];
}

function cutAtSteps(
  loads: readonly Load[],
  from: Micros,
  to: Micros,
  times: number,
  period: Micros,
): Repeated[] {
  let start = from;
  return [...stepsOf(loads, from, to), to].map((end) => {
    const stretch = { from: start, to: end, times, period };
    start = end;
    return stretch;
  });
}

/** After which some loads together are the same again. */
export function cycleOf(loads: readonly Load[]): Micros {
  return loads.reduce((a, { period: b }) => leastMultiple(a, b), 1);
}

/** The least common multiple of two whole numbers. */
export function leastMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
