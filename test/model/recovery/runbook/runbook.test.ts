import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../../src/scenario/schema.js';
import { tell } from '../told.js';
import { attemptsOf, doneAfter, eastLost } from './east-lost.js';

const promote = { name: 'promote', does: { promote: 'orders' } } as const;
const roles = { dba: { people: 1 }, network: { people: 1 } };

describe('a runbook', () => {
  it('does its steps one after the other, and recovers when the last one that recovery needs is done', () => {
    const [told] = tell(
      eastLost({
        steps: [
          { name: 'triage', takes: '5m', phase: 'decide' },
          { ...promote, takes: '3m' },
        ],
      }),
    );
    expect(told!.figure('rto')).toBe(480);
    expect([told!.figure('decide'), told!.figure('act')]).toEqual([300, 180]);
    expect(told!.of('runbook-ended')).toMatchObject([{ as: 'done', at: 1080e6 }]);
    expect(told!.figure('runbookTime')).toBe(480);
  });

  it('lets a role do one step at a time for each of its people, who comes first first', () => {
    const steps = [
      { name: 'a', role: 'dba', takes: '10m', after: [] },
      { name: 'b', role: 'dba', takes: '1m', after: [] },
      { name: 'c', role: 'network', takes: '2m', after: [] },
      { ...promote, after: ['a', 'b', 'c'] },
    ];
    const [told] = tell(eastLost({ steps, roles }));
    expect(['a', 'b', 'c'].map((step) => doneAfter(told!, step))).toEqual([600, 660, 120]);
    expect(told!.figure('peopleWait')).toBe(600);
    const [two] = tell(eastLost({ steps, roles: { ...roles, dba: { people: 2 } } }));
    expect(two!.figure('rto')).toBe(600);
  });

  it('pages a role when the first of its steps is due, once', () => {
    const called = { dba: { people: 1, page: '1m', acknowledge: '4m' } };
    const steps = [
      { name: 'look', takes: '2m' },
      { name: 'a', role: 'dba', takes: '1m' },
      { ...promote, role: 'dba' },
    ];
    const [told] = tell(eastLost({ steps, roles: called }));
    expect(told!.figure('rto')).toBe(120 + 300 + 60);
    // Until somebody answers nobody acts.
    expect(told!.figure('decide')).toBe(300);
  });

  it('is called off when what it fled is back first, and gives everybody free', () => {
    const steps = [
      { name: 'a', role: 'dba', takes: '30m' },
      { name: 'b', role: 'dba', takes: '5m', after: [] },
      promote,
    ];
    const faults = [
      { lose: 'east', at: '10m', for: '20m' },
      { lose: 'east', at: '60m', for: '5h' },
    ];
    const [told] = tell(eastLost({ steps, roles, faults }));
    expect(told!.of('runbook-ended')).toMatchObject([
      { as: 'called off', at: 1800e6 },
      { as: 'done', at: (60 + 35) * 60e6 },
    ]);
    expect(told!.of('promoted')).toHaveLength(1);
    expect(told!.figure('runbooksCalledOff')).toBe(0.5);
  });

  it('goes on once a step has worked that cannot be taken back', () => {
    const steps = [promote, { name: 'check', takes: '1h' }];
    const [told] = tell(eastLost({ steps, lasts: '10m' }));
    expect(told!.of('runbook-ended')).toMatchObject([{ as: 'done' }]);
  });

  it('lifts a fence when it is called off, and undoes what says how long that takes', () => {
    const steps = [
      { name: 'fence', does: { fence: 'orders' } },
      { name: 'drain', takes: '1m', rollback: '3m' },
      { name: 'think', takes: '1h' },
      promote,
    ];
    const [told] = tell(eastLost({ steps, lasts: '10m' }));
    expect(told!.of('fenced')).toHaveLength(1);
    // Clients come back when the checks have found east well, one second after the fault.
    expect(told!.figure('rto')).toBeGreaterThan(599);
    expect(told!.figure('rto')).toBeLessThan(605);
    expect(told!.figure('downtime')).toBe(told!.figure('rto'));
  });

  it('fails with a step that nothing stands in for, and goes another way where something does', () => {
    const failing = { name: 'failover', takes: '1m', fails: '99.999999%', tries: 3 } as const;
    const [told] = tell(eastLost({ steps: [failing, promote] }));
    expect(attemptsOf(told!).get('failover')).toEqual({ count: 3, took: 180e6 });
    expect(told!.of('runbook-ended')).toMatchObject([{ as: 'failed', at: 780e6 }]);
    expect(told!.figure('runbooksFailed')).toBe(1);
    expect(told!.of('promoted')).toHaveLength(0);
    const steps = [{ ...failing, otherwise: 'by-hand' }, { name: 'by-hand', takes: '20m' }, promote];
    const [mended] = tell(eastLost({ steps }));
    expect(mended!.figure('rto')).toBe(180 + 1200);
    expect(mended!.figure('runbooksFailed')).toBe(0);
  });

  it('takes the way that a decision chose, and leaves out the others', () => {
    const steps = [
      {
        name: 'triage',
        choose: [
          { chance: '50%', to: 'quick' },
          { chance: '50%', to: 'slow' },
        ],
      },
      { name: 'quick', takes: '1m' },
      { name: 'slow', takes: '1h' },
      promote,
    ];
    const took = tell(eastLost({ steps }), 100).map((told) => told.figure('rto'));
    expect(new Set(took)).toEqual(new Set([60, 3600]));
    const quick = took.filter((time) => time === 60).length;
    expect(Math.abs(quick - 50)).toBeLessThan(20);
  });

  it('begins for nothing when somebody raises a false alarm, and fails over all the same', () => {
    const faults = [{ alarm: 'leave', at: '10m', for: '1h' }] as const;
    const [told] = tell(eastLost({ steps: [{ name: 'think', takes: '2m' }, promote], faults }));
    expect(told!.when('promoted')).toBe(720);
    const brief = [{ alarm: 'leave', at: '10m', for: '1m' }] as const;
    const [called] = tell(eastLost({ steps: [{ name: 'think', takes: '2m' }, promote], faults: brief }));
    expect(called!.of('runbook-ended')).toMatchObject([{ as: 'called off' }]);
    expect(called!.of('promoted')).toHaveLength(0);
  });

  it('begins when checks find a region unhealthy, or whatever watches a primary finds it gone', () => {
    const book = { when: { unhealthy: 'east' } };
    const [region] = tell(eastLost({ steps: [promote], book }));
    expect(region!.when('promoted')).toBe(region!.when('verdict'));
    expect(region!.figure('detect')).toBeCloseTo(region!.when('verdict') - 600, 6);
    const lease = { detect: { lease: { ttl: '30s', loop: '10s' } } };
    const watched = { when: { primaryLost: 'orders', ...lease } };
    const [primary] = tell(
      eastLost({ steps: [promote], book: watched, faults: [{ lose: 'orders', at: '10m' }] }),
    );
    expect(primary!.figure('rto')).toBeGreaterThan(20);
    // Until the lease has run out, and a standby looks.
    expect(primary!.figure('rto')).toBeLessThanOrEqual(40);
  });

  it('moves what was lost of a store that has a home in each region, and nothing else', () => {
    const book = { when: { primaryLost: 'orders' } };
    const steps = [{ name: 'fence', does: { fence: 'orders' } }, promote];
    const homes: Scenario['data'][string] = {
      homes: ['east', 'west'],
      replication: { mode: 'async', lag: '100ms' },
    };
    const { data: _, ...rest } = eastLost({ steps, book });
    const [told] = tell({ ...rest, data: { orders: homes } });
    expect(told!.of('fenced').map(({ shard }) => shard)).toEqual(['orders@east']);
    expect(told!.of('promoted')).toMatchObject([{ shard: 'orders@east', from: 'east', to: 'west' }]);
  });

  it('moves a primary again that is lost where it was moved to', () => {
    const book = { when: { primaryLost: 'orders' } };
    const faults = [
      { lose: 'east', at: '10m', for: '1h' },
      { lose: 'west', at: '3h', for: '1h' },
    ];
    const [told] = tell(eastLost({ steps: [promote], book, faults }));
    expect(told!.of('promoted').map(({ from, to }) => [from, to])).toEqual([
      ['east', 'west'],
      ['west', 'east'],
    ]);
  });

  it('tells customers, sooner or later', () => {
    const steps = [
      { ...promote, takes: '5m' },
      { name: 'tell', takes: '10m', does: { announce: 'customers' }, after: [] },
    ];
    const [told] = tell(eastLost({ steps }));
    expect(told!.figure('untold')).toBe(600);
    expect(told!.figure('rto')).toBe(300);
  });
});
