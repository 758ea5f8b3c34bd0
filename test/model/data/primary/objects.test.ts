import { expect, it } from 'vitest';
import { build, type Scenario } from '../../../../src/index.js';
import { parseScenario } from '../../../../src/scenario/parse.js';

/** 20 writes a second, a fifth of them with an object that takes 30 s in the mean; the log is 10 s behind. */
const scenario: Scenario = {
  title: 'rows and their objects',
  regions: { a: { place: 'aws/us-east-1' }, b: { place: 'aws/us-west-2' } },
  clients: { users: { place: 'aws/us-east-1', requests: '20/s', writes: '100%' } },
  routing: {
    policy: 'failover',
    order: ['a', 'b'],
    ttl: '60s',
    health: { interval: '10s', timeout: '4s', failures: 3 },
  },
  data: {
    orders: {
      primary: 'a',
      standbys: ['b'],
      replication: { mode: 'async', lag: '10s' },
      objects: { share: '20%', lag: { mean: '30s' } },
    },
  },
  failover: { orders: [{ promote: '30s' }] },
  faults: [{ lose: 'a', at: '1h' }],
  horizon: '2h',
};

it('rows that survive a failover lack the objects that were still on their way: Poisson, whatever the law', () => {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error('not sound');
  const batch = build(parsed.spec, '1');
  const column = batch.columns.findIndex(({ name }) => name === 'missingObjects of orders');
  const runs = 1500;
  const counts = Array.from({ length: runs }, (_, run) => batch.simulate(run).values[column]!);
  const mean = counts.reduce((a, b) => a + b) / runs;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (runs - 1);
  // Objects of rows older than 10 s: 20 x 0.2 x 30 x exp(-10 / 30).
  const expected = 20 * 0.2 * 30 * Math.exp(-1 / 3);
  expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(expected / runs));
  expect(variance / expected).toBeGreaterThan(0.85);
  expect(variance / expected).toBeLessThan(1.15);
});
