import { z } from 'zod';
import { clockTime } from './clock-time.js';
import { expecting, measured, optional, required } from './note.js';
import { quantity, someTime } from './quantity.js';

/** How long a fault lasts: one quantity, or several that follow each other (found, travelled to, mended). */
export const lasts = expecting(
  z.union([quantity, expecting(z.array(quantity).min(2).max(20), 'a list of quantities that add up')]),
  'a quantity such as 4s or { mean: 6h }, or a list of them that add up',
);

/** When a planned fault comes. */
export const calendar = expecting(
  z.strictObject({
    every: required(someTime, 'Time from one to the next; whole days where a time of the day is stated'),
    at: optional(
      measured(clockTime),
      'Time of the day, by the clock of the population with the most requests',
      { is: 'any: the phase of a run is random', when: () => true },
    ),
  }),
  'a map such as { every: 4w, at: "03:00" }',
);
