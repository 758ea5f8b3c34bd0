import { type StorePreset, valuesOf } from '../preset.js';

const overview =
  'Azure SQL documentation, "Overview of business continuity with Azure SQL Database", October 2021';
const backups = 'Azure SQL documentation, "Automated backups", October 2021';

export const sqlGeoRestore: StorePreset = {
  of: 'store',
  name: 'azure/sql-geo-restore',
  what: 'Azure SQL Database without a copy, restored from backups in another region: state backups.geo.to, a vault there, and restore.to',
  copies: { under: 'primary', least: 1, most: 1, source: overview },
  values: valuesOf([
    [
      'data.backups.geo.kind',
      'snapshot',
      'assumed',
      'what is in the other region is a state that can be restored, whatever it was put together from',
    ],
    [
      'data.backups.geo.every',
      '1h',
      'documented',
      `${overview}: a recovery point of 1 h, the most that is lost`,
    ],
    ['data.backups.geo.keep', '7d', 'documented', `${backups}: kept for 7 days unless more is asked for`],
    ['data.restore.decide', { p50: '10m', p95: '30m' }, 'assumed', 'a person has to ask for it'],
    [
      'data.restore.provision',
      { p50: '4h', p99: '12h' },
      'documented',
      `${overview}: a recovery time of 12 h, taken as 99 of 100 of the whole restore; the median is assumed`,
    ],
  ]),
  notModelled: [
    'a region that comes back: only what is destroyed is restored by itself; a runbook may restore sooner',
    'the size of the database, on which the time depends',
    'many who restore at once, after the loss of a region',
  ],
};
