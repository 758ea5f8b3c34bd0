import { describe, expect, test } from 'vitest';
import { build } from '../../src/experiment/simulate.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';

const scenario: Scenario = {
  title: 'durations that are not whole microseconds',
  regions: { near: { place: 'aws/us-east-1' }, far: { place: 'aws/us-west-2' } },
  clients: { users: { place: 'aws/us-east-1', requests: '100/s' } },
  routing: {
    policy: 'failover',
    order: ['near', 'far'],
    ttl: '60s',
    health: { interval: '10s', timeout: '4s', failures: 3 },
  },
  data: { orders: { primary: 'far' } },
  faults: [{ lose: 'near', at: '10m', for: '10m' }],
  horizon: '1h',
};

/** Recovery time of a run, in seconds. */
function rto(set: string[]): number {
  const parsed = parseScenario(scenario, { set });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '1');
  return batch.simulate(0).values[batch.columns.findIndex(({ name }) => name === 'rto')]!;
}

describe('a duration that is not a whole number of microseconds', () => {
  const whole = rto([]);

  test.each([
    'horizon=3600.1234567s',
    'routing.ttl=60.0000001s',
    'routing.propagation=0.0000001s',
    'routing.health.interval=10.0000001s',
    'routing.health.timeout=4.0000001s',
    'routing.health.roundTrip=0.0000001s',
  ])('%s is simulated', (set) => {
    expect(Math.abs(rto([set]) - whole)).toBeLessThan(1e-5);
  });
});
