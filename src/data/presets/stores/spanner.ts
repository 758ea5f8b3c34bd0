import { type StorePreset, valuesOf } from '../preset.js';

const regions = 'Cloud Spanner documentation, "Regional, dual-region, and multi-region configurations", 2025';
const paper = 'Corbett et al., "Spanner: Google’s globally-distributed database", OSDI 2012';

export const spanner: StorePreset = {
  of: 'store',
  name: 'gcp/spanner',
  what: 'Google Cloud Spanner over regions: the leader region, another that can lead, and a witness, in this order',
  copies: {
    under: 'primary',
    least: 3,
    most: 3,
    across: 'regions',
    source: `${regions}: 2 + 2 votes and a witness; a majority is the leader region and one more`,
  },
  values: valuesOf([
    ['data.replication.mode', 'quorum', 'documented', `${regions}; ${paper}: Paxos`],
    [
      'data.reads',
      'primary',
      'documented',
      `${paper}: a strong read asks the leader; reads of the past may be local`,
    ],
    [
      'failover.detect',
      {
        election: {
          heartbeat: '100ms',
          timeout: '1s',
          lease: { length: '10s' },
          prefer: 'in-order',
          returnAfter: '10m',
        },
      },
      'documented',
      `${paper}: leases of 10 s, whose ends are spread evenly; ${regions}: the leader goes back to its region; heartbeat, time-out and 10 min are assumed`,
    ],
  ]),
  notModelled: [
    'groups: one leader stands for those of all splits, whose leases end at different times',
    'the witness, which has a vote and cannot lead: until returnAfter it may lead here',
  ],
};
