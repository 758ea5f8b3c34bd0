import { type StorePreset, valuesOf } from '../preset.js';

const works = 'Amazon DynamoDB developer guide, "How DynamoDB global tables work", 2023';
const guidance = 'AWS Prescriptive Guidance, "Using Amazon DynamoDB global tables", 2025';

export const dynamoDbGlobalTables: StorePreset = {
  of: 'store',
  name: 'aws/dynamodb-global-tables',
  what: 'Amazon DynamoDB global tables with eventual consistency (MREC): every region takes writes, the last one wins; state keys',
  copies: {
    under: 'writers',
    least: 2,
    most: 100,
    across: 'regions',
    source: `${works}: one replica a region`,
  },
  values: valuesOf([
    ['data.replication.mode', 'async', 'documented', works],
    [
      'data.replication.lag',
      { between: ['500ms', '2500ms'] },
      'documented',
      `${guidance}: usually within a second, 0.5 to 2.5 s between regions of one geography`,
    ],
    ['data.replication.ships', 'independently', 'documented', `${works}: item by item, in no common order`],
    ['data.conflicts.policy', 'last-writer-wins', 'documented', `${works}: the last writer wins, in silence`],
    ['data.conflicts.clock', 'wall', 'documented', `${works}: by internal timestamps`],
  ]),
  notModelled: [
    'transactions over several items: another region may see a part of one',
    'longer lags far away: state replication.lag, or lags by direction',
  ],
};

export const dynamoDbGlobalTablesStrong: StorePreset = {
  of: 'store',
  name: 'aws/dynamodb-global-tables-strong',
  what: 'Amazon DynamoDB global tables with strong consistency (MRSC): three regions, of which one may be a witness',
  copies: {
    under: 'replicas',
    least: 3,
    most: 3,
    across: 'regions',
    source: `${guidance}: three replicas, or two and a witness`,
  },
  values: valuesOf([
    ['data.quorum.write', 2, 'documented', `${guidance}: a write is on another region before it is answered`],
    ['data.quorum.read', 2, 'documented', `${guidance}: a strongly consistent read asks another region too`],
  ]),
  notModelled: [
    'writes to one item from two regions at once: the service refuses one of them',
    'a witness, which holds the log and no items: it stands as a replica that no client goes to',
    'eventually consistent reads, which ask the own region alone: state quorum.read',
  ],
};
