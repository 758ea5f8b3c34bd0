import { type StorePreset, valuesBut, valuesOf } from '../preset.js';

const overview =
  'Azure SQL documentation, "Overview of business continuity with Azure SQL Database", October 2021';

const copies = {
  under: 'primary' as const,
  least: 2,
  most: 2,
  across: 'regions' as const,
  source: `${overview}: one secondary region a group`,
};

const values = valuesOf([
  ['data.replication.mode', 'async', 'documented', overview],
  [
    'data.replication.lag',
    { p50: '500ms', p99: '5s' },
    'documented',
    `${overview}: a recovery point of 5 s, taken as 99 of 100; the median is assumed`,
  ],
  [
    'data.rejoin',
    'discard',
    'documented',
    `${overview}: the old primary comes back as a secondary by itself`,
  ],
  [
    'failover.detect',
    { provider: { interval: '30s', timeout: '10s', failures: 3 } },
    'assumed',
    'no page says how the service watches a primary; small beside the hour',
  ],
  [
    'failover.decide',
    '1h',
    'documented',
    `${overview}: with loss not before the grace period, an hour at least, has passed`,
  ],
  [
    'failover.promote',
    { p50: '15s', p99: '30s' },
    'documented',
    `${overview}: 30 s for a manual failover, taken as 99 of 100; the median is assumed`,
  ],
  [
    'failover.record',
    { between: ['0s', '30s'] },
    'assumed',
    'the listener’s name stays and points elsewhere; a TTL of 30 s, met at a random age',
  ],
]);

export const sqlFailoverGroup: StorePreset = {
  of: 'store',
  name: 'azure/sql-failover-group',
  what: 'Azure SQL Database, a failover group that fails over by itself, once the grace hour has passed',
  copies,
  values,
  notModelled: [
    'a service that does not act in time: in East US, September 2023, groups were failed over after about 8 h',
    'failover without loss, which needs no grace period while the primary still answers',
  ],
};

export const sqlFailoverGroupManual: StorePreset = {
  of: 'store',
  name: 'azure/sql-failover-group-manual',
  what: 'the same, failed over by a person',
  copies,
  values: valuesBut(
    values.filter(({ key }) => key !== 'failover.detect'),
    [
      [
        'failover.decide',
        { p50: '10m', p95: '30m' },
        'assumed',
        'people see what health checks see, and decide in their own time',
      ],
    ],
  ),
  notModelled: ['a planned failover, which loses nothing: it waits for the secondary first'],
};
