import { describe, expect, it } from 'vitest';
import { build } from '../../../src/experiment/simulate.js';
import type { TraceRecord } from '../../../src/model/trace.js';
import type { Scenario } from '../../../src/scenario/schema.js';
import { specOf } from '../../validation/specification.js';

/** Writes a second. */
const rate = 100;

function observe(
  detaches: 'begin' | 'end',
  faults: NonNullable<Scenario['faults']>,
  more: Scenario['failover'] = {},
) {
  const scenario: Scenario = {
    title: 'when a standby stops following',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/ca-central-1' },
    },
    clients: { users: { place: 'aws/us-east-1', requests: `${rate}/s`, writes: '100%' } },
    routing: {
      policy: 'failover',
      order: ['north'],
      ttl: '1s',
      health: { interval: '1s', timeout: '1s', failures: 2 },
    },
    data: {
      orders: {
        primary: 'east',
        standbys: ['west', 'north'],
        replication: { mode: 'async', lag: '1s' },
        detaches,
      },
    },
    failover: { orders: [{ promote: '30s' }], ...more },
    faults,
    horizon: '1h',
  };
  const batch = build(specOf(scenario), '11');
  const records: TraceRecord[] = [];
  const { values } = batch.simulate(0, (record) => records.push(record));
  return {
    figure: (name: string) => values[batch.columns.findIndex((one) => one.name === name)]!,
    promoted: records.filter(({ type }) => type === 'promoted').length,
  };
}

const near = (value: number, mean: number) =>
  expect(Math.abs(value - mean)).toBeLessThan(4 * Math.sqrt(mean));

describe('a standby that is promoted over a primary that lives', () => {
  const alarm = [{ alarm: 'orders', at: '10m' }];

  it('lacks its lag where it follows until its promotion is complete', () => {
    near(observe('end', alarm).figure('writesLost'), 1 * rate);
  });

  it('lacks the time of its promotion too where it stops following as that begins', () => {
    near(observe('begin', alarm).figure('writesLost'), 31 * rate);
  });

  it('lacks nothing where writes are stopped first and promotion takes longer than the lag', () => {
    const fenced = { orders: [{ fence: '0s' }, { promote: '30s' }] };
    expect(observe('end', alarm, fenced).figure('writesLost')).toBe(0);
  });
});

describe('a standby that stops following', () => {
  it('lacks no more of a primary that is gone', () => {
    const lost = [{ lose: 'east', at: '10m' }];
    near(observe('begin', lost).figure('writesLost'), rate);
    near(observe('end', lost).figure('writesLost'), rate);
  });

  it('follows again when the failover is called off', () => {
    // Found 1 to 2 s and a time-out after the loss; back before the promotion is complete.
    const back = [
      { lose: 'east', at: '10m', for: '20s' },
      { lose: 'east', at: '30m' },
    ];
    const { promoted, figure } = observe('begin', back);
    expect(promoted).toBe(1);
    near(figure('writesLost'), rate);
  });
});
