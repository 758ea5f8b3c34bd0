import { describe, expect, it } from 'vitest';
import { build } from '../../../src/experiment/simulate.js';
import type { TraceRecord } from '../../../src/model/trace.js';
import type { Scenario } from '../../../src/scenario/schema.js';
import { specOf } from '../../validation/specification.js';

type Faults = NonNullable<Scenario['faults']>;

function scenarioOf(faults: Faults, more: Partial<Scenario['data'][string]> = {}): Scenario {
  return {
    title: 'who watches',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/ca-central-1' },
    },
    clients: { users: { place: 'aws/us-east-1', requests: '100/s', writes: '50%' } },
    routing: {
      policy: 'failover',
      order: ['north'],
      ttl: '1s',
      health: { interval: '1s', timeout: '1s', failures: 1000 },
    },
    data: {
      orders: {
        primary: 'east',
        standbys: ['west'],
        replication: { mode: 'async', lag: '1s' },
        ...more,
      },
    },
    failover: {
      orders: [
        { detect: { provider: { interval: '5s', timeout: '4s', failures: 3 } } },
        { fence: '0s' },
        { promote: '10s' },
        { record: '7s' },
      ],
    },
    faults,
    horizon: '3h',
  };
}

function observe(scenario: Scenario, run = 0) {
  const batch = build(specOf(scenario), '3');
  const records: TraceRecord[] = [];
  const { values } = batch.simulate(run, (record) => records.push(record));
  return {
    figure: (name: string) => values[batch.columns.findIndex((one) => one.name === name)]!,
    timesOf: (type: TraceRecord['type']) =>
      records.filter((one) => one.type === type).map(({ at }) => at / 1e6),
  };
}

/** From the loss to the verdict, over runs. */
function detections(fault: Faults[number]): number[] {
  const batch = build(specOf(scenarioOf([{ ...fault, at: '10m' } as Faults[number]])), '3');
  const detect = batch.columns.findIndex(({ name }) => name === 'detect');
  return Array.from({ length: 300 }, (_, run) => batch.simulate(run).values[detect]!).sort((a, b) => a - b);
}

/** Kolmogorov's distance of one sample in ten thousand, from a uniform law. */
function expectUniform(times: readonly number[], from: number, to: number): void {
  times.forEach((time, i) => {
    const below = Math.min(1, Math.max(0, (time - from) / (to - from)));
    expect(Math.abs(below - (i + 0.5) / times.length)).toBeLessThan(2.23 / Math.sqrt(times.length));
  });
}

describe('the monitor of a provider', () => {
  it('finds a lost primary by U(0, interval) + (failures - 1) interval + timeout', () => {
    expectUniform(detections({ lose: 'orders' }), 14, 19);
  });

  it('finds one that refuses without the timeout', () => {
    expectUniform(detections({ crash: 'orders' }), 10, 15);
  });

  it('does not mind a cut between regions, and misses a primary that reaches nobody', () => {
    const cut = observe(scenarioOf([{ partition: ['east', ['west', 'north']], at: '10m', for: '1h' }]));
    expect(cut.timesOf('promoted')).toEqual([]);
    expect(observe(scenarioOf([{ isolate: 'east', at: '10m', for: '1h' }])).timesOf('promoted')).toHaveLength(
      1,
    );
  });

  it('watches whoever is primary: the second loss is found like the first', () => {
    const { timesOf } = observe(
      scenarioOf([
        { lose: 'east', at: '10m', for: '20m' },
        { lose: 'west', at: '1h', for: '20m' },
      ]),
    );
    const promoted = timesOf('promoted');
    expect(promoted).toHaveLength(2);
    expect(promoted[0]! - 600).toBeGreaterThanOrEqual(24);
    expect(promoted[0]! - 600).toBeLessThanOrEqual(29);
    expect(promoted[1]! - 3600).toBeGreaterThanOrEqual(24);
    expect(promoted[1]! - 3600).toBeLessThanOrEqual(29);
  });
});

describe('a store whose standbys take no connections', () => {
  const lost: Faults = [{ lose: 'west', at: '10m' }];
  /** Everybody comes to the region of the standby. */
  function fromWest(reads: 'copies' | 'primary', faults: Faults): Scenario {
    const scenario = scenarioOf(faults, { reads });
    return { ...scenario, routing: { ...scenario.routing, order: ['west'] } };
  }

  it('fails reads as long as writes, until its name points at the new primary', () => {
    const during: Faults = [{ lose: 'east', at: '10m' }];
    const copies = observe(fromWest('copies', during));
    const primary = observe(fromWest('primary', during));
    const outage = primary.timesOf('promoted')[0]! - 600 + 7;
    expect(copies.figure('failedRequests')).toBeCloseTo(50 * outage, 3);
    expect(primary.figure('failedRequests')).toBeCloseTo(100 * outage, 3);
  });

  it('answers reads where nothing is wrong', () => {
    expect(observe(fromWest('primary', [])).figure('failedRequests')).toBe(0);
    expect(
      observe({
        ...fromWest('primary', lost),
        routing: { ...scenarioOf([]).routing, order: ['north'] },
      }).figure('failedRequests'),
    ).toBe(0);
  });
});
