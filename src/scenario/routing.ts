import { z } from 'zod';
import { routingPresets } from '../data/presets/routing/presets.js';
import { anycastKeys } from './anycast.js';
import { named, naming } from './name.js';
import { choice, count, expecting, measured, optional, type Raw, required, standard } from './note.js';
import { groupPolicy, policyKeys, rootPolicy } from './policy.js';
import { type QuantitySpec, quantity, someTime, time } from './quantity.js';
import { share } from './share.js';

const never = () => false;
const region = naming('a region');
const ofPreset = { is: 'that of the preset, without which it must be there', when: never };
const presetNames = [...routingPresets.keys()] as [string, ...string[]];

const health = expecting(
  z
    .strictObject({
      interval: optional(someTime, 'Time between the starts of two probes of one checker', ofPreset),
      timeout: optional(someTime, 'How long a probe waits for its answer', ofPreset),
      failures: optional(count(1, 1000), 'Failed probes in a row that make a region unhealthy', ofPreset),
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
      loss: standard(
        measured(share, { below: 1, because: 'below 100%' }),
        '0%',
        'Share of the probes that are lost on the way at any time, each by chance: they fail as if the region were silent',
        { when: never },
      ),
      holdDown: standard(
        time,
        '0s',
        'Once unhealthy, a region stays so at least this long, whatever its checks find',
        { when: never },
      ),
    })
    // That they are there, from the scenario or its preset, is checked in `soundness/traffic.ts`.
    .transform(({ interval = 0, timeout = 0, failures = 1, ...health }) => ({
      ...health,
      interval,
      timeout,
      failures,
      successes: health.successes ?? failures,
    })),
  'a map such as { interval: 10s, timeout: 4s, failures: 3 }',
);

const group = expecting(
  z.strictObject({
    policy: groupPolicy,
    ...policyKeys,
    atLeast: standard(count(1, 1000), 1, 'Healthy targets of its own that make the group healthy', {
      source: 'Route 53, alias records that evaluate their target',
    }),
  }),
  'a policy such as { policy: weighted, weights: { us-east: 3, us-west: 1 } }',
);

/** Microseconds; and what it becomes when. */
type Ttl = { initially: number } | { initially: number; becomes: number; at: QuantitySpec };

const ttl = expecting(
  z.union([
    someTime.transform((initially): Ttl => ({ initially })),
    expecting(
      z.strictObject({
        initially: required(someTime, 'How long an answer may be cached when the run begins'),
        becomes: required(someTime, 'How long answers may be cached that are given after the change'),
        at: required(quantity, 'When that is changed'),
      }),
      'a map such as { initially: 300s, becomes: 10s, at: 20m }',
    ),
  ]),
  'a duration such as 60s, or { initially: 300s, becomes: 10s, at: 20m }',
);

/** Whether the record may be empty at times. */
function isEmptied(scenario: Raw): boolean {
  return ((scenario['faults'] ?? []) as Raw[]).some((fault) => fault['dns'] === 'empty');
}

const isNamed = (owner: Raw) => owner['policy'] !== 'anycast';

/** How clients are taken to regions. */
export const routing = expecting(
  z
    .strictObject({
      policy: rootPolicy,
      ...policyKeys,
      ...anycastKeys,
      by: optional(
        choice(['dns', 'accelerator', 'hybrid']),
        'What takes clients to the region chosen: names that are cached, or an accelerator, whose edges near the clients send each new connection on; hybrid: names, of addresses that the other regions announce too, so that the network carries clients past a silent region',
        { is: 'dns', when: never },
      ),
      preset: optional(
        choice(presetNames),
        'A vendor’s mechanism, whose numbers stand where the scenario states none; `regionfall presets` lists them with their sources',
        { is: 'none', when: never },
      ),
      groups: optional(
        named(group, 'a map of groups such as { europe: { policy: weighted, weights: .. } }'),
        'Policies that stand as targets in others, by name',
        { is: 'none', when: never },
      ),
      failOpen: standard(
        choice(['all', 'evenly', 'nearest', 'fallback', 'nothing']),
        'all',
        'What is answered when no region that the policy may name is healthy: as if all were, all of them alike, the nearest to the client, the fallback, or nothing',
        { source: 'Route 53 and Traffic Manager', when: isNamed },
      ),
      fallback: optional(region, 'failOpen fallback: what is answered then, healthy or not', {
        is: 'required with failOpen fallback',
        when: never,
      }),
      minimumHealthy: standard(
        measured(share),
        '0%',
        'With a smaller share of its regions healthy, the policy fails open too',
        { source: 'ALB, unhealthy state routing', when: never },
      ),
      ttl: optional(ttl, 'How long an answer may be cached', ofPreset),
      negativeTtl: standard(
        someTime,
        '15m',
        'How long it may be cached that there is no answer: the lesser of the SOA’s own TTL and its minimum',
        {
          source:
            'RFC 2308, section 5; the SOA that Route 53 makes has a TTL of 900 s and a minimum of 86,400 s',
          when: (owner, scenario) => owner['failOpen'] === 'nothing' || isEmptied(scenario),
        },
      ),
      propagation: standard(quantity, '0s', 'From a change of the record until the name servers answer it', {
        source: 'a changed record is visible at once',
      }),
      health: optional(health, 'Health checks of the regions', ofPreset),
    })
    .transform(({ ttl = { initially: 0 } as Ttl, health: given, ...routing }) => ({
      ...routing,
      ttl,
      health: given!,
    })),
  'a map such as { policy: failover, order: [us-east, eu-west], ttl: 60s, health: .. }',
);
