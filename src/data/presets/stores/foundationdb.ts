import { type StorePreset, valuesOf } from '../preset.js';

const configuration = 'FoundationDB documentation, "Configuration", two regions and satellites, 2025';

export const foundationdb: StorePreset = {
  of: 'store',
  name: 'foundationdb',
  what: 'FoundationDB over two regions with a satellite near the first, which holds the log: name it as log',
  copies: { under: 'primary', least: 2, most: 2, across: 'regions', log: true, source: configuration },
  values: valuesOf([
    [
      'data.replication.mode',
      'async',
      'documented',
      `${configuration}: the other region follows, the satellite is waited for`,
    ],
    ['data.replication.lag', '0s', 'assumed', 'half a round trip; the log makes up for what is on its way'],
    [
      'data.rejoin',
      'discard',
      'documented',
      `${configuration}: the old primary lacks nothing and has no more`,
    ],
    [
      'failover.detect',
      { provider: { interval: '1s', timeout: '1s', failures: 2 } },
      'assumed',
      'the cluster controller of the coordinators, which stand in a third place too: two probes that fail',
    ],
    [
      'failover.promote',
      { between: ['1s', '4s'] },
      'documented',
      `${configuration}: clients see a spike of a few seconds in all; the split is assumed`,
    ],
  ]),
  notModelled: [
    'failback, which is automatic once the first region has caught up',
    'coordinators that are lost: who decides is never down',
    'log disks that fill while the other region is away, until it is dropped by hand',
  ],
};
