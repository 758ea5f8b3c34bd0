import { z } from 'zod';
import { named, naming } from './name.js';
import { choice, count, expecting, measured, optional, required, standard } from './note.js';
import { quantity, someTime } from './quantity.js';
import { share } from './share.js';

const never = () => false;

const lease = expecting(
  z
    .strictObject({
      ttl: required(someTime, 'How long the primary may hold the lease without renewing it'),
      loop: required(someTime, 'Time between renewals, and between looks of a standby'),
      retry: optional(
        someTime,
        'How long the holder asks the coordination service when a renewal is due, before it steps down',
        { is: 'as long as its lease lasts' },
      ),
      start: optional(
        quantity,
        'How long a primary whose processes alone crashed is started again in place before it gives up its lease',
        { is: 'not at all: its lease runs out' },
      ),
      clock: standard(
        choice(['monotonic', 'wall']),
        'monotonic',
        'What ends a lease: time that has passed since its renewal, or a time of day that the coordination service wrote into it',
        { source: 'as etcd and Patroni count' },
      ),
      failsafe: standard(
        expecting(z.boolean(), 'true or false'),
        false,
        'Without the coordination service the holder stays primary as long as every other copy answers it',
        { source: 'Patroni’s failsafe_mode' },
      ),
      watch: standard(
        expecting(z.boolean(), 'true or false'),
        false,
        'Standbys are told at once when the lease is free',
        {
          source: 'Patroni’s standbys poll',
        },
      ),
      members: optional(
        expecting(z.array(naming('a region or one of its zones')).min(1), 'a list of regions or zones'),
        'Sites of the coordination service that keeps the lease; whoever reaches a majority of them can use it',
        { is: 'the sites of the copies', when: () => true },
      ),
    })
    .transform((lease) => ({ by: 'lease' as const, ...lease })),
  'a map such as { ttl: 30s, loop: 10s }',
);

const election = expecting(
  z
    .strictObject({
      heartbeat: standard(someTime, '100ms', 'Time between two heartbeats of the leader', {
        source: 'etcd, “Tuning”, heartbeat interval',
      }),
      timeout: standard(
        someTime,
        '1s',
        'A follower that hears nothing stands for election after this to twice this, at random; a leader that hears no majority steps down after it',
        { source: 'etcd, “Tuning”, election timeout' },
      ),
      lease: optional(
        expecting(
          z.strictObject({
            length: required(someTime, 'How long it lasts'),
            renew: optional(someTime, 'Time between renewals', { is: 'the length' }),
          }),
          'a map such as { length: 10s, renew: 10s }',
        ),
        'A lease of the leader: a new one waits until it has run out',
        { is: 'none' },
      ),
      prefer: optional(
        expecting(
          z.union([
            choice(['in-order']),
            expecting(z.array(naming('a region or one of its zones')).min(1), 'a list of regions or zones'),
          ]),
          'a list of regions or zones, or in-order',
        ),
        'Where the leader should be, the best first; it goes back there without loss. in-order: the primary, then the standbys as they stand',
        { is: 'nowhere: a leader stays until it fails', when: never },
      ),
      returnAfter: standard(
        quantity,
        '1m',
        'How long a better place has been back before the leader moves there',
        {
          source: 'assumed: none is published',
          when: (owner) => 'prefer' in owner,
        },
      ),
    })
    .transform((election) => ({ by: 'election' as const, ...election })),
  'a map such as { heartbeat: 100ms, timeout: 1s }',
);

const probes = {
  interval: required(someTime, 'Time between the starts of two probes'),
  timeout: required(someTime, 'How long a probe waits'),
  failures: required(count(1, 1000), 'Failed probes in a row'),
};

const observers = {
  observers: required(
    expecting(z.array(naming('a region or one of its zones')).min(1), 'a list of regions or zones'),
    'Who watches the primary; a majority of them decides',
  ),
  ...probes,
};

export const detect = expecting(
  z.union([
    choice(['checks']).transform(() => ({ by: 'checks' as const })),
    expecting(
      z.strictObject({ lease: required(lease, 'The primary holds a lease') }),
      'a map such as { lease: { ttl: 30s, loop: 10s } }',
    ).transform(({ lease }) => lease),
    expecting(
      z.strictObject({ election: required(election, 'The copies elect a leader') }),
      'a map such as { election: { timeout: 1s } }',
    ).transform(({ election }) => election),
    expecting(
      z.strictObject(observers),
      'a map such as { observers: [us-west, cloud], interval: 1s, timeout: 1s, failures: 3 }',
    ).transform(({ observers, ...probe }) => ({ by: 'observers' as const, from: observers, ...probe })),
    expecting(
      z.strictObject({
        provider: required(
          expecting(z.strictObject(probes), 'a map such as { interval: 5s, timeout: 5s, failures: 2 }'),
          'The provider of a managed service watches the primary from places that no fault of the scenario reaches',
        ),
      }),
      'a map such as { provider: { interval: 5s, timeout: 5s, failures: 2 } }',
    ).transform(({ provider }) => ({ by: 'provider' as const, ...provider })),
  ]),
  'checks, { lease: { ttl: 30s, loop: 10s } }, { election: { timeout: 1s } }, { observers: [..], interval: 1s, timeout: 1s, failures: 3 } or { provider: { interval: 5s, timeout: 5s, failures: 2 } }',
);

const fence = expecting(
  z.union([
    quantity.transform((takes) => ({ takes, fails: 0 })),
    expecting(
      z.strictObject({
        takes: required(quantity, 'How long it takes'),
        fails: standard(measured(share), '0%', 'Chance that it does nothing, and nobody notices', {
          when: never,
        }),
      }),
      'a map such as { takes: 10s, fails: 10% }',
    ),
  ]),
  'a quantity such as 10s, or { takes: 10s, fails: 10% }',
);

const step = expecting(
  z
    .strictObject({
      detect: optional(detect, 'How the loss of the primary is noticed', {
        is: 'checks, the health checks of its region',
        when: never,
      }),
      decide: optional(quantity, 'Time until the decision, of a person or a program', {
        is: 'at once',
        when: never,
      }),
      fence: optional(
        fence,
        'Time to make sure that the old primary takes no more writes, and the chance that it fails unnoticed',
        {
          is: 'none, the old primary may go on',
          when: never,
        },
      ),
      promote: optional(quantity, 'Time for a standby to become the primary', {
        is: 'required in one step, unless an election promotes',
        when: never,
      }),
      record: optional(quantity, 'Time to point the store’s own name at the new primary', {
        is: 'at once',
        when: never,
      }),
    })
    .meta({ minProperties: 1, maxProperties: 1 }),
  'a step such as promote: 30s',
);

/** The steps of a failover in the order in which they are taken. */
export const stepNames = ['detect', 'decide', 'fence', 'promote', 'record'] as const;

const steps = expecting(
  z.array(step).transform((list) => {
    const {
      detect = { by: 'checks' as const },
      promote,
      ...rest
    } = Object.assign({}, ...list) as z.output<typeof step>;
    // Who is elected leads at once. Else one step promotes: that is checked with the other rules across keys.
    const atOnce = { draw: 'use' as const, kind: 'constant' as const, value: 0 };
    return { detect, promote: promote ?? atOnce, ...rest };
  }),
  'a list of steps such as - decide: 5m and - promote: 30s',
);

/** What is done when a store's primary is lost, by store. */
export const failover = named(
  steps,
  'a map of stores and their steps such as { orders: [{ promote: 30s }] }',
);
