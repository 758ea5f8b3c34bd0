import { z } from 'zod';
import { naming } from './name.js';
import { count, expecting, measured, optional, required, standard } from './note.js';
import { quantity, someTime, time } from './quantity.js';
import { share } from './share.js';

const never = () => false;
const store = naming('a store');
const step = naming('a step of the runbook');

/** A way of a decision by chance. */
export const way = expecting(
  z.strictObject({
    chance: required(measured(share), 'How often it is the way'),
    to: required(step, 'The step that is done then, and only then'),
  }),
  'a way such as { chance: 60%, to: restart }',
);

const loss = expecting(
  z.strictObject({
    of: required(store, 'The store that would be promoted'),
    time: optional(time, 'Commit time of the writes that a promotion loses', { is: 'no limit', when: never }),
    writes: optional(count(0, 1_000_000_000), 'Writes that a promotion is expected to lose', {
      is: 'no limit',
      when: never,
    }),
  }),
  'a map such as { of: orders, time: 5s }',
);

const worth = expecting(
  z.strictObject({
    outage: required(quantity, 'How long such outages last'),
    failover: required(time, 'What a failover takes'),
    loss: standard(time, '0s', 'Outage that the writes lost by a promotion are worth', { when: never }),
    failback: standard(time, '0s', 'Outage that going back later is worth', { when: never }),
    splitBrain: optional(
      expecting(
        z.strictObject({
          chance: required(measured(share), 'Chance that the old primary goes on'),
          costs: required(time, 'Outage that this is worth'),
        }),
        'a map such as { chance: 2%, costs: 8h }',
      ),
      'The premium for two primaries',
      { is: 'none', when: never },
    ),
  }),
  'a map such as { outage: { pareto: { min: 5m, shape: 1.5 } }, failover: 20m }',
);

/** A decision by rule. */
export const rule = expecting(
  z.strictObject({
    elapsed: optional(time, 'The outage has lasted so long (a grace period)', {
      is: 'no limit',
      when: never,
    }),
    lossAtMost: optional(loss, 'A promotion loses no more than this', { is: 'no limit', when: never }),
    worth: optional(
      worth,
      'The rest of the outage is expected to be longer than a failover and all that comes with it',
      { is: 'not asked', when: never },
    ),
    atLatest: optional(someTime, 'It fails over when the outage has lasted so long, whatever the rest says', {
      is: 'never',
      when: never,
    }),
    wrong: standard(
      measured(share),
      '0%',
      'Chance of the wrong call: to go over where the rule says to wait, or to ride it out',
      {
        when: never,
      },
    ),
  }),
  'a map such as { elapsed: 1h, wrong: 5% }',
);
