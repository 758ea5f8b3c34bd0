import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/simulate.js';
import { operationAvailability, quorumAvailability } from '../../../../src/model/data/reads/availability.js';
import { parseScenario } from '../../../../src/scenario/parse.js';
import type { Scenario } from '../../../../src/scenario/schema.js';

type Store = NonNullable<Scenario['data']>[string];
type Faults = NonNullable<Scenario['faults']>;

/** Writes a second; half of the requests write. */
const rate = 1000;

const regions = ['east', 'west', 'north'] as const;

/** One way from east: 30 ms to west, 50 ms to north; 40 ms between these. All clients are at east while it answers. */
const network: Scenario['network'] = [
  { between: ['east', 'west'], roundTrip: '60ms' },
  { between: ['east', 'north'], roundTrip: '100ms' },
  { between: ['west', 'north'], roundTrip: '80ms' },
];

function scenarioOf(store: Partial<Store>, faults: Faults): Scenario {
  return {
    title: 'Three replicas',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/eu-north-1' },
    },
    network,
    clients: { users: { place: 'aws/us-east-1', requests: `${2 * rate}/s`, writes: '50%' } },
    routing: {
      policy: 'failover',
      order: [...regions],
      ttl: '1s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
    },
    data: { profile: { replicas: [...regions], quorum: { read: 1, write: 1 }, ...store } },
    faults,
    horizon: '30m',
  };
}

function figuresOf(scenario: Scenario, run = 0): (name: string) => number {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '1');
  const { values } = batch.simulate(run);
  return (name) => values[batch.columns.findIndex((column) => column.name === name)]!;
}

/** The figures of a run with such quorums and faults. */
function play(read: number, write: number, faults: Faults): (name: string) => number {
  return figuresOf(scenarioOf({ quorum: { read, write } }, faults));
}

/** A Poisson count of so many seconds of writes: within five standard errors. */
function expectWritesOf(seconds: number, count: number): void {
  const mean = rate * seconds;
  expect(Math.abs(count - mean)).toBeLessThanOrEqual(5 * Math.sqrt(mean));
}

describe('writes of a leaderless store', () => {
  it('are lost with the replicas that acknowledged them, while the rest is on its way', () => {
    // West gets a write after 30 ms; at W = 1 east's own replica has acknowledged it by then, 0.1 ms there and back.
    const one = play(1, 1, [{ destroy: 'east', at: '12m' }]);
    expectWritesOf(0.03 - 0.0001, one('writesLost'));
    expect(one('rpo')).toBeCloseTo(0.03, 2);
    // At W = 2 west has it before the client hears of it.
    expect(play(1, 2, [{ destroy: 'east', at: '12m' }])('writesLost')).toBe(0);
  });

  it('wait for the replicas that alone have them', () => {
    const away = play(1, 1, [{ lose: 'east', at: '12m' }]);
    expectWritesOf(0.03 - 0.0001, away('pending'));
    expect(away('writesLost')).toBe(0);
    const back = play(1, 1, [{ lose: 'east', at: '12m', for: '5m' }]);
    expect([back('pending'), back('writesLost')]).toEqual([0, 0]);
  });

  it('arrive when their coordinators crash', () => {
    const crashed = play(1, 1, [{ crash: 'east', at: '12m' }]);
    expect([crashed('pending'), crashed('writesLost')]).toEqual([0, 0]);
  });

  it('arrive on a way that is cut behind them', () => {
    const after: Faults = [{ destroy: 'east', at: '12m' }];
    const cut = (inFlight: 'delivered' | 'lost'): Faults => [
      { partition: ['east', ['west', 'north']], inFlight, at: '12m' },
      ...after,
    ];
    // Cut and destroyed at once: with what was sent delivered, nothing is on east alone.
    expectWritesOf(0.03 - 0.0001, play(1, 1, cut('lost'))('writesLost'));
    expect(play(1, 1, cut('delivered'))('writesLost')).toBe(0);
  });

  it('wait while their coordinators are paused, and arrive', () => {
    const paused = play(1, 1, [{ pause: 'east', at: '12m', for: '1m' }]);
    expect([paused('pending'), paused('writesLost')]).toEqual([0, 0]);
  });

  it('are lost when all replicas that reach them are destroyed, one by one', () => {
    // West and north are cut off for two minutes, then east is destroyed: what it took alone is gone.
    const alone = play(1, 1, [
      { partition: ['east', ['west', 'north']], at: '10m' },
      { destroy: 'east', at: '12m' },
    ]);
    expectWritesOf(120 + 0.03 - 0.0001, alone('writesLost'));
    const all = play(1, 2, [
      { destroy: 'east', at: '5m' },
      { destroy: 'west', at: '10m' },
      { destroy: 'north', at: '12m' },
    ]);
    expect(all('writesLost')).toBe(all('acknowledged'));
    expect(all('acknowledged')).toBeGreaterThan(4 * 60 * rate);
  });

  it('reach replicas that were cut off when these come back', () => {
    const healed = play(1, 1, [
      { partition: ['east', ['west', 'north']], at: '10m', for: '1m' },
      { destroy: 'east', at: '12m' },
    ]);
    expectWritesOf(0.03 - 0.0001, healed('writesLost'));
  });

  it('that the whole store has are pending while all of it is down', () => {
    const down = play(
      1,
      2,
      regions.map((lose) => ({ lose, at: '12m' })),
    );
    expect(down('pending')).toBe(down('acknowledged'));
  });

  it('are acknowledged on each side of a partition that has a quorum', () => {
    const cut: Faults = [{ partition: ['east', ['west', 'north']], at: '10m' }];
    // Clients stay at east, which reaches its own replica only.
    expect(play(1, 1, cut)('failedRequests')).toBe(0);
    const two = play(1, 2, cut);
    expectWritesOf(20 * 60, two('failedRequests'));
    expectWritesOf(10 * 60, two('acknowledged'));
    // Reads that ask two fail as well.
    expectWritesOf(2 * 20 * 60, play(2, 2, cut)('failedRequests'));
  });
});

describe('one operation in undisturbed time', () => {
  it('takes the round trips to its quorum', () => {
    const legs = (read: number, write: number) => {
      const figure = play(read, write, []);
      return [figure('commitLatency of profile'), figure('readLatency of profile')];
    };
    expect(legs(1, 1)).toEqual([0.0001, 0.0001]);
    expect(legs(2, 3)).toEqual([0.1, 0.06]);
    expect(play(1, 1, [])('unreplicated of profile')).toBe(1);
    expect(play(1, 2, [])('unreplicated of profile')).toBe(0);
  });

  it('adds stated legs, and half the round trip to other regions alone', () => {
    const legs = { write: '5ms', ack: '1ms', read: '2ms', response: '3ms' };
    const figure = figuresOf(scenarioOf({ quorum: { read: 1, write: 2 }, legs }, []));
    expect(figure('commitLatency of profile')).toBeCloseTo(0.006 + 0.06, 12);
    expect(figure('readLatency of profile')).toBeCloseTo(0.005, 12);
  });

  it('is stale where the read is faster than the write', () => {
    // Readers at west, writers at east: at W = 1 west has the write after 30 ms, and is asked at once.
    const base = scenarioOf({ quorum: { read: 1, write: 1 } }, []);
    const apart: Scenario = {
      ...base,
      clients: {
        writers: { place: 'aws/us-east-1', requests: '10/s', writes: '100%' },
        readers: { place: 'aws/us-west-2', requests: '10/s' },
      },
      routing: {
        policy: 'geolocation',
        locations: { writers: 'east', readers: 'west' },
        ttl: '1s',
        health: base.routing.health!,
      },
    };
    const figure = figuresOf(apart);
    expect(figure('visibility of profile')).toBeCloseTo(0.03 - 0.0001 - 0.00005, 12);
    expect(figure('staleRead of profile')).toBe(1);
    const later = { ...apart, data: { profile: { ...apart.data['profile']!, readAfter: '30ms' } } };
    expect(figuresOf(later)('staleRead of profile')).toBe(0);
  });

  it('has no figure of staleness where reads and writes meet', () => {
    expect(play(2, 2, [])('staleRead of profile')).toBeUndefined();
    expect(play(2, 2, [])('readLatency of profile')).toBe(0.06);
  });
});

describe('availability', () => {
  it('is that of the quorums when replicas fail on their own', () => {
    // Clients meet a fourth region, which holds no replica and never fails.
    const sites = { east: 0.9, west: 0.8, north: 0.95 };
    const base = scenarioOf({ quorum: { read: 1, write: 2 } }, []);
    const scenario: Scenario = {
      ...base,
      regions: { front: { place: 'aws/us-east-2' }, ...base.regions },
      routing: { ...base.routing, policy: 'failover', order: ['front'] },
      faults: Object.entries(sites).map(([lose, up]) => ({
        lose,
        every: { mean: `${Math.round(up * 100)}m` },
        for: { mean: `${Math.round((1 - up) * 100)}m` },
      })),
      horizon: '20d',
    };
    const runs = 20;
    const answered = Array.from({ length: runs }, (_, run) =>
      figuresOf(scenario, run)('requestAvailability'),
    );
    const mean = answered.reduce((a, b) => a + b, 0) / runs;
    const spread = answered.reduce((a, b) => a + (b - mean) ** 2, 0) / (runs - 1);
    const shares = Object.values(sites);
    const expected = operationAvailability(shares, { read: 1, write: 2, reads: 0.5 });
    expect(Math.abs(mean - expected) / Math.sqrt(spread / runs)).toBeLessThan(4);
    expect(Math.abs(mean - quorumAvailability(shares, 2)) / Math.sqrt(spread / runs)).toBeGreaterThan(8);
  });
});
