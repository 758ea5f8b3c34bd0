import { z } from 'zod';
import { clockTime } from './clock-time.js';
import { named } from './name.js';
import { count, expecting, measured, optional, required, standard } from './note.js';
import { quantity, someTime } from './quantity.js';

const factor = expecting(z.number().min(1).max(100), 'a number from 1 to 100');

const shift = expecting(
  z.strictObject({
    from: required(measured(clockTime), 'When these hours begin, by the clock of the run'),
    to: required(measured(clockTime), 'When they end'),
    factor: required(factor, 'How many times as long acknowledging and doing take within them'),
  }),
  'a map such as { from: 22:00, to: 07:00, factor: 1.5 }',
);

const neverDone = expecting(
  z.strictObject({
    factor: standard(factor, 2, 'How many times as long a step takes whoever has never done it', {
      source: 'assumed: 1.5 to 3',
    }),
    drilled: optional(quantity, 'Time between drills, after which it takes its own time again', {
      is: 'never drilled',
    }),
    forgets: standard(someTime, '180d', 'Time in which what a drill taught fades to 1/e', {
      source: 'assumed',
      when: (owner) => 'drilled' in owner,
    }),
  }),
  'a map such as { factor: 2, drilled: 90d }',
);

const role = expecting(
  z.strictObject({
    people: standard(count(0, 10_000), 1, 'How many can do its steps at once; first come, first served', {
      source: 'one person on call',
    }),
    page: standard(
      quantity,
      '0s',
      'Until a page reaches whoever is on call, when the first step needs them',
      {
        source: 'assumed: at once',
      },
    ),
    acknowledge: standard(quantity, '0s', 'From the page until they are at work', {
      source: 'assumed: at once',
    }),
    shift: optional(shift, 'Hours in which all takes longer', { is: 'none', when: () => false }),
    neverDone: optional(neverDone, 'What lack of practice costs', { is: 'nothing', when: () => false }),
  }),
  'a map such as { people: 1, acknowledge: { p50: 3m, p95: 10m } }',
);

/** Who does the steps of runbooks. */
export const roles = named(role, 'a map of roles such as { dba: { people: 1 } }');
