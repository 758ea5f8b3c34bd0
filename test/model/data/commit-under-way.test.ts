import { describe, expect, it } from 'vitest';
import { build } from '../../../src/experiment/simulate.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Scenario } from '../../../src/scenario/schema.js';

type Replication = NonNullable<Scenario['data'][string]['replication']>;

/** Writes lost in each of many runs when regions go at once, of a primary in east whose round trips last as chance has it. */
function lossesWithout(regions: readonly string[], replication: Replication): number[] {
  const roundTrip = { pareto: { min: '20ms', shape: 1.2 } };
  const parsed = parseScenario({
    title: 'One commit',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      south: { place: 'aws/sa-east-1' },
    },
    network: ['west', 'south'].map((to) => ({ between: ['east', to], roundTrip })),
    clients: { users: { place: 'aws/us-east-1', requests: '50000/s', writes: '100%' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west', 'south'],
      ttl: '1s',
      health: { interval: '1s', timeout: '1s', failures: 1 },
    },
    data: { orders: { primary: 'east', standbys: ['west', 'south'], replication } },
    failover: { orders: [{ promote: '0s' }] },
    faults: regions.map((lose) => ({ lose, at: '5m' })),
    horizon: '10m',
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '71');
  const column = batch.columns.findIndex(({ name }) => name === 'writesLost');
  return Array.from({ length: 100 }, (_, run) => batch.simulate(run).values[column]!);
}

const none = new Array<number>(100).fill(0);

describe('what was acknowledged when a primary was lost', () => {
  it.each<Replication>([{ mode: 'quorum' }, { mode: 'sync', wait: 1 }])(
    'is on a standby with %o',
    (replication) => {
      expect(lossesWithout(['east'], replication)).toEqual(none);
    },
  );

  it('is not on a standby that was slower than the one that answered and is gone, too', () => {
    // Half of a round trip is longer than the whole of another of the same law with chance 2^-1.2 / 2 = 0.218: four
    // standard errors of 100 runs.
    const lossy = lossesWithout(['east', 'west'], { mode: 'sync', wait: 1 }).filter((lost) => lost > 0);
    expect(lossy.length).toBeLessThanOrEqual(38);
    expect(lossy.length).toBeGreaterThanOrEqual(5);
  });
});
