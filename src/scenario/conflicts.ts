import { z } from 'zod';
import { naming } from './name.js';
import { choice, expecting, measured, optional, type Raw, required, standard } from './note.js';
import { someTime } from './quantity.js';
import { rate } from './rate.js';

const never = () => false;
const policy = (...names: string[]) => ({ when: (owner: Raw) => names.includes(String(owner['policy'])) });

/** What may decide between writes that had not seen each other. */
export const conflictPolicies = [
  'last-writer-wins',
  'priority',
  'siblings',
  'crdt',
  'merge',
  'discard-minority',
  'freeze',
  'queue',
  'ignore',
] as const;

export const conflicts = expecting(
  z.strictObject({
    policy: required(
      choice(conflictPolicies),
      'What becomes of writes to one key that had not seen each other',
    ),
    clock: standard(
      choice(['wall', 'hybrid']),
      'wall',
      'last-writer-wins: by which clock writes are stamped',
      {
        source: 'as Amazon DynamoDB global tables and Apache Cassandra',
        ...policy('last-writer-wins'),
      },
    ),
    order: optional(
      expecting(z.array(naming('a writer')).min(1), 'a list of the writers'),
      'priority: whose writes win, first to last. discard-minority: which of two equal sides is kept',
      {
        is: 'required with priority; with discard-minority the order of the writers',
        ...policy('discard-minority'),
      },
    ),
    type: optional(
      choice(['counter', 'set', 'register', 'multi-value', 'bounded-counter']),
      'crdt: the replicated data type',
      { is: 'required with crdt', when: never },
    ),
    module: optional(
      expecting(z.string().min(1), 'the path of a module such as ./merge.mjs'),
      'merge: the module of the application’s own function, relative to the file that names it',
      { is: 'required with merge, unless a program gives the function', when: never },
    ),
    export: standard(
      expecting(z.string().min(1), 'a name'),
      'default',
      'merge: the name under which the module exports it',
      {
        ...policy('merge'),
      },
    ),
    after: standard(someTime, '10s', 'freeze: from the cut until no side takes writes', {
      source: 'assumed: three missed heartbeats of a few seconds',
      ...policy('freeze'),
    }),
    rate: optional(
      measured(rate, { above: 0, because: 'above 0' }),
      'queue, freeze, merge: keys left to people that they settle',
      {
        is: 'required with queue; with freeze and merge nobody settles them',
        used: 'none: nobody settles what is left to people',
        ...policy('freeze', 'merge'),
      },
    ),
  }),
  'a map such as { policy: last-writer-wins }',
);
