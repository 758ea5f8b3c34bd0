import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';

const text = (load: string, more = '') => `
title: Load
regions: { near: { place: aws/eu-west-1 } }
clients: { users: { place: city/london, requests: 100/s, load: ${load} } }
routing: { policy: failover, order: [near], ttl: 60s, health: { interval: 10s, timeout: 4s, failures: 3 } }
data: { orders: { primary: near } }
horizon: 3h
${more}`;

const hour = 3600e6;

function loadOf(load: string, files: Record<string, string> = {}) {
  const parsed = parseScenario(text(load), { file: 'a.yaml', readFile: (path) => files[path] ?? '' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return parsed.spec.clients['users']!.load!;
}

describe('a measured load', () => {
  const steps = [
    { from: 0, weight: 40 },
    { from: 8 * hour, weight: 120.5 },
    { from: 16 * hour, weight: 80 },
  ];

  test.each([
    ['times of the clock', 'time,requests\n00:00,40\n08:00,120.5\n16:00,80\n'],
    ['hours below a header', 'hour;requests\n0;40\n8;120.5\n16;80\n'],
    ['times with their units', '0h,40\n480m,120.5\n# the evening\n16h,80\n'],
  ])('is read from a table of %s', (_, table) => {
    expect(loadOf('{ measured: day.csv }', { 'day.csv': table })).toEqual({ period: 24 * hour, steps });
  });

  test('may cover several days, the last row as long as the one before it', () => {
    const { period } = loadOf(
      '{ measured: [[0d, 5], [1d, 6], [2d, 7], [3d, 7], [4d, 7], [5d, 2], [6d, 1]] }',
    );
    expect(period).toBe(7 * 24 * hour);
  });
});

describe('a load with a peak', () => {
  test('steps every hour around the peak, up and down as a cosine', () => {
    const { steps } = loadOf('{ peak: 14:20, trough: 30% }');
    expect(steps[0]).toEqual({ from: 0, weight: steps.at(-1)!.weight });
    const [swing, mean] = [0.7 / 1.3, 1];
    for (const { from, weight } of steps.slice(1)) {
      const middle = (from + hour / 2 - (14 + 1 / 3) * hour) / (24 * hour);
      expect(weight).toBeCloseTo(mean + swing * Math.cos(2 * Math.PI * middle), 12);
    }
  });
});

test('the defaults of a load are listed', () => {
  const parsed = parseScenario(text('{ peak: 14:00, trough: 30% }'));
  expect(parsed.ok && parsed.spec.defaults).toEqual(
    expect.arrayContaining([
      'begins = any: drawn uniformly, once a run',
      'clients.users.load.zone = by the longitude of the place, a whole hour every 15 degrees (nautical time zones)',
    ]),
  );
});
