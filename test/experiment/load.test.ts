import { describe, expect, test } from 'vitest';
import { build } from '../../src/experiment/simulate.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';

/** Two populations; the only region that answers is lost for good after a quarter of an hour. */
const base: Scenario = {
  title: 'Load',
  regions: { near: { place: 'aws/eu-west-1' }, far: { place: 'aws/us-west-2' } },
  clients: {
    users: { place: 'city/london', requests: '100/s', writes: '20%' },
    others: { place: 'city/new-york', requests: '50/s', writes: '10%' },
  },
  routing: {
    policy: 'failover',
    order: ['near'],
    ttl: '60s',
    health: { interval: '10s', timeout: '4s', failures: 3 },
  },
  data: {
    orders: {
      primary: 'near',
      standbys: ['far'],
      replication: { mode: 'async', lag: { p50: '90ms', p99: '2s' } },
      keys: { count: 1000 },
    },
  },
  faults: [{ lose: 'near', at: '15m' }],
  horizon: '36h',
};

function withLoads(loads: Record<string, unknown>, more: Partial<Scenario> = {}): Scenario {
  const clients = Object.fromEntries(
    Object.entries(base.clients).map(([name, client]) => [
      name,
      loads[name] ? { ...client, load: loads[name] } : client,
    ]),
  );
  return { ...base, ...more, clients } as Scenario;
}

function batchOf(scenario: Scenario) {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '1');
  return {
    columns: batch.columns.map(({ name }) => name),
    row: (run: number) => {
      const { values } = batch.simulate(run);
      return Object.fromEntries(batch.columns.map(({ name }, i) => [name, values[i]!]));
    },
  };
}

const hours = [2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 10, 10, 10, 9, 9, 9, 8, 8, 7, 6, 5, 4, 3, 3];
const daily = hours.map((one) => `${one}%`);
const meanHour = hours.reduce((a, b) => a + b, 0) / 24;

/** Mean of the factor of `daily` over a stretch of hours of the clock. */
function factorOver(from: number, to: number): number {
  let sum = 0;
  for (let quarter = from * 4; quarter < to * 4; quarter++) sum += hours[Math.floor(quarter / 4) % 24]! / 4;
  return sum / meanHour;
}

describe('a load', () => {
  test('that is the same all day changes no bit', () => {
    const plain = batchOf(base);
    for (const load of [{ peak: '14:00', trough: '100%' }, { daily: daily.map(() => '7%') }]) {
      const flat = batchOf(withLoads({ users: load, others: load }));
      expect(flat.columns).toEqual(plain.columns);
      for (const run of [0, 1, 2]) expect(flat.row(run)).toEqual(plain.row(run));
    }
  });

  test('of one population changes nothing of the other but what they share', () => {
    const plain = batchOf(base).row(3);
    const loaded = batchOf(withLoads({ others: { daily } })).row(3);
    expect(loaded['rto of users']).toBe(plain['rto of users']);
    expect(loaded['failedRequests of users']).toBe(plain['failedRequests of users']);
    expect(loaded['failedRequests of others']).not.toBe(plain['failedRequests of others']);
  });

  test('makes as many requests as its integral, at the place’s own time', () => {
    // Lost from 09:15 of the first day until 21:00 of the second, by the clock of London: 4:15 to 16:00 in New York.
    const { row } = batchOf(withLoads({ users: { daily }, others: { daily } }, { begins: '09:00' }));
    const figures = row(0);
    expect(figures['failedRequests of users']).toBeCloseTo(100 * 3600 * factorOver(9.25, 45), 3);
    expect(figures['failedRequests of others']).toBeCloseTo(50 * 3600 * factorOver(4.25, 40), 3);
    const offered = 100 * factorOver(9, 45) + 50 * factorOver(4, 40);
    const failed = 100 * factorOver(9.25, 45) + 50 * factorOver(4.25, 40);
    expect(figures['requestAvailability']).toBeCloseTo(1 - failed / offered, 9);
    expect(figures['timeOfDay']).toBe(9.25 * 3600);
  });

  test('states a zone of its own, and any table says the same as a list', () => {
    const measured = hours.map((one, i) => [`${i}h`, one]);
    const there = batchOf(withLoads({ users: { daily, zone: '-05:00' } }, { begins: '09:00' })).row(0);
    const table = batchOf(withLoads({ users: { measured, zone: '-05:00' } }, { begins: '09:00' })).row(0);
    expect(table).toEqual(there);
    expect(there['failedRequests of users']).toBeCloseTo(100 * 3600 * factorOver(9.25, 45), 3);
  });

  test('with a peak has its busiest hour around it, and its quietest at the stated share', () => {
    const lost = (begins: string) =>
      batchOf(
        withLoads(
          { users: { peak: '14:00', trough: '30%' } },
          { begins, horizon: '1h', faults: [{ lose: 'near', at: '1s' }] },
        ),
      ).row(0)['failedRequests of users']!;
    const [peak, trough, mean] = [lost('13:30'), lost('01:30'), lost('07:30')];
    expect(trough / peak).toBeCloseTo(0.3, 12);
    expect(mean).toBeCloseTo((peak + trough) / 2, 6);
    expect(mean).toBeCloseTo(100 * 3599, 6);
  });

  test('counts the writes of its hours', () => {
    const quiet = { begins: '09:00', horizon: '3h', faults: [] };
    const { row } = batchOf(withLoads({ users: { daily } }, quiet));
    const expected = 3600 * (100 * 0.2 * factorOver(9, 12) + 3 * 50 * 0.1);
    // Poisson; 4 standard errors of each count.
    for (const run of [0, 1, 2])
      expect(Math.abs(row(run)['acknowledged']! - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  test('meets a ceiling of commits at its peak alone', () => {
    // With three sessions and 50 ms a commit, 60 writes a second.
    const store = {
      primary: 'near',
      standbys: ['far'],
      sessions: 3,
      replication: { mode: 'sync', flush: '0s' },
    };
    const limited = (network: number) =>
      batchOf({
        ...withLoads({ users: { daily } }, { begins: '00:00', horizon: '24h', faults: [] }),
        network: [{ between: ['near', 'far'], roundTrip: `${network}ms` }],
        data: { orders: store },
      } as unknown as Scenario).row(0);
    const failed = (network: number) => {
      const share = hours.map((one) => Math.min(1, 3 / ((network / 1000) * ((20 * one) / meanHour + 5))));
      return share.reduce((sum, one, i) => sum + 3600 * (1 - one) * ((20 * hours[i]!) / meanHour + 5), 0);
    };
    expect(failed(100)).toBeGreaterThan(0);
    expect(limited(100)['failedRequests']).toBeCloseTo(failed(100), -2);
    expect(limited(100)['downtime']).toBe(0);
    expect(limited(40)['failedRequests']).toBeCloseTo(0, 6);
  });
});

describe('a surge', () => {
  const surge = (surge: string, to: string) => ({ surge, to, at: '1h', for: '2h', name: 'crowd' });

  test('asks for so many times as much while it lasts', () => {
    const { row } = batchOf({ ...base, faults: [...base.faults!, surge('users', '300%')] });
    const figures = row(0);
    expect(figures['failedRequests of users']).toBeCloseTo(100 * 3600 * (35.75 + 2 * 2), 3);
    expect(figures['failedRequests of others']).toBeCloseTo(50 * 3600 * 35.75, 3);
  });

  test('of all multiplies their loads, and overlapping ones each other', () => {
    const scenario = withLoads(
      { users: { daily } },
      {
        begins: '09:00',
        faults: [
          { lose: 'near', at: '15m' },
          surge('all', '200%'),
          { ...surge('users', '50%'), at: '2h', for: '3h', name: 'lull' },
        ] as never,
      },
    );
    const users = factorOver(9.25, 45) + factorOver(10, 11) - factorOver(12, 14) / 2;
    const figures = batchOf(scenario).row(0);
    expect(figures['failedRequests of users']).toBeCloseTo(100 * 3600 * users, 3);
    expect(figures['failedRequests of others']).toBeCloseTo(50 * 3600 * 37.75, 3);
  });

  test('that comes later leaves the loss before it as it was', () => {
    const before = batchOf({ ...base, horizon: '3h' }).row(5);
    const after = batchOf({ ...base, horizon: '3h', faults: [...base.faults!, surge('all', '900%')] }).row(5);
    for (const name of ['rto', 'rpo', 'pending', 'staleReadsBefore of users'])
      expect(after[name]).toBe(before[name]);
    expect(after['failedRequests']).toBeGreaterThan(before['failedRequests']!);
  });

  test('beyond what a link carries is refused', () => {
    const link = { bandwidth: '1Mbit/s', write: '4KiB' };
    const narrow = (faults: unknown[]) =>
      batchOf({
        ...base,
        data: { orders: { primary: 'near', standbys: ['far'], replication: { mode: 'async', link } } },
        faults,
      } as unknown as Scenario);
    expect(() => narrow([])).not.toThrow();
    expect(() => narrow([surge('all', '300%')])).toThrow('of the replication link');
  });
});
