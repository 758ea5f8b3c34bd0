import { type StorePreset, valuesBut, valuesOf } from '../preset.js';

const availability = 'Amazon Aurora user guide, "High availability for Amazon Aurora", June 2023';
const replication = 'Amazon Aurora user guide, "Replication with Amazon Aurora", June 2023';
const storage =
  'Verbitski et al., "Amazon Aurora: On avoiding distributed consensus for I/Os, commits, and membership changes", SIGMOD 2018';

const copies = {
  under: 'primary' as const,
  least: 3,
  most: 3,
  across: 'zones' as const,
  source: `${availability}: the volume is in three zones wherever the instances are; a zone without an instance holds storage alone`,
};

const values = valuesOf([
  [
    'data.replication.mode',
    'quorum',
    'documented',
    `${storage}: 4 of 6 segments, two in each of three zones, so any two zones`,
  ],
  [
    'data.replication.apply',
    { p50: '20ms', p99: '100ms' },
    'documented',
    `${replication}: usually much less than 100 ms, taken as 99 of 100; the median is assumed`,
  ],
  [
    'data.epochs',
    true,
    'documented',
    `${storage}: storage refuses a writer of an older volume epoch, so that there are never two`,
  ],
  ['data.reads', 'copies', 'documented', `${availability}: replicas serve reads`],
  [
    'failover.detect',
    { provider: { interval: '2s', timeout: '2s', failures: 2 } },
    'assumed',
    'no page says how the service watches a writer: two probes that fail, 4 to 6 s after the loss',
  ],
  [
    'failover.promote',
    { p50: '22s', p99: '52s' },
    'documented',
    `${availability}: less than 60 s and often less than 30 s in all, taken as 99 and 50 of 100 after detection and the endpoint`,
  ],
  [
    'failover.record',
    { between: ['0s', '5s'] },
    'documented',
    '"Amazon Aurora MySQL Database Administrator’s Handbook", "DNS caching", 2021, and the user guide on blue/green deployments, 2023: the TTL of Aurora’s endpoints is 5 s; met at a random age',
  ],
]);

export const aurora: StorePreset = {
  of: 'store',
  name: 'aws/aurora',
  what: 'Amazon Aurora in one region, with replicas: a volume in three zones, and instances that share it',
  copies,
  values,
  notModelled: [
    'six segments: a zone is whole or gone, so that the loss of a zone and one more segment is not met',
    'which zones have instances: any of the three is promoted in the time of one that has',
  ],
};

export const auroraSingle: StorePreset = {
  of: 'store',
  name: 'aws/aurora-single',
  what: 'the same with one instance: a new one has to be made when it is lost',
  copies,
  values: valuesBut(values, [
    ['data.reads', 'primary', 'documented', `${availability}: without replicas reads fail as writes do`],
    [
      'failover.promote',
      { p50: '5m', p99: '10m' },
      'documented',
      `${availability}: typically less than 10 min, taken as 99 of 100; the median is assumed`,
    ],
  ]),
  notModelled: [
    'the loss of a whole zone: the service makes the new instance in the same zone, and a person has to make one in another; here it comes by itself',
    'six segments: a zone is whole or gone, so that the loss of a zone and one more segment is not met',
  ],
};
