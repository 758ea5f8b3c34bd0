import { z } from 'zod';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { type QuantitySpec, quantity, someTime, time } from './quantity.js';
import { rate } from './rate.js';
import { share } from './share.js';

const never = () => false;
const someRate = measured(rate, { above: 0, because: 'above 0' });

/** Mean service time behind a capacity that is stated as a rate alone, microseconds. */
const usualService = 50_000;

/** Places to wait for each server where nobody says. */
const usualPlaces = 100;

const warmUp = expecting(
  z.strictObject({
    from: required(
      measured(share, { above: 0, below: 1, because: 'above 0% and below 100%' }),
      'Share of its speed at which it begins when it is cold',
    ),
    for: required(someTime, 'Time under load until it has its full speed; the speed rises steadily'),
  }),
  'a map such as { from: 40%, for: 3m }',
);

const autoscaling = expecting(
  z.strictObject({
    target: required(
      measured(share, { above: 0, because: 'above 0%' }),
      'Share of its servers that should be in use',
    ),
    most: required(count(1, 1_000_000), 'Servers that there are at most'),
    least: optional(count(1, 1_000_000), 'Servers that are kept in any case', {
      is: 'those that it begins with',
    }),
    startUp: required(someTime, 'From asking for a server until it serves'),
    period: standard(someTime, '15s', 'Time between two decisions', {
      source: 'Kubernetes, horizontal-pod-autoscaler-sync-period: 15 s',
    }),
    scaleInAfter: standard(time, '5m', 'Servers go only when for so long no decision wanted to keep them', {
      source: 'Kubernetes, horizontal-pod-autoscaler-downscale-stabilization: 5 m',
    }),
    launches: optional(someRate, 'Servers that the control plane starts at most', {
      is: 'all that are asked for',
      when: never,
    }),
  }),
  'a map such as { target: 60%, most: 100, startUp: 2m }',
);

const stated = expecting(
  z
    .strictObject({
      servers: required(count(1, 1_000_000), 'Requests that it works on at once'),
      service: required(quantity, 'Time that one request takes one server'),
      queue: optional(
        expecting(
          z
            .union([choice(['unlimited']), count(0, 10_000_000)])
            .transform((places) => (places === 'unlimited' ? Number.POSITIVE_INFINITY : places)),
          'unlimited or a whole number of places',
        ),
        'Requests that may wait; more are shed at once',
        { is: '100 places for each server', source: 'assumed, after acceptCount of Apache Tomcat 10' },
      ),
      admits: optional(
        someRate,
        'Requests that are let in at most; of more, each is shed by the same chance',
        {
          is: 'all',
          when: never,
        },
      ),
      warmUp: optional(
        warmUp,
        'How caches and pools warm up: after a start, and when load first comes to a place that stood idle',
        { is: 'warm from the start', when: never },
      ),
      autoscaling: optional(
        autoscaling,
        'How servers come when more are in use than should be, and go when fewer are',
        { is: 'none: the servers are as many as they are', when: never },
      ),
    })
    .transform((given) => ({ ...given, queue: given.queue ?? usualPlaces * given.servers })),
  'a map such as { servers: 40, service: { mean: 50ms } }',
);

/** What a region, or a store on each of its sites, can serve: queues before servers, first come first served. */
export const capacity = expecting(
  z.union([
    someRate.transform((perSecond): z.output<typeof stated> => {
      const servers = Math.max(1, Math.ceil((perSecond * usualService) / 1e6));
      const service: QuantitySpec = { draw: 'use', kind: 'exponential', mean: (servers / perSecond) * 1e6 };
      return { servers, service, queue: usualPlaces * servers };
    }),
    stated,
  ]),
  'a rate such as 900/s, or a map such as { servers: 40, service: { mean: 50ms } }',
);
