import { z } from 'zod';
import { named, naming } from './name.js';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { quantity, someTime, time } from './quantity.js';
import { share } from './share.js';

const never = () => false;
const region = naming('a region');

const health = expecting(
  z
    .strictObject({
      interval: required(someTime, 'Time between the starts of two probes of one checker'),
      timeout: required(someTime, 'How long a probe waits for its answer'),
      failures: required(count(1, 1000), 'Failed probes in a row that make a region unhealthy'),
      successes: optional(count(1, 1000), 'Good probes in a row that make it healthy again', {
        is: 'as many as failures',
      }),
      checkers: standard(count(1, 1000), 1, 'Checkers, each with a phase of its own', {}),
      healthyAbove: standard(
        measured(share, { below: 1, because: 'below 100%' }),
        '50%',
        'A region is healthy while more than this share of the checkers says so',
        {
          source: 'a majority; Route 53 uses 18%',
          when: (owner) => typeof owner['checkers'] === 'number' && owner['checkers'] > 1,
        },
      ),
      schedule: standard(
        choice(['fixed', 'sequential']),
        'fixed',
        'Probes start every interval, or one interval after the last one ended',
        { source: 'Route 53, health check intervals' },
      ),
      roundTrip: standard(time, '0s', 'Time that a probe’s answer takes', {}),
    })
    .transform((health) => ({ ...health, successes: health.successes ?? health.failures })),
  'a map such as { interval: 10s, timeout: 4s, failures: 3 }',
);

/** How the name of the service is answered. */
export const routing = expecting(
  z.strictObject({
    policy: required(
      choice(['failover', 'weighted', 'latency', 'geolocation']),
      'How a healthy region is chosen',
    ),
    order: optional(
      expecting(z.array(region).min(1), 'a list of regions'),
      'failover: the first healthy one answers',
      {
        is: 'required with failover',
        when: never,
      },
    ),
    weights: optional(
      named(count(0, 1_000_000), 'a map of regions and whole numbers such as { us-east: 3, eu-west: 1 }'),
      'weighted: whole numbers; a region that is not named has none',
      { is: 'required with weighted', when: never },
    ),
    locations: optional(
      named(region, 'a map of populations and regions such as { europe: eu-west }'),
      'geolocation: the region of each population',
      { is: 'required with geolocation', when: never },
    ),
    default: optional(region, 'geolocation: for populations without a location, or with an unhealthy one', {
      is: 'none',
      when: (owner) => owner['policy'] === 'geolocation',
    }),
    ttl: required(someTime, 'How long an answer may be cached'),
    propagation: standard(quantity, '0s', 'From a change of the record until the name servers answer it', {
      source: 'a changed record is visible at once',
    }),
    health: required(health, 'Health checks of the regions'),
  }),
  'a map such as { policy: failover, order: [us-east, eu-west], ttl: 60s, health: .. }',
);
