import { describe, expect, it } from 'vitest';
import { build } from '../../../src/experiment/simulate.js';
import {
  constant,
  drawExponential,
  exponential,
  lognormalThrough,
  type Stream,
  Streams,
  shiftedExponential,
} from '../../../src/kernel/index.js';
import { acknowledgedAfter, meanAcknowledgedAfter } from '../../../src/model/data/commit.js';
import { committedShare } from '../../../src/model/data/commit-ceiling.js';
import { KeyLaw } from '../../../src/model/data/conflicts/keys.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Scenario } from '../../../src/scenario/schema.js';

const second = 1e6;
const perSecond = (writes: number) => writes / second;

describe('the share of the writes that a primary can commit', () => {
  it('is that of its sessions: 500 commits a second at 80 ms need 40 in flight', () => {
    const latency = 0.08 * second;
    expect(committedShare({ sessions: 40, rate: perSecond(500) }, latency)).toBeCloseTo(1, 12);
    expect(committedShare({ sessions: 20, rate: perSecond(500) }, latency)).toBeCloseTo(0.5, 12);
    expect(committedShare({ rate: perSecond(500) }, latency)).toBe(1);
    expect(committedShare({ sessions: 1, rate: perSecond(500) }, 0)).toBe(1);
  });

  it('is that of a hot row: one commit a round trip', () => {
    const keys = new KeyLaw({ count: 1 });
    expect(committedShare({ keys, rate: perSecond(500) }, 0.08 * second) * 500).toBeCloseTo(12.5, 9);
    // A tenth of the writes to one row, the others to a million.
    const mixed = new KeyLaw({ count: 1_000_000, hot: [{ keys: 1, share: 0.1 }] });
    const share = committedShare({ keys: mixed, rate: perSecond(500) }, 0.08 * second);
    expect(share * 500).toBeCloseTo(450 + 12.5, 6);
  });

  it('is the sum over rows of what each can take', () => {
    for (const zipf of [0.5, 1, 1.5]) {
      const count = 20_000;
      const keys = new KeyLaw({ count, zipf });
      const weights = Array.from({ length: count }, (_, i) => (i + 1) ** -zipf);
      const total = weights.reduce((a, b) => a + b, 0);
      for (const latency of [0.001, 0.03, 0.5]) {
        const limit = 1 / (500 * latency);
        const direct = weights.reduce((sum, weight) => sum + Math.min(limit, weight / total), 0);
        const share = committedShare({ keys, rate: perSecond(500) }, latency * second);
        expect(share).toBeCloseTo(Math.min(1, direct), 9);
      }
    }
  });
});

/**
 * Commits a second of clients that come at random, wait for the lock of their row, then for a session, hold both for a
 * latency, and give up after a patience.
 */
function bruteForce(
  { rate, latency, sessions, pick }: { rate: number; latency: number; sessions: number; pick: () => number },
  stream: Stream,
): number {
  const patience = 5 * latency;
  const horizon = 4000 * latency;
  const free = new Array<number>(sessions).fill(0);
  const locked = new Map<number, number>();
  let [now, done] = [0, 0];
  for (;;) {
    now += drawExponential(1 / rate, stream);
    if (now > horizon) return done / horizon;
    const row = pick();
    const first = free.indexOf(Math.min(...free));
    const begins = Math.max(now, locked.get(row) ?? 0, free[first]!);
    if (begins - now > patience) continue;
    free[first] = begins + latency;
    locked.set(row, begins + latency);
    done += 1;
  }
}

describe('clients that hold rows and sessions', () => {
  const streams = new Streams('ceiling');
  const latency = 0.08;

  it.each([
    [200, 1000],
    [1000, 1000],
    [300, 1000],
  ])('commit what the ceiling lets through: %i a second, no row wanted twice', (rate, rows) => {
    const stream = streams.at(1).open(`sessions ${rate}`);
    const pick = () => rows + Math.floor(stream.next() * 1e9);
    const measured = bruteForce({ rate, latency, sessions: 20, pick }, stream);
    const expected = rate * committedShare({ sessions: 20, rate: perSecond(rate) }, latency * second);
    expect(Math.abs(measured - expected) / expected).toBeLessThan(0.03);
  });

  it('commit a row’s writes one after the other', () => {
    const keys = new KeyLaw({ count: 40, hot: [{ keys: 2, share: 0.6 }] });
    const rate = 100;
    const stream = streams.at(2).open('rows');
    const pick = () => {
      const u = stream.next();
      return u < 0.6 ? Math.floor(u / 0.3) : 2 + Math.floor(((u - 0.6) / 0.4) * 38);
    };
    const measured = bruteForce({ rate, latency, sessions: 1000, pick }, stream);
    // Two rows take 12.5 a second each, the 38 others 40 together, of which none wants more than 1.1.
    const expected = rate * committedShare({ keys, rate: perSecond(rate) }, latency * second);
    expect(expected).toBeCloseTo(65, 9);
    expect(Math.abs(measured - expected) / expected).toBeLessThan(0.03);
  });
});

describe('the mean latency of a commit', () => {
  it('of the k-th of n equal answers is Rényi’s sum', () => {
    const roundTrip = shiftedExponential(10, 15);
    const laws = new Array(5).fill({ roundTrip, delay: 0 });
    for (let k = 1; k <= 5; k++) {
      let sum = 10;
      for (let i = 5 - k + 1; i <= 5; i++) sum += 5 / i;
      expect(meanAcknowledgedAfter(laws, k)).toBeCloseTo(sum, 4);
    }
    // The largest of the first two.
    expect(meanAcknowledgedAfter(laws, 2, true)).toBeCloseTo(10 + 5 * 1.5, 4);
  });

  it('of answers that never vary is theirs', () => {
    const laws = [80, 10, 1].map((value) => ({ roundTrip: constant(value), delay: 2 }));
    for (const inOrder of [false, true]) {
      for (const awaited of [0, 1, 2, 3]) {
        const exact = acknowledgedAfter([82, 12, 3], awaited, inOrder);
        expect(meanAcknowledgedAfter(laws, awaited, inOrder)).toBeCloseTo(exact, 9);
      }
    }
    expect(meanAcknowledgedAfter(laws, 4)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is cut where no write waits longer', () => {
    const one = [{ roundTrip: exponential(20), delay: 0 }];
    expect(meanAcknowledgedAfter(one, 1, false, 30)).toBeCloseTo(20 * (1 - Math.exp(-1.5)), 4);
    const heavy = lognormalThrough([0.5, 20], [0.99, 20 * Math.exp(0.8 * 2.3263478740408408)]);
    expect(meanAcknowledgedAfter([{ roundTrip: heavy, delay: 0 }], 1)).toBeCloseTo(heavy.mean, 3);
  });
});

describe('a synchronous store with forty sessions, 80 ms from its standby', () => {
  /** A thousand writes a second: twice what forty sessions commit. */
  function figureOf(name: string, faults: NonNullable<Scenario['faults']>, sessions?: number): number {
    const scenario: Scenario = {
      title: 'Forty sessions',
      regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
      network: [{ between: ['east', 'west'], roundTrip: '80ms' }],
      clients: { users: { place: 'aws/us-east-1', requests: '1k/s', writes: '100%' } },
      routing: {
        policy: 'failover',
        order: ['east', 'west'],
        ttl: '1s',
        health: { interval: '10s', timeout: '2s', failures: 3 },
      },
      data: {
        orders: {
          primary: 'east',
          standbys: ['west'],
          replication: { mode: 'sync' },
          ...(sessions === undefined ? {} : { sessions }),
        },
      },
      faults,
      horizon: '30m',
    };
    const parsed = parseScenario(scenario);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
    const batch = build(parsed.spec, '11');
    return batch.simulate(0).values[batch.columns.findIndex((one) => one.name === name)]!;
  }

  it('commits half of what it is asked for, which is its usual service', () => {
    expect(figureOf('failedRequests', [], 40)).toBeCloseTo(500 * 1800, 3);
    expect(figureOf('incidents', [], 40)).toBe(0);
    expect(figureOf('downtime', [], 40)).toBe(0);
    const acknowledged = figureOf('acknowledged', [], 40);
    expect(Math.abs(acknowledged - 500 * 1800)).toBeLessThan(5 * Math.sqrt(500 * 1800));
    expect(figureOf('failedRequests', [])).toBe(0);
  });

  it('is down when its standby is slow: the round trip is what a session is held for', () => {
    const slow: NonNullable<Scenario['faults']> = [
      { slow: ['east', 'west'], by: '80ms', at: '10m', for: '5m' },
    ];
    expect(figureOf('downtime', slow, 40)).toBeCloseTo(300, 6);
    expect(figureOf('failedRequests', slow, 40)).toBeCloseTo(500 * 1500 + 750 * 300, 3);
    expect(figureOf('downtime', slow, 200)).toBe(0);
    expect(figureOf('downtime', slow)).toBe(0);
  });
});
