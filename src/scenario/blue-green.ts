import { z } from 'zod';
import { deregistrationDelay, oldStackKept, shiftSource, shifts } from '../data/deliveries.js';
import { choice, expecting, measured, optional, required, standard } from './note.js';
import { quantity, someTime } from './quantity.js';
import { share } from './share.js';

const some = measured(share, { above: 0, because: 'above 0%' });
const presets = Object.keys(shifts) as [string, ...string[]];

const shift = expecting(
  z.union([
    choice(presets),
    expecting(
      z.strictObject({
        first: required(some, 'Share of the new requests that the new stack gets first'),
        step: required(some, 'By how much that grows at a time'),
        every: required(someTime, 'Time between steps'),
      }),
      'a map such as { first: 10%, step: 10%, every: 1m }',
    ),
  ]),
  `${presets.slice(0, 3).join(', ')}, .. or { first: 10%, step: 10%, every: 1m }`,
);

const cold = expecting(
  z.strictObject({
    fails: required(some, 'Share of the requests to it that fail at first'),
    for: required(quantity, 'Until its caches and pools are warm'),
  }),
  'a map such as { fails: 5%, for: 3m }',
);

/** A second stack beside the first in each region, and how clients come to it. */
export const blueGreen = expecting(
  z.strictObject({
    by: required(
      choice(['balancer', 'weights', 'dns']),
      'balancer: all new requests at once. weights: step by step. dns: the name points at the new stack, and clients follow as their caches let them',
    ),
    shift: standard(shift, 'canary-10-5m', 'weights: in which steps', {
      source: shiftSource,
      when: (owner) => owner['by'] === 'weights',
    }),
    inFlight: standard(quantity, '0s', 'How long the longest requests in flight last', {
      source: 'requests take no time',
    }),
    deregistration: standard(
      someTime,
      deregistrationDelay.is,
      'After how long requests in flight at a stack that gets no new ones are cut off',
      { source: deregistrationDelay.source, when: (owner) => 'inFlight' in owner },
    ),
    keep: standard(
      quantity,
      oldStackKept.is,
      'How long the old stack is kept: until then a rollback is a switch back; with dns, who still comes to it afterwards fails',
      { source: oldStackKept.source },
    ),
    cold: optional(cold, 'A new stack is cold', { is: 'it is warm' }),
  }),
  'a map such as { by: dns } or { by: weights, shift: linear-10-1m }',
);
