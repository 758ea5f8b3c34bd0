import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/simulate.js';
import type { CommitsWaited, TraceRecord } from '../../../../src/model/trace.js';
import { parseScenario } from '../../../../src/scenario/parse.js';
import type { Scenario } from '../../../../src/scenario/schema.js';

type Replication = NonNullable<Scenario['data'][string]['replication']>;
type Faults = NonNullable<Scenario['faults']>;

/** Writes a second: all requests write, and clients are always at the primary's region. */
const rate = 100;

/** One run of a store whose standby is cut off in minute ten, and what it says of its waits. */
function observe(
  replication: Replication,
  faults: Faults,
  writes = rate,
  failover: NonNullable<Scenario['failover']>[string] = [],
) {
  const scenario: Scenario = {
    title: 'A standby that is cut off',
    regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
    clients: { users: { place: 'aws/us-east-1', requests: `${writes}/s`, writes: '100%' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west'],
      ttl: '1s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
    },
    data: { orders: { primary: 'east', standbys: ['west'], replication } },
    ...(failover.length > 0 ? { failover: { orders: failover } } : {}),
    faults,
    horizon: '30m',
  };
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '3');
  return (run: number) => {
    const waits: CommitsWaited[] = [];
    const note = (record: TraceRecord) => {
      if (record.type === 'commits-waited') waits.push(record);
    };
    const { values } = batch.simulate(run, note);
    const figure = (name: string) => values[batch.columns.findIndex((one) => one.name === name)]!;
    return { waits, figure };
  };
}

function cutFor(duration: string): Faults {
  return [{ partition: ['east', 'west'], at: '10m', for: duration }];
}

/** A Poisson count: within five standard errors. */
function expectCount(mean: number, count: number): void {
  expect(Math.abs(count - mean)).toBeLessThanOrEqual(5 * Math.sqrt(mean));
}

const latched: Replication = { mode: 'semi-sync', timeout: '10s' };
const unlatched: Replication = { ...latched, latch: false };
const degrading: Replication = { mode: 'sync', timeout: '10s' };
const strict: Replication = { mode: 'sync' };

describe('commits without the standby that they wait for', () => {
  it('wait, all of them, until the first has waited its time, and then go on alone', () => {
    const { waits, figure } = observe(latched, cutFor('30s'))(0);
    expectCount(30 * rate, figure('unreplicatedWrites of orders'));
    // The first comes about 10 ms after the cut; those of the next ten seconds wait until its time is up.
    expect(figure('commitWait of orders')).toBeCloseTo(10 + (rate * 10 * 10) / 2, 0);
    expectCount(10 * rate, waits[0]!.late);
    expect(figure('failedRequests')).toBeGreaterThan(10 * rate);
    expect(figure('failedRequests')).toBeLessThan(10.2 * rate);
  });

  it('wait each on its own without the latch: all are late, the last ones are replicated', () => {
    const { waits, figure } = observe(unlatched, cutFor('30s'))(0);
    expectCount(20 * rate, figure('unreplicatedWrites of orders'));
    expect(figure('commitWait of orders')).toBeCloseTo(10 * 20 * rate + (rate * 10 * 10) / 2, 3);
    expectCount(30 * rate, waits[0]!.late);
    expect(figure('failedRequests')).toBeCloseTo(30 * rate, 6);
  });

  it('wait from the loss of the standby where a supervisor lets the store degrade', () => {
    const { figure } = observe(degrading, cutFor('30s'))(0);
    expectCount(30 * rate, figure('unreplicatedWrites of orders'));
    expect(figure('commitWait of orders')).toBeCloseTo((rate * 10 * 10) / 2, 3);
    expect(figure('failedRequests')).toBeCloseTo(10 * rate, 6);
  });

  it('wait as long as it takes where nothing lets them go on', () => {
    const { figure } = observe(strict, cutFor('30s'))(0);
    expect(figure('unreplicatedWrites of orders')).toBe(0);
    expect(figure('commitWait of orders')).toBeCloseTo((rate * 30 * 30) / 2, 3);
    expect(figure('failedRequests')).toBeCloseTo(30 * rate, 6);
  });

  it('are replicated when the standby is back before their time is up', () => {
    for (const replication of [latched, unlatched, degrading]) {
      const { waits, figure } = observe(replication, cutFor('5s'))(0);
      expect(figure('unreplicatedWrites of orders')).toBe(0);
      expectCount(5 * rate, waits[0]!.late);
      expect(Math.abs(figure('commitWait of orders') - (rate * 5 * 5) / 2)).toBeLessThan(5);
    }
  });

  it('wait on when the primary was fenced meanwhile and takes its place again', () => {
    const away: Faults = [
      { pause: 'west', at: '5m' },
      { pause: 'east', at: '10m', for: '5m' },
    ];
    const { figure } = observe(strict, away, rate, [{ fence: '1s' }, { promote: '1s' }])(0);
    expectCount(300 * rate, figure('acknowledged'));
  });

  it('are never acknowledged when the primary goes first', () => {
    const cut: Faults = [{ partition: ['east', 'west'], at: '10m' }];
    const dies: Faults = [...cut, { destroy: 'orders', at: '605s' }];
    for (const replication of [latched, unlatched, degrading, strict]) {
      const { waits, figure } = observe(replication, dies)(0);
      expect(waits).toEqual([]);
      expectCount(600 * rate, figure('acknowledged'));
      expect(figure('writesLost')).toBe(0);
    }
    // Of fifteen seconds, those of the first five have waited ten.
    const { figure } = observe(unlatched, [...cut, { destroy: 'orders', at: '615s' }])(0);
    expectCount(5 * rate, figure('writesLost'));
    expectCount(605 * rate, figure('acknowledged'));
  });

  it('are none where none was asked for in the outage', () => {
    // The chance of a write in it is 1 - exp(-0.02 * 30); the latch then costs what came after the first.
    const simulate = observe(latched, cutFor('30s'), 0.02);
    const runs = 2000;
    let [none, unreplicated] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const { waits, figure } = simulate(run);
      if (waits.length === 0) none += 1;
      unreplicated += figure('unreplicatedWrites of orders');
    }
    const share = Math.exp(-0.02 * 30);
    expect(Math.abs(none / runs - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / runs));
    // One that comes before 20 s have passed is the first; it and all later ones are unreplicated.
    const early = 1 - Math.exp(-0.02 * 20);
    const mean = early + 0.02 * (30 * early - (1 / 0.02) * (early - 0.02 * 20 * Math.exp(-0.02 * 20)));
    expect(Math.abs(unreplicated / runs - mean)).toBeLessThan(4 * Math.sqrt(1.2 / runs));
  });
});
