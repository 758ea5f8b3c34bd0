import type { StorePreset } from '../../src/data/presets/preset.js';
import type { Scenario } from '../../src/scenario/schema.js';

const elsewhere = ['aws/us-east-1', 'aws/us-west-2', 'aws/eu-west-1'];

/**
 * The least that a scenario has to say around a preset of a store: where the copies and backups are, who calls, and that the primary, or
 * the first copy, is lost.
 */
export function scenarioWith(preset: StorePreset, more: Partial<Scenario> = {}): Scenario {
  const { under, least, across, log } = preset.copies;
  const inZones = across === 'zones';
  const regions: Scenario['regions'] = inZones
    ? { home: { place: elsewhere[0]!, zones: ['a', 'b', 'c'] } }
    : Object.fromEntries(elsewhere.map((place, index) => [`r${index + 1}`, { place }]));
  const sites = (inZones ? ['home/a', 'home/b', 'home/c'] : Object.keys(regions)).slice(0, least);
  const [primary, ...standbys] = sites;
  const keys = { count: 1000 };
  const geo = preset.values.some(({ key }) => key.startsWith('data.backups.geo.'));
  const store: Scenario['data'][string] = {
    preset: preset.name,
    ...(under === 'primary' ? { primary: primary!, standbys } : {}),
    ...(under === 'writers' ? { writers: sites, keys } : {}),
    ...(under === 'replicas' ? { replicas: sites } : {}),
    ...(log ? { log: 'r3' } : {}),
    ...(geo ? { backups: { geo: { to: 'elsewhere' } }, restore: { to: 'r2' } } : {}),
  };
  return {
    title: preset.what,
    regions,
    clients: { users: { place: 'aws/us-east-1', requests: '100/s', writes: '50%' } },
    routing: {
      policy: 'failover',
      order: inZones ? ['home'] : Object.keys(regions),
      ttl: '1s',
      health: { interval: '1s', timeout: '1s', failures: 2 },
    },
    ...(geo ? { vaults: { elsewhere: { in: 'r3' } } } : {}),
    data: { orders: store },
    faults: [
      geo ? { destroy: 'orders', at: '1d' } : { lose: under === 'primary' ? 'orders' : sites[0]!, at: '10m' },
    ],
    horizon: geo ? '4d' : '3h',
    ...more,
  };
}
