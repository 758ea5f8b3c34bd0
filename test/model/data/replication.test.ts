import { describe, expect, it } from 'vitest';
import { build } from '../../../src/experiment/simulate.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Scenario } from '../../../src/scenario/schema.js';

type Replication = NonNullable<NonNullable<Scenario['data']>[string]['replication']>;
type Detection = NonNullable<NonNullable<Scenario['failover']>[string][number]['detect']>;
type Faults = NonNullable<Scenario['faults']>;

/** Writes a second: all requests write, and clients are always at the surviving region. */
const rate = 100;
const lag = 2;

/** A figure of the first run of: east primary, west standby, promoted 30 s after the checks find east gone. */
function figureOf(
  figure: string,
  replication: Replication,
  faults: Faults,
  detect?: Detection,
  rejoin: 'discard' | 'report' = 'discard',
): number {
  const scenario: Scenario = {
    title: 'East and west',
    regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
    network: [{ between: ['east', 'west'], roundTrip: '60ms' }],
    clients: { users: { place: 'aws/us-west-2', requests: `${rate}/s`, writes: '100%' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west'],
      ttl: '1s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
    },
    data: { orders: { primary: 'east', standbys: ['west'], replication, rejoin } },
    failover: { orders: [...(detect ? [{ detect }] : []), { promote: '30s' }] },
    faults,
    horizon: '30m',
  };
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '1');
  return batch.simulate(0).values[batch.columns.findIndex(({ name }) => name === figure)]!;
}

/** A Poisson count of so many seconds of writes: within five standard errors. */
function expectWritesOf(seconds: number, count: number): void {
  const mean = rate * seconds;
  expect(Math.abs(count - mean)).toBeLessThanOrEqual(5 * Math.sqrt(mean));
}

const asynchronous: Replication = { mode: 'async', lag: `${lag}s` };
const lossOfEast: Faults[number] = { lose: 'east', at: '12m' };

describe('an asynchronous standby', () => {
  it('lacks its lag when the primary is lost', () => {
    expectWritesOf(lag, figureOf('writesLost', asynchronous, [lossOfEast]));
  });

  it('lacks nothing when the primary crashes: what was sent arrives', () => {
    expect(figureOf('writesLost', asynchronous, [{ crash: 'east', at: '12m' }])).toBe(0);
  });

  it('lacks all since the way to it was cut', () => {
    const cut: Faults[number] = { partition: ['east', 'west'], oneWay: true, at: '10m' };
    expectWritesOf(120 + lag, figureOf('writesLost', asynchronous, [cut, lossOfEast]));
  });

  it('is kept up to date while only the way back is cut', () => {
    const cut: Faults[number] = { partition: ['west', 'east'], oneWay: true, at: '10m' };
    expectWritesOf(lag, figureOf('writesLost', asynchronous, [cut, lossOfEast]));
  });

  it('catches up when the cut heals', () => {
    const cut: Faults[number] = { partition: ['east', 'west'], at: '10m', for: '1m' };
    expectWritesOf(lag, figureOf('writesLost', asynchronous, [cut, lossOfEast]));
  });

  it('is promoted to a new epoch: what only a lost primary has waits for a person where the scenario says so', () => {
    // Nobody promotes: the tail is stranded on a region that stays away.
    const nobody = figureOf('pending', asynchronous, [lossOfEast, { lose: 'west', at: '12m' }]);
    expectWritesOf(lag, nobody);
    const gone = figureOf('writesLost', asynchronous, [
      { destroy: 'east', at: '12m' },
      { lose: 'west', at: '12m' },
    ]);
    expectWritesOf(lag, gone);
  });
});

describe('a primary that goes on beside the one promoted over it', () => {
  // The checks reach east all the time: the observers in west, on the other side of the cut, promote it.
  const cut: Faults = [{ partition: ['east', 'west'], at: '10m', for: '5m' }];
  const observed = { observers: ['west'], interval: '1s', timeout: '1s', failures: 3 };

  const ofEast = (figure: string, rejoin: 'discard' | 'report', faults = cut) =>
    figureOf(figure, asynchronous, faults, observed, rejoin);
  /** From the cut to the promotion: three probes and 30 s. */
  const alone = 3.5 + 30;

  it('has acknowledged, until they meet, what waits for a person where the scenario says so', () => {
    // From the lag before the cut to its end, while clients stay with east.
    expectWritesOf(lag + 300, ofEast('pending', 'report'));
    expect(ofEast('writesLost', 'report')).toBe(0);
  });

  it('loses the tail before the promotion to the failover, and what it took beside the other to the conflict', () => {
    expectWritesOf(lag + alone, ofEast('lostInFailover', 'discard'));
    expectWritesOf(300 - alone, ofEast('lostInConflict', 'discard'));
    expect(ofEast('pending', 'discard')).toBe(0);
  });

  it('keeps what nobody has examined when the run ends before they meet', () => {
    const forGood: Faults = [{ partition: ['east', 'west'], at: '25m' }];
    expectWritesOf(lag + 300, ofEast('pending', 'discard', forGood));
    expect(ofEast('writesLost', 'discard', forGood)).toBe(0);
  });

  it('loses them all when its disks are destroyed meanwhile', () => {
    const destroyed: Faults = [...cut, { destroy: 'east', at: '14m', for: '10s' }];
    expectWritesOf(lag + alone, ofEast('lostInFailover', 'report', destroyed));
    expectWritesOf(240 - alone, ofEast('lostInConflict', 'report', destroyed));
  });

  it('has sent some of the items that it took before the cut', () => {
    const items: Replication = { mode: 'async', lag: { mean: '30s' }, ships: 'independently' };
    // The mean lag of items is under way, though the oldest of them is far older.
    expectWritesOf(30 + 300, figureOf('pending', items, cut, observed, 'report'));
    expectWritesOf(30 + 300, figureOf('writesLost', items, cut, observed));
  });
});

describe('a standby behind two primaries that are lost one after the other', () => {
  it('lacks what neither of them had sent it', () => {
    const site = { place: 'aws/us-east-1' };
    const scenario: Scenario = {
      title: 'Three regions, a batch every ten minutes',
      regions: { east: site, west: { place: 'aws/us-west-2' }, north: { place: 'aws/ca-central-1' } },
      clients: { users: { ...site, requests: `${rate}/s`, writes: '100%' } },
      routing: {
        policy: 'failover',
        order: ['east', 'west', 'north'],
        ttl: '1s',
        health: { interval: '1s', timeout: '1s', failures: 1 },
      },
      data: {
        orders: {
          primary: 'east',
          standbys: ['west', 'north'],
          replication: { mode: 'async', every: '10m' },
        },
      },
      failover: { orders: [{ promote: '1s' }] },
      // The second primary is lost within the period of the batches: what came before it goes with it.
      faults: [
        { destroy: 'east', at: '30m' },
        { destroy: 'orders', at: '31m' },
      ],
      horizon: '1h',
    };
    const parsed = parseScenario(scenario);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
    const batch = build(parsed.spec, '1');
    for (let run = 0; run < 40; run++) {
      const losses: { count: number; staleness: number }[] = [];
      batch.simulate(run, (record) => {
        if (record.type === 'writes-classified' && record.class === 'lostInFailover') {
          losses.push({ count: record.count, staleness: record.staleness! / 1e6 });
        }
      });
      const lost = losses.reduce((sum, { count }) => sum + count, 0);
      const [first, ...later] = losses.map(({ staleness }) => staleness);
      const behind = Math.max(...later);
      // Writes were taken until 30 min, and again from about 3 s later until 31 min.
      const taken = behind < 56 ? first! + behind : Math.max(behind - 4, first! + 56);
      expect(lost).toBeGreaterThan(rate * taken - 5 * Math.sqrt(rate * taken));
      expect(lost).toBeLessThan(rate * (taken + 4) + 5 * Math.sqrt(rate * taken));
    }
  });
});

describe('a synchronous standby', () => {
  const synchronous: Replication = { mode: 'sync' };

  it('lacks nothing, however the primary ends', () => {
    for (const kind of ['lose', 'destroy', 'crash'] as const) {
      expect(figureOf('writesLost', synchronous, [{ [kind]: 'east', at: '12m' }])).toBe(0);
    }
  });

  it('stops all writes while either way is cut', () => {
    for (const partition of [
      ['east', 'west'],
      ['west', 'east'],
    ] as [string, string][]) {
      const cut: Faults[number] = { partition, oneWay: true, at: '10m', for: '1m' };
      expect(figureOf('failedRequests', synchronous, [cut])).toBeCloseTo(60 * rate, 6);
      expect(figureOf('failedRequests', asynchronous, [cut])).toBe(0);
    }
  });

  it('is left behind after the timeout, and then lacks what followed', () => {
    const cut: Faults[number] = { partition: ['east', 'west'], at: '11m' };
    for (const mode of ['sync', 'semi-sync'] as const) {
      const replication: Replication = { mode, timeout: '10s' };
      // With semi-sync the ten seconds begin with the first write that waits.
      const failed = figureOf('failedRequests', replication, [{ ...cut, for: '1m' }]);
      expect(Math.abs(failed - 10 * rate)).toBeLessThan(mode === 'sync' ? 1e-6 : 0.2 * rate);
      // Those that waited for the ten seconds were acknowledged, late, and are lost with the others.
      expectWritesOf(60, figureOf('writesLost', replication, [cut, lossOfEast]));
    }
  });
});
