import { type StorePreset, valuesOf } from '../preset.js';

const instance = 'Amazon RDS user guide, "Multi-AZ DB instance deployments", June 2023';
const cluster = 'Amazon RDS user guide, "Multi-AZ DB cluster deployments", June 2023';
const ttl =
  'Amazon RDS user guide, "Blue/Green Deployments": the TTL of an endpoint is 5 s, June 2023; met at a random age';
const watched =
  'no page says how the service watches an instance: two probes that fail, 10 to 15 s after the loss';

export const rdsMultiAz: StorePreset = {
  of: 'store',
  name: 'aws/rds-multi-az',
  what: 'Amazon RDS, a Multi-AZ DB instance: one standby in another zone, which takes no connections',
  copies: { under: 'primary', least: 2, most: 2, across: 'zones', source: instance },
  values: valuesOf([
    ['data.replication.mode', 'sync', 'documented', `${instance}: synchronous, block by block`],
    [
      'data.replication.commit',
      'on',
      'documented',
      `${instance}: the storage of both zones has a write before it is answered`,
    ],
    [
      'data.replication.timeout',
      { between: ['1s', '10s'] },
      'assumed',
      'the primary goes on without a standby that is gone, and the service builds another; no page says after how long',
    ],
    ['data.reads', 'primary', 'documented', `${instance}: the standby serves no reads`],
    ['failover.detect', { provider: { interval: '5s', timeout: '5s', failures: 2 } }, 'assumed', watched],
    ['failover.fence', '0s', 'assumed', 'the service detaches the storage of an instance that it gives up'],
    [
      'failover.promote',
      { between: ['50s', '105s'] },
      'documented',
      `${instance}: 60 to 120 s are typical of the whole; what the assumed 10 to 15 s of detection leave of them`,
    ],
    ['failover.record', { between: ['0s', '5s'] }, 'documented', ttl],
  ]),
  notModelled: [
    'longer failovers: large transactions and a long crash recovery take longer than is typical',
    'the new standby after a failover: it is there as soon as its zone is',
  ],
};

export const rdsMultiAzCluster: StorePreset = {
  of: 'store',
  name: 'aws/rds-multi-az-cluster',
  what: 'Amazon RDS, a Multi-AZ DB cluster: a writer and two readers in three zones',
  copies: { under: 'primary', least: 3, most: 3, across: 'zones', source: cluster },
  values: valuesOf([
    ['data.replication.mode', 'sync', 'documented', `${cluster}: at least one reader acknowledges a commit`],
    ['data.replication.wait', 1, 'documented', `${cluster}: any one of the two`],
    ['data.reads', 'copies', 'documented', `${cluster}: readers serve reads`],
    [
      'failover.detect',
      { provider: { interval: '2s', timeout: '2s', failures: 2 } },
      'assumed',
      'no page says how the service watches a writer: two probes that fail, 4 to 6 s after the loss',
    ],
    ['failover.fence', '0s', 'assumed', 'the service stops a writer that it gives up'],
    [
      'failover.promote',
      { p50: '15s', p99: '29s' },
      'documented',
      `${cluster}: typically under 35 s in all, taken as 99 of 100 after 6 s of detection; the median is assumed`,
    ],
    ['failover.record', { between: ['0s', '5s'] }, 'documented', ttl],
  ]),
  notModelled: [
    'readers that are far behind: the failover ends when both readers have applied what was not yet applied',
  ],
};
