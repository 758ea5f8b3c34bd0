import { z } from 'zod';
import { named, naming } from './name.js';
import { choice, count, expecting, measured, optional, type Raw, required, standard } from './note.js';
import { quantity, someTime, time } from './quantity.js';
import { share } from './share.js';
import { bandwidth, size } from './size.js';

const never = () => false;
const site = naming('a region, or one of its zones such as us-east/a');
const sites = expecting(z.array(site), 'a list of regions or zones such as [eu-west, us-east/b]');
const mode = (...modes: string[]) => ({ when: (owner: Raw) => modes.includes(owner['mode'] as string) });

const link = expecting(
  z.strictObject({
    latency: optional(time, 'One way, without queueing', { is: 'half the round trip' }),
    bandwidth: required(measured(bandwidth, { above: 0, because: 'above 0' }), 'What the link carries'),
    write: required(measured(size, { above: 0, because: 'above 0' }), 'Size of one write on the link'),
    queue: standard(choice(['stationary', 'empty']), 'stationary', 'What waits in the link at the start', {
      source: 'nothing starts cold',
    }),
  }),
  'a map such as { bandwidth: 1MiB/s, write: 10KiB }',
);

const replication = expecting(
  z.strictObject({
    mode: required(
      choice(['async', 'semi-sync', 'sync', 'quorum']),
      'Whom a commit waits for: nobody, some standby for a while, some standbys, a majority',
    ),
    lag: optional(quantity, 'async: staleness of the standby at an instant, as one would measure it', {
      is: 'async needs one of lag, link and every',
      when: never,
    }),
    correlation: standard(someTime, '60s', 'Time over which the lag keeps its value', {
      source: 'assumed: none is published',
      when: (owner) => 'lag' in owner,
    }),
    ships: standard(
      choice(['in-order', 'independently']),
      'in-order',
      'One log in order, or items on their own',
      {
        source: 'as PostgreSQL’s WAL and MySQL’s binary log',
        when: (owner) => 'lag' in owner,
      },
    ),
    link: optional(link, 'async: a link, whose queue makes the lag', {
      is: 'async needs one of lag, link and every',
      when: never,
    }),
    every: optional(someTime, 'async: a batch is cut every so often', {
      is: 'async needs one of lag, link and every',
      when: never,
    }),
    transfer: standard(quantity, '0s', 'Time from the cut of a batch until the standby has it', {
      when: (owner) => 'every' in owner,
    }),
    wait: standard(count(1, 100), 1, 'sync, semi-sync: standbys whose acknowledgement a commit waits for', {
      source: 'PostgreSQL synchronous_standby_names; MySQL rpl_semi_sync_source_wait_for_replica_count',
      ...mode('sync', 'semi-sync'),
    }),
    timeout: optional(
      quantity,
      'semi-sync: then a commit goes on alone. sync: then the store degrades to async',
      {
        is: 'required with semi-sync; with sync none: a commit blocks until its standbys answer',
        used: 'none: a commit blocks until its standbys answer',
        ...mode('sync'),
      },
    ),
  }),
  'a map such as { mode: async, lag: { p50: 90ms, p99: 2s } }',
);

/** A store without standbys ships nothing. */
const alone: z.output<typeof replication> = {
  mode: 'async',
  lag: { draw: 'use', kind: 'constant', value: 0 },
  correlation: 60e6,
  ships: 'in-order',
  transfer: { draw: 'use', kind: 'constant', value: 0 },
  wait: 1,
};

const store = expecting(
  z
    .strictObject({
      share: optional(
        measured(share, { above: 0, because: 'above 0%' }),
        'Share of the requests that use the store',
        {
          is: 'equal parts of what the other stores leave',
          when: never,
        },
      ),
      primary: optional(site, 'Where writes are committed', {
        is: 'required, unless the store has homes',
        when: never,
      }),
      standbys: standard(sites, [], 'Copies that follow the primary', {
        is: 'none',
        when: (owner) => !('homes' in owner),
      }),
      homes: optional(
        expecting(z.array(naming('a region')).min(2), 'a list of at least two regions'),
        'Instead of a primary: each region commits its own customers’ writes and is a standby for the others',
        { is: 'none', when: never },
      ),
      replication: optional(replication, 'How the copies follow', {
        is: 'required with standbys or homes',
        when: never,
      }),
      rejoin: standard(
        choice(['discard', 'report']),
        'discard',
        'What becomes of writes that only a returning old primary has: thrown away, or kept as pending for a person',
        {
          source: 'as pg_rewind does',
          when: (owner) => 'homes' in owner || 'standbys' in owner,
        },
      ),
    })
    .transform((given) => ({ ...given, replication: given.replication ?? alone })),
  'a map such as { primary: us-east, standbys: [eu-west], replication: .. }',
);

/** Stores by name; shares that are left out divide what the stated ones leave. */
export const data = expecting(
  named(store, 'a map of stores').transform((stores) => {
    const all = Object.entries(stores);
    const stated = all.flatMap(([, { share }]) => (share === undefined ? [] : [share]));
    const rest = (1 - stated.reduce((a, b) => a + b, 0)) / Math.max(1, all.length - stated.length);
    return Object.fromEntries(all.map(([name, store]) => [name, { ...store, share: store.share ?? rest }]));
  }),
  'a map of stores such as { orders: { primary: us-east, standbys: [eu-west], replication: .. } }',
);
