import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/simulate.js';
import type { TraceRecord } from '../../../../src/model/trace.js';
import { parseScenario } from '../../../../src/scenario/parse.js';
import type { Scenario } from '../../../../src/scenario/schema.js';

type Replication = NonNullable<Scenario['data'][string]['replication']>;
type Faults = NonNullable<Scenario['faults']>;

/** Writes a second. A write takes 10 kB of log, so that 1 MB is filled in a second and 1 GB in 1,000 s. */
const rate = 100;

function observe(slots: NonNullable<Replication['slots']>, faults: Faults, standbys = ['west']) {
  const scenario: Scenario = {
    title: 'A standby that is away',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/ca-central-1' },
    },
    clients: {
      near: { place: 'aws/us-east-1', requests: `${rate}/s`, writes: '50%' },
      far: { place: 'aws/us-west-2', requests: `${rate}/s`, writes: '50%' },
    },
    routing: {
      policy: 'failover',
      order: ['east', 'west'],
      ttl: '1s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
    },
    data: { orders: { primary: 'east', standbys, replication: { mode: 'async', lag: '1s', slots } } },
    failover: { orders: [{ promote: '10s' }] },
    faults,
    horizon: '2h',
  };
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '13');
  const records: TraceRecord[] = [];
  const { values } = batch.simulate(0, (record) => records.push(record));
  return {
    figure: (name: string) => values[batch.columns.findIndex((one) => one.name === name)]!,
    timesOf: (type: TraceRecord['type']) =>
      records.filter((one) => one.type === type).map(({ at }) => at / 1e6),
  };
}

const away = (duration: string): Faults => [{ lose: 'west', at: '10m', for: duration }];

describe('the log that is kept for a standby', () => {
  it('fills the disk after disk over log rate, and no write is taken until the standby is back', () => {
    const { figure, timesOf } = observe({ disk: '1GB', write: '10kB' }, away('30m'));
    expect(timesOf('log-full')[0]).toBeCloseTo(600 + 1000, 3);
    expect(figure('failedRequests')).toBeCloseTo(800 * rate, 3);
    expect(figure('downtime')).toBeCloseTo(800, 3);
  });

  it('fills it by the writes that there are', () => {
    // For 500 s nobody reaches the primary; its clients are back soon after.
    const { timesOf } = observe({ disk: '1GB', write: '10kB' }, [
      ...away('1h'),
      { isolate: 'east', at: '11m', for: '500s' },
    ]);
    expect(timesOf('log-full')[0]).toBeGreaterThan(600 + 1500);
    expect(timesOf('log-full')[0]).toBeLessThan(600 + 1500 + 120);
  });

  it('harms nobody when the standby is back before', () => {
    const { figure, timesOf } = observe({ disk: '1GB', write: '10kB' }, away('15m'));
    expect(timesOf('log-full')).toEqual([]);
    expect(figure('failedRequests')).toBe(0);
  });

  it('is given up where only so much is kept: the disk lives, the standby does not come back', () => {
    const keep = { disk: '1GB', write: '10kB', keep: '500MB' };
    const lost: Faults = [...away('15m'), { destroy: 'east', at: '1h' }];
    const { figure, timesOf } = observe(keep, lost);
    expect(timesOf('slot-given-up')[0]).toBeCloseTo(600 + 500, 3);
    expect(timesOf('log-full')).toEqual([]);
    // Nobody can be promoted; what the copy that was given up may be worth is for a person to say.
    expect(timesOf('promoted')).toEqual([]);
    expect(figure('pending')).toBe(figure('acknowledged'));
  });

  it('is not needed by a standby that was rebuilt', () => {
    const keep = { disk: '1GB', write: '10kB', keep: '500MB', rebuild: '20m' };
    const lost: Faults = [...away('15m'), { destroy: 'east', at: '1h' }];
    const { figure, timesOf } = observe(keep, lost);
    expect(timesOf('rejoined')).toEqual([600 + 900 + 1200]);
    expect(timesOf('promoted')).toHaveLength(1);
    expect(figure('writesLost')).toBeGreaterThan(50);
    expect(figure('writesLost')).toBeLessThan(160);
  });

  it('is rebuilt anew when the rebuild is interrupted', () => {
    const keep = { disk: '1GB', write: '10kB', keep: '500MB', rebuild: '20m' };
    const again: Faults = [...away('15m'), { partition: ['east', 'west'], at: '30m', for: '5m' }];
    expect(observe(keep, again).timesOf('rejoined')).toEqual([2100 + 1200]);
  });

  it('is that of the primary: another one that is promoted has its own', () => {
    const faults: Faults = [
      { lose: 'west', at: '10m' },
      { lose: 'east', at: '20m' },
    ];
    const { timesOf } = observe({ disk: '1GB', write: '10kB' }, faults, ['west', 'north']);
    expect(timesOf('promoted')).toHaveLength(1);
    expect(timesOf('log-full')).toEqual([]);
  });
});
