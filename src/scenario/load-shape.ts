import { z } from 'zod';
import { clockTime, zoneOffset } from './clock-time.js';
import { expecting, measured, optional } from './note.js';
import { time } from './quantity.js';
import { share } from './share.js';

const never = () => false;
const minute = 60e6;
const hour = 60 * minute;
const day = 24 * hour;

/** The cosine of k twenty-fourths of a turn, by square roots alone: the same bits in every engine. */
const cosines = (() => {
  const [root2, root3, root6] = [Math.sqrt(2), Math.sqrt(3), Math.sqrt(6)];
  const quarter = [1, (root6 + root2) / 4, root3 / 2, root2 / 2, 1 / 2, (root6 - root2) / 4];
  const half = [
    ...quarter,
    0,
    ...quarter
      .slice(1)
      .reverse()
      .map((one) => -one),
  ];
  return [...half, ...half.map((one) => -one)];
})();

const row = expecting(
  z.tuple([time, expecting(z.number().min(0).max(1e12), 'a number of requests, 0 or more')]),
  'a time and what is asked for from then on, such as [9h, 120]',
);

const table = expecting(
  z
    .union([
      expecting(z.string(), 'the path of a table'),
      expecting(z.array(row).min(2).max(100_000), 'a list of times and requests'),
    ])
    .transform((given, context) => {
      if (typeof given !== 'string') return given;
      context.issues.push({
        code: 'custom',
        message: 'names a file',
        input: given,
        params: { expected: 'its rows: a file is read by parseScenario only' },
      });
      return z.NEVER;
    }),
  'a file such as week.csv, or a list such as [[0h, 40], [9h, 120]]',
);

const absent = (is: string) => ({ is, when: never });

/**
 * How requests go over the day. Only the shape counts: `requests` is their mean over its cycle. Steps are in the time of the place,
 * from midnight on.
 */
export const load = expecting(
  z
    .strictObject({
      daily: optional(
        expecting(z.array(measured(share)), 'a list of 24 shares, one an hour from midnight on'),
        'Each hour’s requests, as shares of anything: of the busiest hour, or of the day',
        absent('another shape'),
      ),
      peak: optional(
        measured(clockTime),
        'Middle of the busiest hour of a day that goes up and down as a cosine, hour by hour',
        absent('another shape'),
      ),
      trough: optional(
        measured(share),
        'peak: requests of the quietest hour, twelve hours later, as a share of those of the busiest',
        absent('required with peak'),
      ),
      measured: optional(
        table,
        'What was measured: from each time on so many requests, over one day or several whole ones; the last row lasts as long as the one before it',
        absent('another shape'),
      ),
      zone: optional(measured(zoneOffset), 'How far the clock of the place is ahead of UTC', {
        is: 'by the longitude of the place, a whole hour every 15 degrees',
        source: 'nautical time zones',
      }),
    })
    .transform(({ zone, ...shape }) => ({ ...cycleOf(shape), ...(zone === undefined ? {} : { zone }) })),
  'a shape such as { peak: 14:00, trough: 30% }',
);

interface Shape {
  readonly daily?: readonly number[];
  readonly peak?: number;
  readonly trough?: number;
  readonly measured?: readonly (readonly [at: number, requests: number])[];
}

/** Steps within a cycle, microseconds since midnight of its first day, each with a weight; the first at 0. */
interface Cycle {
  readonly period: number;
  readonly steps: readonly { readonly from: number; readonly weight: number }[];
}

function cycleOf({ daily, peak, trough = 1, measured }: Shape): Cycle {
  if (daily) return { period: day, steps: daily.map((weight, index) => ({ from: index * hour, weight })) };
  if (measured) {
    const [last, before] = [measured.at(-1)![0], measured.at(-2)?.[0] ?? 0];
    return { period: last + (last - before), steps: measured.map(([from, weight]) => ({ from, weight })) };
  }
  return { period: day, steps: peak === undefined ? [{ from: 0, weight: 1 }] : cosineDay(peak, trough) };
}

/** Mean 1; the ratio of the quietest to the busiest hour is as stated: (1 - a) / (1 + a). */
function cosineDay(peak: number, trough: number): Cycle['steps'] {
  const swing = (1 - trough) / (1 + trough);
  const busiest = peak - 30 * minute;
  const hours = cosines.map((cosine, k) => ({
    from: (busiest + k * hour + day) % day,
    weight: 1 + swing * cosine,
  }));
  const steps = hours.sort((a, b) => a.from - b.from);
  return steps[0]!.from === 0 ? steps : [{ from: 0, weight: steps.at(-1)!.weight }, ...steps];
}

/** The time of the day at which a run begins. */
export const begins = expecting(
  z.union([expecting(z.literal('any'), 'any'), measured(clockTime)]),
  'any, or a time of the day such as 09:00',
);

/** Whether some population has a load, of a scenario as given. */
export function hasLoad(scenario: Readonly<Record<string, unknown>>): boolean {
  const clients = scenario['clients'];
  if (typeof clients !== 'object' || clients === null) return false;
  return Object.values(clients).some((one) => typeof one === 'object' && one !== null && 'load' in one);
}
