import { formatMistake } from '../../src/scenario/mistake.js';
import type { Parsed, ParseOptions } from '../../src/scenario/parse.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario, Spec } from '../../src/scenario/schema.js';

/** A small sound scenario, a new one at each call. */
export function sound(): Scenario {
  return {
    title: 'Sound',
    regions: {
      'us-east': { place: 'aws/us-east-1', zones: ['a', 'b'] },
      'eu-west': { place: 'aws/eu-west-1' },
      'us-west': { place: 'aws/us-west-2' },
    },
    clients: { all: { place: 'city/chicago', requests: '400/s', writes: '20%' } },
    routing: {
      policy: 'failover',
      order: ['us-east', 'eu-west'],
      ttl: '60s',
      health: { interval: '10s', timeout: '4s', failures: 3 },
    },
    data: {
      orders: {
        primary: 'us-east/a',
        standbys: ['eu-west', 'us-east/b'],
        replication: { mode: 'async', lag: { p50: '90ms', p99: '2s' } },
      },
    },
    failover: { orders: [{ decide: '5m' }, { promote: '30s' }] },
    faults: [{ lose: 'us-east', at: '10m', for: '1h' }],
    horizon: '3h',
  };
}

/** The normalised scenario; fails the test with the mistakes if there are any. */
export function specOf(source: string | Scenario, options?: ParseOptions): Spec {
  const parsed = parseScenario(source, options);
  if (!parsed.ok) throw new Error(parsed.mistakes.map(formatMistake).join('\n'));
  return parsed.spec;
}

/** The mistakes as lines; empty for a sound scenario. */
export function mistakesOf(source: unknown, options?: ParseOptions): string[] {
  const parsed: Parsed = parseScenario(source as Scenario, options);
  return parsed.ok ? [] : parsed.mistakes.map(formatMistake);
}
