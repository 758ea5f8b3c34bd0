import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tell } from '../../recovery/told.js';
import { one, type Pipeline, reachOf, threeRegions } from './delivering.js';

const third = Number((1 / 9).toFixed(6));

describe('a change that nothing is wrong with', () => {
  const told = one(threeRegions({ pipeline: {}, changes: [{ through: 'web', at: '10m' }] }));

  it('replaces a third of a region at a time, and comes to the next wave when the bake is over', () => {
    // A region has a third of all requests; 3 minutes a batch from minute 10, then the bake of an hour from minute 19.
    expect(reachOf(told, 'web #1')).toEqual([
      [13, third],
      [16, 2 * third],
      [19, 3 * third],
      [82, expect.closeTo(4 / 9, 5)],
      [82, expect.closeTo(5 / 9, 5)],
      [85, expect.closeTo(6 / 9, 5)],
      [85, expect.closeTo(7 / 9, 5)],
      [88, expect.closeTo(8 / 9, 5)],
      [88, 1],
    ]);
  });

  it('serves beside the old version from the first batch to the last', () => {
    expect(told.figure('mixedVersions')).toBeCloseTo(75 * 60, 6);
    // 3 min each at 1/9, 2/9, then 63 at 3/9, 3 at 5/9, 3 at 7/9.
    expect(told.figure('newVersionShare')).toBeCloseTo((3 + 6 + 63 * 3 + 15 + 21) / 9 / 75, 6);
  });

  it('hurts nobody', () => {
    const quiet = ['reachedRegions', 'reachedShare', 'defectTime', 'rolledBack', 'failedRequests'];
    expect(quiet.map((name) => told.figure(name))).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('stages', () => {
  const parts = [{ oneBox: 'one', share: '6%' }, { zone: 'one/b' }, { region: 'one' }];

  it('go from a few servers by a zone to the region', () => {
    const told = one(
      threeRegions({
        pipeline: { stages: [...parts, { wave: ['two', 'three'] }], bake: '30m', batches: 1 },
        changes: [{ through: 'web', at: '0s' }],
      }),
    );
    // 6% of one region; all of zone b and 6% of a; all of it; everywhere.
    expect(reachOf(told, 'web #1').map(([, share]) => share)).toEqual([
      0.02,
      expect.closeTo((0.5 + 0.03) / 3, 5),
      expect.closeTo(1 / 3, 5),
      expect.closeTo(2 / 3, 5),
      1,
    ]);
  });

  it('wait for a person, and reject the change when nobody comes', () => {
    const stages = (takes: string) => [
      { region: 'one' },
      { wave: ['two', 'three'], approve: { takes, timeout: '2h' } },
    ];
    const change = [{ through: 'web', at: '0s' }];
    const approved = one(threeRegions({ pipeline: { stages: stages('90m') }, changes: change }));
    expect(reachOf(approved, 'web #1').at(-1)).toEqual([9 + 60 + 90 + 9, 1]);
    const rejected = one(threeRegions({ pipeline: { stages: stages('3h') }, changes: change }));
    expect(rejected.of('change-ended')).toMatchObject([{ at: (9 + 60 + 120) * 6e7, as: 'rejected' }]);
    expect(reachOf(rejected, 'web #1').at(-1)).toEqual([9, 3 * third]);
  });

  it('let nothing in while their transition is disabled', () => {
    const stages = [{ region: 'one' }, { wave: ['two', 'three'], closed: { from: '1h', for: '2h' } }];
    const told = one(threeRegions({ pipeline: { stages }, changes: [{ through: 'web', at: '0s' }] }));
    expect(reachOf(told, 'web #1').at(-1)).toEqual([3 * 60 + 9, 1]);
  });

  it('hold one change at a time, and of those that wait the newest goes on', () => {
    // The first bakes until 1:09; by then the second, third and fourth wait for stage one, and only the fourth is left.
    const changes = ['0s', '10m', '20m', '30m'].map((at) => ({ through: 'web', at }));
    const told = one(threeRegions({ pipeline: {}, changes }));
    expect(told.of('change-ended').map(({ change, as, at }) => [change, as, at / 6e7])).toEqual([
      ['web #2', 'superseded', 20],
      ['web #3', 'superseded', 30],
      ['web #1', 'everywhere', 138],
      ['web #4', 'everywhere', 207],
    ]);
    expect(reachOf(told, 'web #4')[0]![0]).toBe(69 + 3);
    // What the newest replaced is gone.
    expect(reachOf(told, 'web #1').at(-1)![1]).toBe(0);
  });
});

describe('a pipeline whose own region is down', () => {
  const bad = { fails: '30%' };
  const alarms = { errors: '5%', period: '1m', datapoints: 1 };

  it('deploys nothing until the region is back, and then goes on where it stopped', () => {
    // Two thirds of `two` are done when `one`, where the pipeline runs, is lost for an hour.
    const told = one(
      threeRegions({
        pipeline: { home: 'three', stages: [{ region: 'two' }, { wave: ['one', 'three'] }] },
        changes: [{ through: 'web', at: '0s' }],
        faults: [{ lose: 'three', at: '7m', for: '1h' }],
      }),
    );
    const moves = reachOf(told, 'web #1').map(([at]) => at);
    expect(moves.slice(0, 3)).toEqual([3, 6, 69]);
    expect(told.of('pipeline-frozen').map(({ at, frozen }) => [at / 6e7, frozen])).toEqual([
      [7, true],
      [67, false],
    ]);
  });

  it('rolls nothing back either', () => {
    const told = one(
      threeRegions({
        pipeline: {
          home: 'three',
          stages: [{ region: 'two' }, { wave: ['one', 'three'] }],
          alarms,
          batches: 1,
        },
        changes: [{ through: 'web', at: '0s', defect: bad }],
        faults: [{ lose: 'three', at: '9m30s', for: '1h' }],
      }),
    );
    const [began] = told.of('rollback-began');
    expect(began!.at / 6e7).toBeLessThan(12);
    const end = told.of('change-ended').find(({ as }) => as === 'rolled back')!;
    expect(end.at / 6e7).toBe(69.5 + 9);
  });
});

describe('no region of a wave gets a version before the bake of the wave before is over', () => {
  /** A pipeline in any order of regions, with or without parts before, whatever fails and whoever is frozen. */
  const story = fc.record({
    order: fc.shuffledSubarray(['one', 'two', 'three'], { minLength: 3, maxLength: 3 }),
    first: fc.integer({ min: 1, max: 2 }),
    oneBox: fc.boolean(),
    home: fc.option(fc.constantFrom('one', 'two', 'three'), { nil: undefined }),
    bake: fc.integer({ min: 0, max: 90 }),
    fails: fc.constantFrom('0%', '4%', '30%'),
    lost: fc.constantFrom('one', 'two', 'three'),
    at: fc.integer({ min: 1, max: 150 }),
    lasts: fc.integer({ min: 1, max: 90 }),
    changes: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer({ min: 0, max: 1000 }),
  });

  it('whatever happens', () => {
    fc.assert(
      fc.property(story, (drawn) => {
        const stages: Pipeline['stages'] = [
          ...(drawn.oneBox ? [{ oneBox: drawn.order[0]! }] : []),
          { wave: drawn.order.slice(0, drawn.first) },
          { wave: drawn.order.slice(drawn.first) },
        ];
        const scenario = threeRegions({
          pipeline: {
            ...(drawn.home ? { home: drawn.home } : {}),
            stages,
            deploy: { between: ['1m', '20m'] },
            bake: `${drawn.bake}m`,
            alarms: { errors: '5%', period: '1m', datapoints: 2 },
          },
          changes: Array.from({ length: drawn.changes }, (_, i) => ({
            through: 'web',
            at: `${i * 40}m`,
            defect: { fails: drawn.fails === '0%' ? '1%' : drawn.fails, shows: { after: '5m' } },
          })),
          faults: [{ lose: drawn.lost, at: `${drawn.at}m`, for: `${drawn.lasts}m` }],
          horizon: '8h',
        });
        const [told] = tell(scenario, 1, `${drawn.seed}`);
        for (const { change } of told!.of('change-began')) {
          const own = told!.of('version-reached').filter((one) => one.change === change);
          const done = told!.of('deployed').filter((one) => one.change === change);
          const later = drawn.order.slice(drawn.first);
          const firstLater = own.find(({ regions }) => regions.some((region) => later.includes(region)))?.at;
          if (firstLater === undefined) continue;
          const earlier = drawn.order
            .slice(0, drawn.first)
            .map(
              (region) =>
                done.find(({ on, at }) => on === region && (!drawn.oneBox || at !== done[0]!.at))!.at,
            );
          expect(firstLater).toBeGreaterThanOrEqual(Math.max(...earlier) + drawn.bake * 6e7);
        }
        // And nothing moves while the pipeline stands still.
        const frozen = told!.of('pipeline-frozen');
        frozen.forEach(({ frozen: stands, at }, i) => {
          if (!stands) return;
          const until = frozen[i + 1]?.at ?? 8 * 3.6e9;
          const moved = told!.of('deployed').filter((one) => one.at > at && one.at < until);
          expect(moved).toEqual([]);
        });
      }),
      { seed: 4, numRuns: 25 },
    );
  });
});
