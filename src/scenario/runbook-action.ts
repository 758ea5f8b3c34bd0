import { z } from 'zod';
import { naming } from './name.js';
import { expecting, optional } from './note.js';
import { someTime } from './quantity.js';

const never = () => false;
const store = naming('a store');
const region = naming('a region');

/** What a step can do, each the key that says it and names what it is done to. */
export const actionKinds = [
  'promote',
  'fence',
  'readOnly',
  'record',
  'leave',
  'return',
  'switchover',
  'failback',
  'restore',
  'scale',
  'activate',
  'standDown',
  'announce',
  'ttl',
] as const;

const none = { is: 'another action', when: never };

/** What a step does once it has worked. */
export const action = expecting(
  z
    .strictObject({
      promote: optional(
        store,
        'A standby becomes the primary of a store, where its primary is in the region that is fled',
        none,
      ),
      fence: optional(store, 'The old primary of a store takes no more writes', none),
      readOnly: optional(
        store,
        'The primary of a store takes no more writes until a switchover has moved it, or the runbook is undone',
        none,
      ),
      record: optional(store, 'The store’s own name points at the new primary', none),
      leave: optional(region, 'The DNS record names a region no more, whatever its checks say', none),
      return: optional(region, 'The DNS record names a region again that was left', none),
      switchover: optional(
        store,
        'A planned change of the primary: it takes no more writes, the standby catches up and takes over without loss',
        none,
      ),
      failback: optional(store, 'The same, back to where the store was when the run began', none),
      restore: optional(
        store,
        'It is restored from the newest backup that is good, if no copy of it is left or its data are harmed; it then is restored by runbooks alone',
        none,
      ),
      scale: optional(region, 'A region gets more servers, once they can be had', none),
      activate: optional(
        region,
        'A region that stands by gets all its servers: it takes until they are provisioned and have started',
        none,
      ),
      standDown: optional(region, 'A region stands by again, as when the run began', none),
      announce: optional(
        expecting(z.string().min(1).max(100), 'to whom, such as customers'),
        'Customers are told',
        none,
      ),
      ttl: optional(someTime, 'The record may be cached for so long from now on', none),
      to: optional(
        expecting(z.string(), 'a region or one of its zones, or a percentage such as 200%'),
        'promote and switchover: the site of the new primary. scale: so much of what it had at first',
        { is: 'required with switchover and scale; whichever copy lacks least with promote', when: never },
      ),
    })
    .meta({ oneOf: actionKinds.map((kind) => ({ required: [kind] })) }),
  'an action such as { promote: orders } or { leave: us-east }',
);
