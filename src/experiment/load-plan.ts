import { areas } from '../data/areas.js';
import { places } from '../data/places.js';
import { day, hour } from '../kernel/index.js';
import { leastMultiple } from '../model/steps.js';
import type { CalendarOptions, LoadShape, LoadStep } from '../model/traffic/load.js';
import type { Spec } from '../scenario/schema.js';
import { surgeOf } from './fault-plan.js';

type Client = Spec['clients'][string];

/** How the demand of a population goes over a cycle in UTC, with a mean of 1; undefined where it is always the same. */
export function planLoad({ load, place }: Client): LoadShape | undefined {
  if (!load) return undefined;
  const { period, steps } = load;
  const ends = [...steps.slice(1).map(({ from }) => from), period];
  const sum = steps.reduce((total, { from, weight }, i) => total + weight * (ends[i]! - from), 0);
  const factors = steps.map(({ weight }) => (weight * period) / sum);
  // The mean of alike weights may miss 1 by its rounding.
  if (steps.every(({ weight }) => weight === steps[0]!.weight)) return undefined;
  const local = steps.map(({ from }, i) => ({ from, factor: factors[i]! }));
  return { period, steps: turn(local, period, aheadOfUtc(load.zone, place)) };
}

/** The same cycle by a clock that is so much behind: midnight falls into another step. */
function turn(steps: readonly LoadStep[], period: number, ahead: number): LoadStep[] {
  const turned = steps
    .map(({ from, factor }) => ({ from: (((from - ahead) % period) + period) % period, factor }))
    .sort((a, b) => a.from - b.from);
  return turned[0]!.from === 0 ? turned : [{ from: 0, factor: turned.at(-1)!.factor }, ...turned];
}

/** The clock of a place: as stated, else a whole hour every 15 degrees of its longitude (nautical time zones). */
function aheadOfUtc(stated: number | undefined, place: string): number {
  const { longitude } = areas[places.get(place)!.area];
  return stated ?? Math.round(longitude / 15) * hour;
}

/** Whose clock says when a run begins, and after how many days all loads begin anew; undefined without a load. */
export function planCalendar({ clients, begins }: Spec): CalendarOptions | undefined {
  const periods = Object.values(clients).flatMap((client) => planLoad(client)?.period ?? []);
  if (periods.length === 0) return undefined;
  const [first, ...rest] = Object.entries(clients);
  const [clockOf, { load, place }] = rest.reduce(
    (most, one) => (one[1].requests > most[1].requests ? one : most),
    first!,
  );
  return {
    ...(begins === undefined || begins === 'any' ? {} : { begins }),
    ahead: aheadOfUtc(load?.zone, place),
    clockOf,
    days: periods.reduce((a, b) => leastMultiple(a, b / day), 1),
  };
}

/** In the busiest hour of a population, and in the greatest of its surges. */
export function mostDemand({ clients, faults }: Spec, population: string): number {
  const factors = planLoad(clients[population]!)?.steps.map(({ factor }) => factor) ?? [1];
  const surges = faults
    .filter(({ kind, target }) => kind === 'surge' && (target === 'all' || target === population))
    .map((fault) => surgeOf(fault));
  return Math.max(...factors) * Math.max(1, ...surges);
}
