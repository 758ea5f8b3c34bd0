import { describe, expect, it } from 'vitest';
import { exponential, lognormalThrough, uniform } from '../../../../src/kernel/index.js';
import { Convergence } from '../../../../src/model/traffic/anycast/convergence.js';
import { Either } from '../../../../src/model/traffic/anycast/either.js';
import type { Scenario } from '../../../../src/scenario/schema.js';
import { tell } from '../../recovery/told.js';

const law = lognormalThrough([0.8, 10e6], [0.99, 180e6]);

/** By the midpoint rule. */
function integral(f: (at: number) => number, from: number, to: number, steps = 40_000): number {
  const width = (to - from) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += f(from + (i + 0.5) * width) * width;
  return sum;
}

describe('who moves by either of two ways', () => {
  it('has moved when one of them has', () => {
    const one = new Convergence(5e6, 0, [], uniform(0, 60e6));
    const other = new Convergence(20e6, 1, [], exponential(30e6));
    const either = new Either(0, one, other);
    expect(either.share(20e6)).toBeCloseTo(0.25, 12);
    expect(either.share(35e6)).toBeCloseTo(1 - 0.5 * Math.exp(-0.5), 12);
    const expected = integral((at) => either.share(at), 0, 60e6);
    expect(Math.abs(either.integral(0, 60e6) / expected - 1)).toBeLessThan(1e-6);
    const half = either.reaches(0.5);
    expect(either.share(half)).toBeGreaterThanOrEqual(0.5);
    expect(either.share(half - 1)).toBeLessThan(0.5);
  });
});

/** East, which falls silent, and west; names that are kept for ten minutes, and routes. */
function reading(hold: string, lasts: string, routing: object = {}): Scenario {
  return {
    title: 'Names and routes',
    regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
    clients: { users: { place: 'aws/us-east-1', requests: '100/s' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west'],
      by: 'hybrid',
      ttl: '10m',
      hold,
      health: { interval: '10s', timeout: '2s', failures: 3 },
      ...routing,
    },
    data: {
      pages: { primary: 'west', standbys: ['east'], replication: { mode: 'async', lag: '100ms' } },
    },
    failover: {},
    faults: [{ lose: 'east', at: '5m', for: lasts }],
    horizon: '1h',
  } as Scenario;
}

describe('names with routes beside them', () => {
  it.each(['15s', '90s'])('move clients by what comes first for each, with a hold time of %s', (hold) => {
    const [told] = tell(reading(hold, '20m'));
    const named = told!.of('record-changed')[0]!.at;
    const dropped = told!.of('verdict').find(({ by }) => by === 'neighbours')!.at;
    expect(dropped < named).toBe(hold === '15s');
    const stays = (at: number) =>
      (1 - law.cdf(at - dropped)) * (1 - Math.max(0, Math.min(1, (at - named) / 600e6)));
    const failed = integral(stays, 300e6, 1500e6, 400_000) / 1e6;
    expect(told!.figure('failedRequests') / 100 / failed).toBeCloseTo(1, 4);
    const changed = Math.min(named, dropped);
    const half = changed + told!.figure('moved50 of users') * 1e6;
    expect(stays(half)).toBeCloseTo(0.5, 5);
  });

  it('bring clients back by the routes where no name has changed', () => {
    const [told] = tell(reading('9s', '18s'));
    expect(told!.of('record-changed')).toEqual([]);
    const dropped = told!.of('verdict')[0]!.at;
    const failed = dropped - 300e6 + integral((at) => 1 - law.cdf(at - dropped), dropped, 318e6);
    expect(told!.figure('failedRequests') / 100).toBeCloseTo(failed / 1e6, 3);
    expect(told!.of('routed').at(-1)!.answers.at(-1)!.shares).toEqual([1, 0]);
  });

  it('are worth more than names alone', () => {
    const [hybrid] = tell(reading('90s', '20m'));
    const [names] = tell(reading('90s', '20m', { by: 'dns', hold: undefined }));
    expect(hybrid!.figure('failedRequests')).toBeLessThan(names!.figure('failedRequests') / 2);
  });
});
