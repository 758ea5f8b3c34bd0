import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/simulate.js';
import { uniform } from '../../../../src/kernel/index.js';
import { meanWithheld } from '../../../../src/model/data/primary/lag-limit.js';
import type { TraceRecord } from '../../../../src/model/trace.js';
import type { Scenario } from '../../../../src/scenario/schema.js';
import { specOf } from '../../../validation/specification.js';

type Replication = NonNullable<Scenario['data'][string]['replication']>;
type Faults = NonNullable<Scenario['faults']>;

/** Writes a second. */
const rate = 100;

function scenarioOf(replication: Partial<Replication>, faults: Faults, standbys = ['west']): Scenario {
  return {
    title: 'How far behind may it be?',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/ca-central-1' },
    },
    clients: { users: { place: 'aws/us-east-1', requests: `${rate}/s`, writes: '100%' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west'],
      ttl: '1s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
    },
    data: {
      orders: { primary: 'east', standbys, replication: { mode: 'async', lag: '1s', ...replication } },
    },
    failover: { orders: [{ promote: '10s' }] },
    faults,
    horizon: '1h',
  };
}

function observe(scenario: Scenario, run = 0) {
  const batch = build(specOf(scenario), '5');
  const records: TraceRecord[] = [];
  const { values } = batch.simulate(run, (record) => records.push(record));
  const of = <T extends TraceRecord['type']>(type: T) =>
    records.filter((one): one is Extract<TraceRecord, { type: T }> => one.type === type);
  return {
    figure: (name: string) => values[batch.columns.findIndex((one) => one.name === name)]!,
    of,
  };
}

const cut = (duration: string, more: Faults = []): Faults => [
  { partition: ['east', 'west'], at: '10m', for: duration },
  ...more,
];

describe('a bound on the lag', () => {
  it('holds commits up from the bound after the last that arrived until the standby is back', () => {
    const { of, figure } = observe(scenarioOf({ maximumLag: '20s' }, cut('3m')));
    // What was committed a second before the cut is the last that arrived.
    const [wait] = of('commits-waited');
    expect(wait!.since / 1e6).toBeCloseTo(600 - 1 + 20, 6);
    expect(wait!.at / 1e6).toBeCloseTo(780, 6);
    expect(wait!.unreplicated).toBe(0);
    const held = 780 - 619;
    expect(Math.abs(wait!.late - held * rate)).toBeLessThan(4 * Math.sqrt(held * rate));
    expect(figure('downtime')).toBeCloseTo(held, 3);
    expect(figure('writesLost')).toBe(0);
  });

  it('is not noticed in a cut that is shorter, nor without one', () => {
    for (const faults of [cut('18s'), []]) {
      const { of, figure } = observe(scenarioOf({ maximumLag: '20s' }, faults));
      expect(of('commits-waited')).toEqual([]);
      expect(figure('downtime')).toBe(0);
    }
  });

  it('asks for one standby within it: another that follows is enough', () => {
    const { of } = observe(scenarioOf({ maximumLag: '20s' }, cut('3m'), ['west', 'north']));
    expect(of('commits-waited')).toEqual([]);
  });

  it('begins with the last of several that are cut off', () => {
    const faults = cut('10m', [{ partition: ['east', 'north'], at: '12m', for: '3m' }]);
    const { of } = observe(scenarioOf({ maximumLag: '20s' }, faults, ['west', 'north']));
    expect(of('commits-waited').map(({ since, at }) => [since / 1e6, at / 1e6])).toEqual([[739, 900]]);
  });

  it('waits E max(0, interruption + lag - bound)', () => {
    const lag = { between: ['1s', '15s'] as [string, string] };
    for (const length of [10, 25]) {
      const batch = build(specOf(scenarioOf({ lag, maximumLag: '20s' }, cut(`${length}s`))), '5');
      const downtime = batch.columns.findIndex(({ name }) => name === 'downtime');
      const runs = 120;
      const times = Array.from({ length: runs }, (_, run) => batch.simulate(run).values[downtime]!);
      const mean = times.reduce((a, b) => a + b) / runs;
      const variance = times.reduce((sum, time) => sum + (time - mean) * (time - mean), 0) / (runs - 1);
      const expected = meanWithheld(length, 20, uniform(1, 15));
      expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / runs));
    }
  });

  it('loses no longer span of commits than the bound, however long the cut', () => {
    // Whoever promotes the standby finds what is lost: rate times the span, and no more.
    const faults = cut('30m', [{ destroy: 'east', at: '25m' }]);
    const bounded = observe(scenarioOf({ maximumLag: '20s' }, faults));
    const [lost] = bounded.of('writes-classified').filter(({ count }) => count > 0);
    expect((lost!.newest! - lost!.oldest!) / 1e6).toBeLessThanOrEqual(20);
    expect(Math.abs(bounded.figure('writesLost') - 20 * rate)).toBeLessThan(4 * Math.sqrt(20 * rate));
    const free = observe(scenarioOf({}, faults));
    expect(free.figure('writesLost')).toBeGreaterThan(800 * rate);
  });

  it('leaves what waited when the primary went without an answer', () => {
    const faults = cut('30m', [{ destroy: 'east', at: '25m' }]);
    const { of, figure } = observe(scenarioOf({ maximumLag: '20s' }, faults));
    expect(of('commits-waited')).toEqual([]);
    // 10 minutes until the cut and 19 s after it, then nothing until west is primary.
    const answered = (600 + 19) * rate;
    const later = figure('acknowledged') - answered;
    const promoted = of('promoted')[0]!.at / 1e6;
    expect(Math.abs(later - (3600 - promoted) * rate)).toBeLessThan(0.02 * (3600 - promoted) * rate);
  });

  it('asks nothing of a new primary that nobody follows', () => {
    const faults: Faults = [{ lose: 'east', at: '10m', for: '20m' }];
    const { of, figure } = observe(scenarioOf({ maximumLag: '20s' }, faults));
    expect(of('commits-waited')).toEqual([]);
    expect(figure('downtime')).toBeLessThan(120);
  });
});
