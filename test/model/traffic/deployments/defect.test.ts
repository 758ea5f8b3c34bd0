import { describe, expect, it } from 'vitest';
import { tell } from '../../recovery/told.js';
import { one, rate, reachOf, threeRegions } from './delivering.js';

const alarms = { errors: '5%', period: '1m', datapoints: 3 };
const at = '10m';

describe('a defect that shows at once', () => {
  it('fails its share of the requests that meet the version, and no others', () => {
    const told = one(
      threeRegions({
        pipeline: { stages: [{ region: 'one' }, { wave: ['two', 'three'] }], bake: '10h', batches: 1 },
        changes: [{ through: 'web', at, defect: { fails: '30%' } }],
      }),
    );
    // From minute 19 of 360, of 100 requests a second.
    const time = (360 - 19) * 60;
    expect(told.figure('failedRequests')).toBeCloseTo(0.3 * rate * time, 3);
    expect(told.figure('failedRequests of near-one')).toBeCloseTo(0.3 * rate * time, 3);
    expect(told.figure('defectRequests')).toBeCloseTo(rate * time, 3);
    expect(told.figure('reachedRegions')).toBe(1);
    expect(told.figure('reachedShare')).toBeCloseTo(1 / 3, 12);
    // Nobody stopped it.
    expect(told.figure('defectTime')).toBe(Number.POSITIVE_INFINITY);
  });

  it('is rolled back by an alarm before the next wave has it', () => {
    const runs = tell(
      threeRegions({
        pipeline: { alarms, batches: 1 },
        changes: [{ through: 'web', at, defect: { fails: '30%' } }],
      }),
      100,
    );
    const waits = runs.map((told) => {
      expect(told.figure('rolledBack')).toBe(1);
      expect(told.figure('reachedRegions')).toBe(1);
      expect(reachOf(told, 'web #1').at(-1)![1]).toBe(0);
      return told.when('alarm-raised') - 19 * 60;
    });
    // The first period is bad when it has a hundred requests to the version, a second's worth; then two whole ones follow.
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(121);
    expect(Math.max(...waits)).toBeLessThanOrEqual(181);
    const mean = waits.reduce((a, b) => a + b, 0) / waits.length;
    // Uniform over a minute: 4 standard errors of the mean of 100.
    expect(Math.abs(mean - 151)).toBeLessThan((4 * 60) / Math.sqrt(12 * 100));
  });

  it('costs exactly the time until it is stopped, the alarm and the rollback', () => {
    const [told] = tell(
      threeRegions({
        pipeline: { alarms, batches: 1, rollback: { takes: '7m' } },
        changes: [{ through: 'web', at, defect: { fails: '30%' } }],
      }),
    );
    const stopped = told!.when('alarm-raised') + 7 * 60;
    expect(told!.figure('defectTime')).toBeCloseTo(stopped - 19 * 60, 6);
    expect(told!.figure('failedRequests')).toBeCloseTo(0.3 * rate * (stopped - 19 * 60), 3);
    expect(told!.figure('rto')).toBeCloseTo(stopped - 19 * 60, 6);
    expect(told!.figure('act')).toBeCloseTo(7 * 60, 6);
  });
});

describe('other defects', () => {
  it('show late, in each region so long after the version came there', () => {
    const told = one(
      threeRegions({
        pipeline: { bake: '30m', batches: 1 },
        changes: [{ through: 'web', at: '0s', defect: { fails: '30%', shows: { after: '2h' } } }],
      }),
    );
    const seen = told.of('defect-showed').map(({ region, at: when }) => [region, when / 6e7]);
    expect(seen).toEqual([
      ['one', 129],
      ['two', 168],
      ['three', 168],
    ]);
  });

  it('show with certain data, to the share of the requests that touch it', () => {
    const told = one(
      threeRegions({
        pipeline: { batches: 1, bake: '10h' },
        changes: [{ through: 'web', at, defect: { fails: '100%', shows: { with: '5%' } } }],
      }),
    );
    expect(told.figure('failedRequests')).toBeCloseTo(0.05 * rate * (360 - 19) * 60, 3);
  });

  it('show under load: when a region takes over the clients of another', () => {
    const scenario = threeRegions({
      pipeline: { batches: 1, bake: '0s' },
      changes: [{ through: 'web', at: '0s', defect: { fails: '40%', shows: { above: '150/s' } } }],
      faults: [{ lose: 'two', at: '1h', for: '1h' }],
    });
    const told = one({
      ...scenario,
      routing: { ...scenario.routing, policy: 'latency', locations: undefined } as never,
    });
    // Clients come to another region one by one as their caches run out: half of them make 150 requests a second there.
    const [shown] = told.of('defect-showed');
    const [changed] = told.of('record-changed');
    expect(shown!.region).toBe('one');
    expect((shown!.at - changed!.at) / 1e6).toBeCloseTo(30, 5);
  });

  it('come with a share of the changes only', () => {
    const runs = tell(
      threeRegions({
        pipeline: {},
        changes: [{ through: 'web', at, defect: { chance: '20%', fails: '10%' } }],
      }),
      200,
    );
    const hit = runs.filter((told) => told.figure('reachedRegions') > 0).length;
    expect(Math.abs(hit - 40)).toBeLessThan(4 * Math.sqrt(200 * 0.2 * 0.8));
  });
});

describe('damage to data', () => {
  it('is a share of the writes that the version acknowledged, and stays when it is rolled back', () => {
    const runs = tell(
      threeRegions({
        writes: '100%',
        pipeline: { batches: 1, bake: '1h', rollback: { takes: '0s' } },
        changes: [{ through: 'web', at, defect: { damages: '2%' }, undo: '49m' }],
      }),
      100,
    );
    // In region one, from minute 19 to 59.
    const mean = 0.02 * rate * 40 * 60;
    const total = runs.reduce((sum, told) => sum + told.figure('damagedWrites'), 0);
    expect(Math.abs(total - 100 * mean)).toBeLessThan(4 * Math.sqrt(100 * mean));
    for (const told of runs) {
      expect(told.figure('damagedWrites of orders')).toBe(told.figure('damagedWrites'));
      expect(told.figure('failedRequests')).toBe(0);
    }
  });

  it('is never more than what was acknowledged', () => {
    const told = one(
      threeRegions({
        writes: '10%',
        pipeline: { stages: undefined, deploy: '0s', bake: '0s' } as never,
        changes: [{ through: 'web', at: '0s', defect: { damages: '100%' } }],
      }),
    );
    expect(told.figure('damagedWrites')).toBe(told.figure('acknowledged'));
  });
});

describe('a change that is pushed everywhere at once', () => {
  it('reaches all customers before any alarm', () => {
    const told = one(
      threeRegions({
        pipeline: { stages: undefined, bake: undefined, deploy: '30s', alarms } as never,
        changes: [{ through: 'web', at, defect: { fails: '30%' } }],
      }),
    );
    expect(told.figure('reachedRegions')).toBe(3);
    expect(told.figure('reachedShare')).toBe(1);
    expect(told.of('rollback-began')[0]!.regions).toEqual(['one', 'two', 'three']);
  });

  it('is undone one region after the other where that is the order', () => {
    const changes = [{ through: 'web', at, defect: { fails: '30%' } }];
    const pushed = (order: 'serial' | 'parallel') =>
      one(
        threeRegions({
          pipeline: {
            stages: undefined,
            bake: undefined,
            deploy: '30s',
            alarms,
            rollback: { takes: '9m', order, decide: '0s' },
          } as never,
          changes,
        }),
      );
    const [parallel, serial] = [pushed('parallel'), pushed('serial')].map(
      (told) => told.figure('defectTime') - told.when('rollback-began'),
    );
    expect(serial! - parallel!).toBeCloseTo(18 * 60, 6);
  });
});
