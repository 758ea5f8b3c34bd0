import { describe, expect, it } from 'vitest';
import { tell } from '../told.js';
import { eastLost, type RunbookStep } from './east-lost.js';

const planned = { when: { at: '1h' } };
const move: RunbookStep = { name: 'move', does: { switchover: 'orders', to: 'west' } };
const quiet = (steps: RunbookStep[], more: Partial<Parameters<typeof eastLost>[0]> = {}) =>
  eastLost({ steps, book: planned, faults: [], horizon: '4h', ...more });

describe('a planned switchover', () => {
  it('takes no writes until the standby has all of them, and loses none', () => {
    const store = { replication: { mode: 'async', lag: '3s' } } as const;
    const [told] = tell(quiet([move], { store }));
    expect(told!.of('switchover-began')).toMatchObject([
      { at: 3600e6, until: 3603e6, from: 'east', to: 'west' },
    ]);
    expect(told!.of('promoted')).toMatchObject([{ at: 3603e6, to: 'west', split: false }]);
    expect(told!.figure('rto')).toBe(3);
    expect(told!.figure('writesLost')).toBe(0);
    expect(told!.figure('surviving')).toBe(told!.figure('acknowledged'));
  });

  it('waits for a standby that is away, and goes on taking writes meanwhile', () => {
    const faults = [{ isolate: 'west', at: '50m', for: '1h' }] as const;
    const [told] = tell(quiet([move], { faults }));
    expect(told!.of('switchover-began')[0]!.at).toBeGreaterThanOrEqual(110 * 60e6);
    expect(told!.figure('writesLost')).toBe(0);
  });

  it('is undone where the standby goes away before it has all', () => {
    const store = { replication: { mode: 'async', lag: '1m' } } as const;
    const faults = [{ isolate: 'west', at: { between: ['60m', '61m'] }, for: '30m' }] as never;
    const [told] = tell(quiet([move], { store, faults }));
    expect(told!.of('switchover-began')).toHaveLength(2);
    expect(told!.of('promoted')).toHaveLength(1);
    expect(told!.of('promoted')[0]!.at).toBeGreaterThan(90 * 60e6);
    expect(told!.figure('writesLost')).toBe(0);
  });

  it('leaves behind a log that stands beside the old primary', () => {
    const store = { log: 'north', replication: { mode: 'async', lag: '3s' } } as const;
    const [told] = tell(quiet([move], { store }));
    // The standby has what it lacked from the log, at once, and waits for nobody when it is the primary.
    expect(told!.of('promoted')).toMatchObject([{ at: 3600e6, to: 'west' }]);
    expect(told!.figure('downtime')).toBe(0);
    expect(told!.figure('surviving')).toBe(told!.figure('acknowledged'));
  });

  it('brings the store back after a failover, when its region is there again', () => {
    const steps: RunbookStep[] = [
      { name: 'promote', takes: '1m', does: { promote: 'orders' } },
      { name: 'back', given: { answers: 'east' }, takes: '1h', does: { failback: 'orders' } },
    ];
    const [told] = tell(eastLost({ steps, lasts: '2h' }));
    expect(told!.of('promoted').map(({ to }) => to)).toEqual(['west', 'east']);
    expect(told!.of('promoted')[1]!.at).toBeGreaterThanOrEqual((10 + 120 + 60) * 60e6);
    expect(told!.of('runbook-ended')).toMatchObject([{ as: 'done' }]);
  });
});

describe('an operator who edits the record', () => {
  it('takes a region out of it that its checks find well, and puts it back', () => {
    const steps: RunbookStep[] = [
      { name: 'leave', does: { leave: 'east' } },
      { name: 'come-back', takes: '1h', does: { return: 'east' } },
    ];
    const [told] = tell(quiet(steps));
    expect(told!.of('record-changed').map(({ at, regions }) => [at / 3600e6, ...regions])).toEqual([
      [1, 'west'],
      [2, 'east'],
    ]);
    expect(told!.figure('failedRequests')).toBe(0);
  });

  it('waits while records cannot be edited', () => {
    const faults = [{ dns: 'frozen', at: '30m', for: '2h' }] as const;
    const [told] = tell(quiet([{ name: 'leave', does: { leave: 'east' } }], { faults }));
    expect(told!.of('record-changed').map(({ at }) => at / 3600e6)).toEqual([2.5]);
  });

  it('lowers what caches may keep', () => {
    const [told] = tell(quiet([{ name: 'ttl', does: { ttl: '5s' } }]));
    expect(told!.of('ttl-changed')).toMatchObject([{ at: 3600e6, to: 5e6 }]);
  });
});
