import { z } from 'zod';
import { count, expecting, optional, required } from './note.js';
import { quantity } from './quantity.js';

/** How many replicas answer before an operation of a leaderless store is complete. */
export const quorum = expecting(
  z.strictObject({
    read: required(
      count(1, 100),
      'R: replicas whose answers a read waits for; reads may miss acknowledged writes unless R + W is more than N',
    ),
    write: required(count(1, 100), 'W: replicas whose acknowledgements a write waits for'),
  }),
  'a map such as { read: 1, write: 2 }',
);

const leg = (what: string) =>
  optional(quantity, what, { is: '0s, beside half the round trip to another region', used: '0s' });

/** One-way times of requests and answers between a coordinator and one replica (WARS: Bailis et al., PVLDB 2012). */
export const legs = expecting(
  z
    .strictObject({
      write: leg('From the coordinator of a write to a replica that has it'),
      ack: leg('From there to the coordinator that knows of it'),
      read: leg('From the coordinator of a read to a replica that looks it up'),
      response: leg('From there to the coordinator that has the answer'),
    })
    .transform(({ write = none, ack = none, read = none, response = none }) => ({
      write,
      ack,
      read,
      response,
    })),
  'a map such as { write: { mean: 5ms }, ack: 1ms, read: 1ms, response: 1ms }',
);

const none: z.output<typeof quantity> = { draw: 'use', kind: 'constant', value: 0 };
