import { describe, expect, it, test } from 'vitest';
import { build } from '../../../src/experiment/simulate.js';
import { parseScenario } from '../../../src/scenario/parse.js';

const life = 600;
const ttl = 60;
const connections = (more: string) => `{ life: ${life}s${more} }`;
const keepAlive = ', keepAlive: { idle: 20s, interval: 10s, probes: 4 }';

function runOf(habits: string, faults: string, horizon = '3h') {
  const parsed = parseScenario(
    `
title: Connections
regions: { near: { place: aws/eu-west-1 }, far: { place: aws/eu-central-1 } }
clients: { users: { place: city/london, requests: 1000/s, connections: ${habits} } }
routing: { policy: failover, order: [near, far], ttl: ${ttl}s, health: { interval: 10s, timeout: 4s, failures: 3 } }
data: { orders: { primary: far } }
faults: ${faults}
horizon: ${horizon}
`,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '7');
  return (run: number) => {
    let changed = Number.NaN;
    const { values } = batch.simulate(run, (record) => {
      if (record.type === 'record-changed') changed = Number.isNaN(changed) ? record.at / 1e6 : changed;
    });
    const figure = (name: string) => values[batch.columns.findIndex((column) => column.name === name)]!;
    return { changed, figure };
  };
}

const at = 600;
const fault = (kind: string, lasts = '') => `[{ ${kind}: near, at: ${at}s${lasts} }]`;

/** Share of the connections that were opened so long after the change, and since. */
const movedByConnections = (t: number) => {
  // Age of the look-up uniform below the TTL, that of the connection uniform below its life.
  if (t <= ttl) return (t * t) / 2 / (ttl * life);
  return Math.min(1, (t - ttl / 2) / life);
};

function failedUntil(notice: number, changed: number): number {
  // Nobody until the change; held connections until they are given up; then whoever has looked up anew.
  let failed = changed - at;
  const step = 0.001;
  for (let t = 0; t < ttl + notice; t += step) {
    const time = changed + t + step / 2;
    const moved = time - at < notice ? movedByConnections(t + step / 2) : Math.min(1, (t + step / 2) / ttl);
    failed += step * (1 - moved);
  }
  return failed * 1000;
}

describe('connections to a region that falls silent', () => {
  test('are given up at once where nothing is said', () => {
    const { changed, figure } = runOf(connections(''), fault('lose'))(0);
    expect(figure('failedRequests')).toBeCloseTo(failedUntil(0, changed), -1);
  });

  test('are given up after the idle time and all probes', () => {
    for (const run of [0, 1, 2]) {
      const { changed, figure } = runOf(connections(keepAlive), fault('lose'))(run);
      // 20 s + 4 x 10 s, when the record has changed for a while.
      expect(changed - at).toBeLessThan(60);
      expect(figure('failedRequests')).toBeCloseTo(failedUntil(60, changed), -1);
    }
  });

  test('are given up after 7,875 s by the defaults of Linux', () => {
    // 2 h 11 min 15 s.
    const { figure } = runOf('{ life: 10d, keepAlive: {} }', fault('isolate'), '3h')(0);
    expect(figure('rto')).toBeGreaterThan(7875 - 1e-3);
    expect(figure('rto')).toBeLessThan(7875 + 1);
  });

  test('break at once when they are refused, also after a silence', () => {
    const crash = runOf(connections(keepAlive), fault('crash'))(0);
    expect(crash.figure('failedRequests')).toBeCloseTo(failedUntil(0, crash.changed), -1);
    const both = `[{ pause: near, at: ${at}s, for: 50s }, { crash: near, at: ${at + 50}s, for: 1h }]`;
    const later = runOf(connections(keepAlive), both)(0);
    expect(later.figure('failedRequests')).toBeCloseTo(failedUntil(50, later.changed), -1);
  });

  test('outlive a silence that is shorter, unless what ran there was lost', () => {
    // Back after 45 s, before anybody noticed, and still named by most caches.
    const slowest = (kind: string, habits: string) => {
      const one = runOf(habits, fault(kind, ', for: 45s'));
      return Math.max(...Array.from({ length: 40 }, (_, run) => one(run).figure('cutover of users')));
    };
    expect(slowest('isolate', connections(keepAlive))).toBeGreaterThan(life / 2);
    expect(slowest('pause', connections(keepAlive))).toBeGreaterThan(life / 2);
    expect(slowest('lose', connections(keepAlive))).toBeLessThanOrEqual(ttl);
    expect(slowest('isolate', connections(''))).toBeLessThanOrEqual(ttl);
  });
});

describe('the client that is drawn', () => {
  it('moves as the share of all does', () => {
    const one = runOf(connections(keepAlive), fault('lose'));
    const runs = 400;
    let early = 0;
    let expected = 0;
    for (let run = 0; run < runs; run++) {
      const { changed, figure } = one(run);
      const broke = at + 60 - changed;
      const cutover = figure('cutover of users');
      expect(cutover).toBeLessThanOrEqual(ttl + 1e-6);
      if (cutover < broke - 1e-3) early += 1;
      expected += movedByConnections(broke);
    }
    // A sum of Bernoulli variables; 4 standard deviations at most.
    expect(Math.abs(early - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });
});

describe('draining', () => {
  test('closes connections to a region that the record no longer names, after its delay', () => {
    const routed = (habits: string) => {
      const parsed = parseScenario(`
title: Draining
regions: { near: { place: aws/eu-west-1 }, far: { place: aws/eu-central-1 } }
clients: { users: { place: city/london, requests: 1000/s, connections: ${habits} } }
routing: { policy: failover, order: [near, far], ttl: ${ttl}s, health: { interval: 10s, timeout: 4s, failures: 3 } }
data: { orders: { primary: far } }
faults: [{ crash: near, at: 600s, for: 5m }]
horizon: 1h
`);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
      const shares: { at: number; half: number; settled: number }[] = [];
      build(parsed.spec, '7').simulate(0, (record) => {
        const cutover = record.type === 'routed' ? record.answers.at(-1)!.cutover : undefined;
        if (cutover)
          shares.push({
            at: record.at / 1e6,
            half: (cutover.reaches(0.5) - cutover.at) / 1e6,
            settled: (cutover.settled - cutover.at) / 1e6,
          });
      });
      return shares;
    };
    const free = routed(connections(''));
    const drained = routed(connections(', drain: 100s'));
    // Back to the first region: those on the second one keep their connections for ten minutes, or for 100 s.
    const back = free.at(-1)!;
    expect(back.settled).toBeCloseTo(ttl + life, 6);
    expect(drained).toHaveLength(free.length + 1);
    expect(drained.at(-2)).toEqual(back);
    expect(drained.at(-1)!.at).toBeCloseTo(back.at + 100, 6);
    expect(drained.at(-1)!.settled).toBeCloseTo(ttl, 6);
  });
});
