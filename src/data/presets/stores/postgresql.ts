import { type StorePreset, valuesOf } from '../preset.js';

export const postgresql: StorePreset = {
  of: 'store',
  name: 'postgresql',
  what: 'PostgreSQL with streaming replication as it comes: asynchronous, promoted by a person',
  copies: {
    under: 'primary',
    least: 2,
    most: 100,
    source: 'PostgreSQL documentation, "Streaming Replication", 2023',
  },
  values: valuesOf([
    [
      'data.replication.mode',
      'async',
      'documented',
      'PostgreSQL documentation, "Replication": synchronous_standby_names is empty, 2023',
    ],
    [
      'data.replication.lag',
      '0s',
      'measured',
      'PostgreSQL 15.20 over a link with delay, 2025: what is lost is what was on its way, half a round trip',
    ],
    [
      'data.replication.commit',
      'on',
      'documented',
      'PostgreSQL documentation, "Write Ahead Log": synchronous_commit, 2023',
    ],
    [
      'data.rejoin',
      'discard',
      'documented',
      'PostgreSQL documentation, "pg_rewind": what the new primary never had is gone, 2023',
    ],
    ['failover.decide', { p50: '10m', p95: '30m' }, 'assumed', 'nothing fails over by itself; people decide'],
    [
      'failover.promote',
      { p50: '30ms', p95: '65ms' },
      'measured',
      'PostgreSQL 15.20, 2025: from pg_promote to the first accepted write',
    ],
  ]),
  notModelled: ['a standby that lags by its own replay: state replication.lag as it was measured'],
};
