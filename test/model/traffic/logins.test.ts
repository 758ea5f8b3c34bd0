import { describe, expect, test } from 'vitest';
import { build } from '../../../src/experiment/simulate.js';
import { parseScenario } from '../../../src/scenario/parse.js';

function runOf(client: string, more = '') {
  const parsed = parseScenario(`
title: Login storm
regions: { near: { place: aws/eu-west-1 }, far: { place: aws/eu-central-1 } }
clients:
  users: { place: city/london, requests: 100/s, ${client} }
  others: { place: city/london, requests: 1/s }
routing: { policy: failover, order: [near, far], ttl: 60s, health: { interval: 10s, timeout: 4s, failures: 3 } }
data: { orders: { primary: far } }
faults: [{ crash: near, at: 600s, for: 30m }]
horizon: 3h
${more}`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '7');
  const demands: { at: number; surge: number }[] = [];
  const { values } = batch.simulate(0, (record) => {
    if (record.type === 'demand' && record.population === 'users')
      demands.push({ at: record.at / 1e6, surge: record.surge });
  });
  const columns = batch.columns.map(({ name }) => name);
  return { demands, columns, figure: (name: string) => values[columns.indexOf(name)]! };
}

/** Requests that were made, by what failed and the share of it. */
function offered({ figure }: ReturnType<typeof runOf>): number {
  return figure('failedRequests of users') / (1 - figure('requestAvailability of users'));
}

describe('users whose sessions live in a region', () => {
  const storm = runOf('sessions: { users: 20000, requests: 3 }');

  test('log in again when they are sent away, and when they are sent back', () => {
    expect(storm.figure('logins of users')).toBeCloseTo(40_000, 6);
    expect(offered(storm) / (100 * 10_800 + 3 * 40_000)).toBeCloseTo(1, 6);
  });

  test('ask as they move: a third of the users every 20 s, with a TTL of 60 s', () => {
    // 20,000 users over 60 s with 3 requests each, beside 100 a second.
    const peak = 1 + (20_000 * 3) / 60 / 100;
    const highest = Math.max(...storm.demands.map(({ surge }) => surge));
    expect(highest).toBeCloseTo(peak, 6);
    const first = storm.demands.find(({ surge }) => surge > 1)!;
    const over = storm.demands.find(({ at, surge }) => at > first.at && surge === 1)!;
    // A last stretch is at most an eighth longer than the time before it.
    expect(over.at - first.at).toBeGreaterThanOrEqual(60 - 1e-6);
    expect(over.at - first.at).toBeLessThanOrEqual(60 * (1 + 1 / 8));
  });

  test('leave the others alone', () => {
    const plain = runOf('writes: 0%');
    expect(storm.figure('failedRequests of others')).toBe(plain.figure('failedRequests of others'));
    expect(storm.figure('rto of users')).toBeCloseTo(plain.figure('rto of users'), 6);
  });

  test('come on top of what the hour asks for', () => {
    const load = 'load: { peak: 14:00, trough: 30% }';
    const both = runOf(`sessions: { users: 20000, requests: 3 }, ${load}`, 'begins: 08:30');
    const plain = runOf(load, 'begins: 08:30');
    expect(both.figure('logins of users')).toBeCloseTo(40_000, 6);
    expect(offered(both) - offered(plain)).toBeCloseTo(120_000, 2);
  });
});

test('sessions that are replicated, or live with the user, cost nothing', () => {
  const plain = runOf('writes: 0%');
  for (const kept of ['replicated', 'token']) {
    const { columns, figure } = runOf(`sessions: { users: 20000, kept: ${kept} }`);
    expect(columns).toEqual(plain.columns);
    expect(figure('failedRequests of users')).toBe(plain.figure('failedRequests of users'));
  }
});
