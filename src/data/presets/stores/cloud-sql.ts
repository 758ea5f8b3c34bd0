import { type StorePreset, valuesOf } from '../preset.js';

const availability = 'Cloud SQL for PostgreSQL, "About high availability", 2025, as quoted';

export const cloudSql: StorePreset = {
  of: 'store',
  name: 'gcp/cloud-sql',
  what: 'Google Cloud SQL with high availability: one standby in another zone on a regional disk',
  copies: { under: 'primary', least: 2, most: 2, across: 'zones', source: availability },
  values: valuesOf([
    ['data.replication.mode', 'sync', 'second-hand', `${availability}: the disk writes to both zones`],
    [
      'data.replication.timeout',
      { between: ['1s', '10s'] },
      'assumed',
      'a regional disk goes on in one zone; no page says after how long',
    ],
    ['data.reads', 'primary', 'second-hand', `${availability}: the standby cannot be asked`],
    [
      'failover.detect',
      { provider: { interval: '1s', timeout: '1s', failures: 60 } },
      'second-hand',
      `${availability}: a heartbeat each second, given up after about 60 s`,
    ],
    [
      'failover.fence',
      '0s',
      'second-hand',
      `${availability}: the old primary is thrown away and made anew as the standby`,
    ],
    [
      'failover.promote',
      { between: ['0s', '60s'] },
      'second-hand',
      'courses speak of 60 to 120 s in all: what the 60 s of heartbeats leave of them',
    ],
    ['failover.record', '0s', 'second-hand', `${availability}: the address moves with the primary`],
  ]),
  notModelled: [
    'a restart in place, which the service sometimes prefers',
    'another region: replicas there are promoted by hand',
  ],
};
