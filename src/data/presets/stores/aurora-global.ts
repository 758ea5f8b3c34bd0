import { type StorePreset, valuesBut, valuesOf } from '../preset.js';

const recovery =
  'Amazon Aurora user guide, "Using switchover or failover in an Amazon Aurora global database", 2023';
const managed = 'Amazon Aurora user guide, "Performing managed failovers for Aurora global databases", 2025';
const overview = 'Amazon Aurora user guide, "Using Amazon Aurora global databases", 2023';

const copies = {
  under: 'primary' as const,
  least: 2,
  most: 6,
  across: 'regions' as const,
  source: `${overview}: up to five secondary regions`,
};

const values = valuesOf([
  ['data.replication.mode', 'async', 'documented', `${overview}: by storage, asynchronous`],
  [
    'data.replication.lag',
    { p50: '300ms', p95: '1s' },
    'documented',
    `${overview}: typically less than 1 s, taken as 95 of 100; the median is assumed`,
  ],
  [
    'data.rejoin',
    'report',
    'documented',
    `${managed}: when its region is back, a snapshot of the old primary's volume is attempted, for a person to recover what is missing, and a new volume made; taken as always there, though backup retention ends it`,
  ],
  [
    'data.detaches',
    'begin',
    'documented',
    `${recovery}: a secondary that is detached stops replicating at once and is promoted then`,
  ],
  [
    'failover.decide',
    { p50: '10m', p95: '30m' },
    'assumed',
    `${recovery}: nobody but you starts it; the time of people is ours`,
  ],
  [
    'failover.promote',
    { p50: '30s', p99: '60s' },
    'second-hand',
    `AWS Well-Architected labs, "Disaster recovery", 2023: full responsibilities in under a minute, taken as 99 of 100; the median is assumed. ${managed}, says typically within a few minutes, and gives no number`,
  ],
  [
    'failover.record',
    { between: ['0s', '5s'] },
    'assumed',
    'Amazon Aurora user guide, "Connecting to Amazon Aurora Global Database", 2025: the writer endpoint moves by itself; no page says its TTL, which is taken as that of other endpoints, 5 s',
  ],
]);

export const auroraGlobal: StorePreset = {
  of: 'store',
  name: 'aws/aurora-global',
  what: 'Amazon Aurora Global Database, failed over to another region with what has arrived there; state replication.maximumLag for rds.global_db_rpo',
  copies,
  values,
  notModelled: [
    'failover inside a region: of each region one instance stands for all (aws/aurora tells of one region)',
    'parameter groups, alarms and roles that a secondary cluster does not inherit',
    'stopping the old primary: writes that still reach it go on, and are kept for a person',
  ],
};

export const auroraGlobalSwitchover: StorePreset = {
  of: 'store',
  name: 'aws/aurora-global-switchover',
  what: 'Amazon Aurora Global Database, switched over while both regions are well: begin it with a fault alarm',
  copies,
  values: valuesBut(
    values.filter(({ key }) => !['data.detaches', 'failover.promote', 'failover.record'].includes(key)),
    [
      ['data.rejoin', 'discard', 'documented', `${recovery}: the old primary has nothing that others lack`],
      ['failover.decide', '0s', 'assumed', 'it was decided before it begins'],
      [
        'failover.fence',
        '0s',
        'documented',
        `${recovery}: the primary becomes read-only before another is promoted`,
      ],
      ...values
        .filter(({ key }) => key === 'failover.promote' || key === 'failover.record')
        .map(({ key, value, mark, source }) => [key, value, mark, source] as const),
    ],
  ),
  notModelled: [
    'failover inside a region: of each region one instance stands for all (aws/aurora tells of one region)',
    'parameter groups, alarms and roles that a secondary cluster does not inherit',
    'a wait for a secondary that is far behind: it has what was written before the fence because promotion takes longer than its lag',
  ],
};
