import { resolve } from 'node:path';
import type { Scenario } from '../../src/scenario/schema.js';
import { sound } from '../scenario/sound.js';

type Conflicts = NonNullable<Scenario['data'][string]['conflicts']>;

/** Functions that decide conflicts, and what is none. */
export const moduleOfMerges = resolve('test/invalid-scenarios/merges.mjs');

/** Carts that two regions write, cut from each other for ten minutes; a function decides the conflicts. */
export function merging(conflicts: Omit<Conflicts, 'policy'> = {}): Scenario {
  const { failover: _, ...scenario } = sound();
  return {
    ...scenario,
    clients: {
      americas: { place: 'aws/us-east-1', requests: '40/s', writes: '20%' },
      europe: { place: 'aws/eu-west-1', requests: '20/s', writes: '20%' },
    },
    routing: { policy: 'latency', ttl: '60s', health: { interval: '10s', timeout: '4s', failures: 3 } },
    data: {
      carts: {
        writers: ['us-east', 'eu-west'],
        replication: { mode: 'async', lag: '200ms' },
        keys: { count: 1000 },
        conflicts: { policy: 'merge', ...conflicts },
      },
    },
    faults: [{ partition: ['us-east', 'eu-west'], at: '10m', for: '10m' }],
  };
}
