import { type StorePreset, valuesOf } from '../preset.js';

const config = 'CockroachDB source, pkg/base/config.go, 2023';
const survival = 'CockroachDB documentation, "Multi-region survival goals", v26.3';

export const cockroachdb: StorePreset = {
  of: 'store',
  name: 'cockroachdb',
  what: 'CockroachDB that survives the loss of a region, or of a zone: replicas in three or more of them',
  copies: { under: 'primary', least: 3, most: 100, source: `${survival}: three regions or more` },
  values: valuesOf([
    ['data.replication.mode', 'quorum', 'documented', `${survival}: Raft, one round trip more a write`],
    ['data.reads', 'primary', 'documented', 'CockroachDB documentation, "Reads and writes": the leaseholder'],
    [
      'failover.detect',
      {
        election: {
          heartbeat: '1s',
          timeout: '2s',
          lease: { length: '6s', renew: '3s' },
          prefer: 'in-order',
          returnAfter: '10m',
        },
      },
      'documented',
      `${config}: election time-out 2 s, leases of 6 s renewed after 3 s, 4.5 s until one is taken on average; heartbeat and 10 min are assumed`,
    ],
  ]),
  notModelled: [
    'ranges: one leaseholder stands for those of all ranges, whose leases end at different times',
    'follower reads: state reads',
  ],
};
