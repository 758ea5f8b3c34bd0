import { type PresetValue, type StorePreset, valuesBut, valuesOf } from '../preset.js';

const reliability = 'Azure documentation, "Reliability in Azure Cosmos DB for NoSQL", 2024';
const levels = 'Azure documentation, "Consistency levels in Azure Cosmos DB", 2024';

const failover = valuesOf([
  [
    'failover.detect',
    { provider: { interval: '30s', timeout: '10s', failures: 3 } },
    'assumed',
    'no page says how the service watches a write region; small beside the decision',
  ],
  [
    'failover.decide',
    { p50: '15m', p95: '1h' },
    'documented',
    `${reliability}: service-managed failover may take an hour or more in partial outages, taken as 5 of 100; the median is assumed`,
  ],
  [
    'failover.promote',
    { between: ['5s', '60s'] },
    'assumed',
    'no page says how long the change itself takes',
  ],
]);

const late = valuesOf([
  ['data.replication.mode', 'async', 'documented', levels],
  [
    'data.replication.lag',
    { p50: '1s', p99: '30s' },
    'assumed',
    `${reliability} bounds the loss of a region by 15 min, and says no more of the lag`,
  ],
  ['data.rejoin', 'discard', 'assumed', 'what a lost write region alone had is not brought back by itself'],
]);

const notModelled = [
  'failover that nobody enabled: then writes are down as long as their region is',
  'nodes and zones: their loss takes no time and loses nothing',
];

function level(
  name: string,
  what: string,
  values: readonly PresetValue[],
  more: readonly string[] = [],
): StorePreset {
  const source = `${reliability}: one write region, and others that serve reads`;
  return {
    of: 'store',
    name: `azure/cosmos-db-${name}`,
    what: `Azure Cosmos DB with one write region, ${what}`,
    copies: { under: 'primary', least: 2, most: 100, across: 'regions', source },
    values,
    notModelled: [...notModelled, ...more],
  };
}

export const cosmosDbStrong: StorePreset = {
  ...level(
    'strong',
    'strong consistency: nothing is lost with a region',
    [
      ...valuesOf([
        [
          'data.replication.mode',
          'quorum',
          'documented',
          `${levels}, "Dynamic quorum": with three regions or more a majority is enough when others do not answer`,
        ],
      ]),
      ...failover,
    ],
    [
      'writes that wait for every region while all answer: here a majority is enough at any time, so that commits are faster',
    ],
  ),
  copies: {
    under: 'primary',
    least: 3,
    most: 100,
    across: 'regions',
    source: `${levels}: with two regions a write waits for both and stops with either; say replication.mode sync without the preset`,
  },
};

export const cosmosDbBoundedStaleness = level(
  'bounded-staleness',
  'bounded staleness: writes are held up where reads would be older than the bound',
  [
    ...valuesBut(late, [
      [
        'data.replication.maximumLag',
        '300s',
        'documented',
        `${levels}: over several regions the bound is 100,000 writes or 300 s at the least`,
      ],
    ]),
    ...failover,
  ],
  ['the bound by a number of writes: state maximumLag as the time in which they come'],
);

export const cosmosDbSession = level('session', 'session consistency: a client sees its own writes', [
  ...late,
  ...failover,
]);

export const cosmosDbConsistentPrefix = level(
  'consistent-prefix',
  'consistent prefix: reads are late, and in order',
  [...late, ...failover],
);

export const cosmosDbEventual = level('eventual', 'eventual consistency: reads are late, in any order', [
  ...valuesBut(late, [
    ['data.replication.ships', 'independently', 'documented', `${levels}: no order is promised`],
  ]),
  ...failover,
]);
