import { z } from 'zod';
import { drift } from './drift.js';
import { expecting, measured, optional, standard } from './note.js';
import { time } from './quantity.js';

const never = () => false;
const none = { is: 'none', when: never };

/** How the clock of a region differs from true time: fixed, drawn once a run, and more and more. */
export const clock = expecting(
  z
    .strictObject({
      ahead: optional(time, 'Ahead of true time by', none),
      behind: optional(time, 'Behind true time by', none),
      error: standard(
        time,
        '0s',
        'Standard deviation of an error on top, drawn once a run from a normal law',
        {
          when: never,
        },
      ),
      fast: optional(measured(drift), 'Runs faster than true time, from the start of the run', none),
      slow: optional(measured(drift), 'Runs slower than true time, from the start of the run', none),
    })
    .transform(({ ahead = 0, behind = 0, error, fast = 0, slow = 0 }) => ({
      /** Microseconds, negative when behind. */
      ahead: ahead - behind,
      error,
      /** Fraction, negative when slow. */
      drift: fast - slow,
    })),
  'a map such as { ahead: 2s } or { error: 50ms, slow: 20ppm }',
);
