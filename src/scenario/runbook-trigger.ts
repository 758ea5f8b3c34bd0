import { z } from 'zod';
import { detect } from './failover.js';
import { naming } from './name.js';
import { expecting, optional } from './note.js';
import { quantity } from './quantity.js';

const never = () => false;
const store = naming('a store');
const region = naming('a region');
const other = { is: 'another trigger', when: never };

/** What starts a runbook, each the key that says it. */
export const triggerKinds = ['lost', 'failing', 'unhealthy', 'primaryLost', 'corrupt', 'at'] as const;

/** A trigger of a runbook. */
export const trigger = expecting(
  z
    .strictObject({
      lost: optional(
        region,
        'A region stops answering; it is known at once, so that finding out can be a step',
        other,
      ),
      failing: optional(
        region,
        'A region fails a share of its requests, or stops answering; known at once to those who watch its errors',
        other,
      ),
      unhealthy: optional(region, 'The health checks find a region unhealthy', other),
      primaryLost: optional(store, 'The primary of a store is taken for gone', other),
      corrupt: optional(store, 'People notice that the data of a store are harmed', other),
      at: optional(quantity, 'It is planned for this time', other),
      detect: optional(detect, 'primaryLost: how that is noticed', {
        is: 'checks, the health checks of its region',
        when: never,
      }),
    })
    .meta({ oneOf: triggerKinds.map((kind) => ({ required: [kind] })) }),
  'a trigger such as { lost: us-east }, { unhealthy: us-east }, { primaryLost: orders } or { at: 2h }',
);
