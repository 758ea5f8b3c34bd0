import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/simulate.js';
import { parseScenario } from '../../../../src/scenario/parse.js';
import type { Scenario } from '../../../../src/scenario/schema.js';

type Faults = NonNullable<Scenario['faults']>;

/** Writes a second: all requests write, and clients follow the primary. */
const rate = 100;
const lag = 2;

/** A primary in zone a, its log in zone b 2 ms away, a standby 80 ms away and two seconds behind. */
function figureOf(name: string, faults: Faults, timeout?: string, log: string | null = 'east/b'): number {
  const scenario: Scenario = {
    title: 'A log nearby',
    regions: { east: { place: 'aws/us-east-1', zones: ['a', 'b'] }, west: { place: 'aws/us-west-2' } },
    network: [
      { between: ['east/a', 'east/b'], roundTrip: '2ms' },
      { between: ['east', 'west'], roundTrip: '80ms' },
    ],
    clients: { users: { place: 'aws/us-east-1', requests: `${rate}/s`, writes: '100%' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west'],
      ttl: '1s',
      health: { interval: '1s', timeout: '1s', failures: 1 },
    },
    data: {
      orders: {
        primary: 'east/a',
        standbys: ['west'],
        ...(log === null ? {} : { log }),
        replication: { mode: 'async', lag: `${lag}s`, ...(timeout ? { timeout } : {}) },
      },
    },
    failover: { orders: [{ promote: '10s' }] },
    faults,
    horizon: '30m',
  };
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '9');
  return batch.simulate(0).values[batch.columns.findIndex((one) => one.name === name)]!;
}

function expectWritesOf(seconds: number, count: number): void {
  expect(Math.abs(count - rate * seconds)).toBeLessThanOrEqual(5 * Math.sqrt(rate * seconds));
}

const lossOfPrimary: Faults[number] = { destroy: 'orders', at: '10m' };

describe('a log nearby', () => {
  it('lets commits take no longer than to it', () => {
    expect(figureOf('commitLatency of orders', [])).toBeCloseTo(0.002, 9);
    expect(figureOf('unreplicated of orders', [])).toBe(0);
  });

  it('has what the standby lacks when the primary goes', () => {
    for (const kind of ['lose', 'destroy', 'crash'] as const) {
      expect(figureOf('writesLost', [{ [kind]: 'east/a', at: '10m' }])).toBe(0);
    }
    expectWritesOf(lag, figureOf('writesLost', [{ lose: 'east/a', at: '10m' }], undefined, null));
  });

  it('goes with a region that takes both: the tail of the asynchronous standby is lost', () => {
    expectWritesOf(lag, figureOf('writesLost', [{ lose: 'east', at: '10m' }]));
  });

  it('does not help a standby that cannot reach it', () => {
    const apart: Faults[number] = { partition: ['east/b', 'west'], at: '9m' };
    expectWritesOf(lag, figureOf('writesLost', [apart, lossOfPrimary]));
  });

  it('is read once it can be reached, before anybody is promoted', () => {
    // Promotion is due after some eleven seconds; the way to the log is back by then.
    const apart: Faults[number] = { partition: ['east/b', 'west'], at: '9m', for: '65s' };
    expect(figureOf('writesLost', [apart, lossOfPrimary])).toBe(0);
  });

  it('blocks commits when it is gone, and lets them go on after the time-out', () => {
    const gone: Faults[number] = { lose: 'east/b', at: '9m', for: '30s' };
    expect(figureOf('failedRequests', [gone])).toBeCloseTo(30 * rate, 6);
    expect(figureOf('unreplicatedWrites of orders', [gone])).toBe(0);
    expect(figureOf('failedRequests', [gone], '10s')).toBeCloseTo(10 * rate, 6);
    expectWritesOf(30, figureOf('unreplicatedWrites of orders', [gone], '10s'));
  });

  it('has nothing of what was acknowledged without it', () => {
    const stays: Faults[number] = { lose: 'east/b', at: '9m' };
    expectWritesOf(lag, figureOf('writesLost', [stays, lossOfPrimary], '10s'));
    // Back with the log up to its loss, after the primary has gone: what the standby had since is newer.
    const back: Faults[number] = { lose: 'east/b', at: '9m', for: '65s' };
    expectWritesOf(lag, figureOf('writesLost', [back, lossOfPrimary], '10s'));
    // Blocked, nothing was acknowledged since: the standby has it all.
    expect(figureOf('writesLost', [stays, lossOfPrimary])).toBe(0);
  });

  it('is gone for good on destroyed disks', () => {
    const faults: Faults = [lossOfPrimary, { destroy: 'east/b', at: '601s', for: '1s' }];
    expectWritesOf(lag, figureOf('writesLost', faults));
  });
});
