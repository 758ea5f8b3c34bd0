import { type StorePreset, valuesBut, valuesOf } from '../preset.js';

const settings = 'Patroni documentation, "Dynamic configuration settings", 2025';
const modes = 'Patroni documentation, "Replication modes", 2025';

const copies = {
  under: 'primary' as const,
  least: 2,
  most: 100,
  source:
    'Patroni documentation, "HA multi datacenter", 2025: a majority of the lease’s members has to be reached',
};

const values = valuesOf([
  ['data.replication.mode', 'async', 'documented', `${modes}: unless synchronous_mode is on`],
  [
    'data.replication.lag',
    '0s',
    'measured',
    'PostgreSQL 15.20 over a link with delay, 2025: what is lost is what was on its way, half a round trip',
  ],
  ['data.rejoin', 'discard', 'documented', `${settings}: rewound, or built anew where use_pg_rewind is off`],
  [
    'failover.detect',
    { lease: { ttl: '30s', loop: '10s', retry: '10s', start: '300s' } },
    'documented',
    `${settings}: ttl, loop_wait, retry_timeout and primary_start_timeout`,
  ],
  [
    'failover.promote',
    { between: ['100ms', '2s'] },
    'second-hand',
    'Pigsty documentation, "Failure model", 2025: from the race for the lease to the new primary',
  ],
]);

/** Synchronous replication has no lag of its own. */
const synchronous = valuesBut(
  values.filter(({ key }) => key !== 'data.replication.lag'),
  [
    ['data.replication.mode', 'sync', 'documented', `${modes}: synchronous_mode`],
    ['data.replication.wait', 1, 'documented', `${modes}: synchronous_node_count`],
  ],
);

const notModelled = [
  'maximum_lag_on_failover: the standby that lacks least is promoted, however much that is',
];

export const patroni: StorePreset = {
  of: 'store',
  name: 'patroni',
  what: 'PostgreSQL under Patroni as it comes: asynchronous, a lease decides who is primary',
  copies,
  values,
  notModelled,
};

export const patroniSync: StorePreset = {
  of: 'store',
  name: 'patroni-sync',
  what: 'the same with synchronous_mode: without a standby it goes on alone',
  copies,
  values: valuesBut(synchronous, [
    [
      'data.replication.timeout',
      { between: ['0s', '10s'] },
      'documented',
      `${modes}: found out by the next loop, of 10 s`,
    ],
  ]),
  notModelled: [
    'clients that cancel a commit while it waits: it is there on the primary alone, and may vanish',
  ],
};

export const patroniStrict: StorePreset = {
  of: 'store',
  name: 'patroni-strict',
  what: 'the same with synchronous_mode_strict: without a standby no commit is answered',
  copies,
  values: synchronous,
  notModelled: [
    'clients that cancel a commit while it waits: it is there on the primary alone, and may vanish',
  ],
};
