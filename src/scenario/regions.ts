import { z } from 'zod';
import { capacity } from './capacity.js';
import { clock } from './clock.js';
import { name, named, naming, place } from './name.js';
import { expecting, optional, required, standard } from './note.js';
import { quantity } from './quantity.js';
import { standby } from './standby.js';

const never = () => false;

const region = expecting(
  z.strictObject({
    place: required(place, 'Where the region is: it decides the round trips'),
    zones: standard(
      expecting(z.array(name), 'a list of names such as [a, b]'),
      [],
      'Independent fault domains inside it',
      {
        is: 'none',
        when: never,
      },
    ),
    clock: optional(clock, 'How its clock differs from true time', { is: 'it is true', when: never }),
    capacity: optional(
      capacity,
      'What it can serve: a rate stands for servers that take 50 ms a request, exponential',
      { is: 'unlimited' },
    ),
    standby: optional(standby, 'What of it waits until a step of a runbook activates it', {
      is: 'it serves all the time',
      when: never,
    }),
  }),
  'a region such as { place: aws/us-east-1 }',
);

/** Deployment sites by name. */
export const regions = named(region, 'a map of regions such as { us-east: { place: aws/us-east-1 } }');

/** Round trips that differ from the table of measured ones. */
export const network = expecting(
  z.array(
    expecting(
      z.strictObject({
        between: required(
          expecting(
            z.tuple([naming('a region, a zone or a place'), naming('a region, a zone or a place')]),
            'two ends',
          ),
          'The two ends: regions, zones such as us-east/a, or places',
        ),
        roundTrip: required(quantity, 'Time there and back'),
      }),
      'an override such as { between: [us-east, eu-west], roundTrip: 80ms }',
    ),
  ),
  'a list of overrides such as { between: [us-east, eu-west], roundTrip: 80ms }',
);
