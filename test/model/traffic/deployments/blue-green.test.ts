import { describe, expect, it } from 'vitest';
import { valueAt } from '../../../../src/model/curve.js';
import { tell } from '../../recovery/told.js';
import { one, type Pipeline, rate, threeRegions } from './delivering.js';

const everywhere = { stages: [{ wave: ['one', 'two', 'three'] }], bake: '0s', deploy: '9m' };
type Switch = NonNullable<Pipeline['switch']>;

function switched(given: Switch, more: Partial<Pipeline> = {}, change: Record<string, unknown> = {}) {
  return threeRegions({
    pipeline: { ...everywhere, switch: given, ...more },
    changes: [{ through: 'web', at: '1m', ...change }],
  });
}

describe('a switch at the balancer', () => {
  it('moves all new requests at once, and has both versions at work until the last one in flight has ended', () => {
    const bare = one(switched({ by: 'balancer' }));
    expect(bare.figure('mixedVersions')).toBe(0);
    expect(bare.of('version-reached').map(({ at, share }) => [at / 6e7, share.base])).toContainEqual([10, 1]);
    const inFlight = (longest: string) =>
      one(switched({ by: 'balancer', inFlight: longest })).figure('mixedVersions');
    expect(inFlight('40s')).toBeCloseTo(40, 6);
    // Cut off by the deregistration delay.
    expect(inFlight('1h')).toBeCloseTo(300, 6);
  });
});

describe('a switch by weights', () => {
  it.each([
    ['canary-10-5m' as const, 5 * 60, 0.1],
    ['canary-10-30m' as const, 30 * 60, 0.1],
    // Minutes at 10, 20, .. 90%.
    ['linear-10-1m' as const, 9 * 60, 0.5],
    [{ first: '5%', step: '40%', every: '2m' }, 6 * 60, (0.05 + 0.45 + 0.85) / 3],
  ])('%s has both versions at work for as long as it takes', (shift, lasts, mean) => {
    const told = one(switched({ by: 'weights', shift }));
    expect(told.figure('mixedVersions')).toBeCloseTo(lasts, 6);
    expect(told.figure('newVersionShare')).toBeCloseTo(mean, 9);
  });

  it('lets an alarm stop it at the canary, and goes back at once', () => {
    const told = one(
      switched(
        { by: 'weights', shift: 'canary-10-15m' },
        { alarms: { errors: '5%', datapoints: 2 } },
        { defect: { fails: '50%' } },
      ),
    );
    expect(told.figure('reachedShare')).toBeCloseTo(0.1, 9);
    expect(told.figure('defectTime')).toBeCloseTo(told.when('alarm-raised') - 10 * 60, 6);
    expect(told.figure('rolledBack')).toBe(1);
  });
});

describe('a switch by DNS', () => {
  const told = one(switched({ by: 'dns' }));
  const shareAt = (seconds: number) => {
    const last = told.of('version-reached').findLast(({ at }) => at <= seconds * 1e6)!;
    return valueAt(last.share, seconds * 1e6);
  };

  it('is not atomic: clients come as their caches let them', () => {
    // Residual lives are uniform on the TTL of a minute, from minute 10.
    expect([600, 615, 630, 645, 660].map((at) => shareAt(at))).toEqual(
      [0, 0.25, 0.5, 0.75, 1].map((share) => expect.closeTo(share, 9)),
    );
    expect(told.figure('mixedVersions')).toBeCloseTo(60, 4);
    expect(told.figure('newVersionShare')).toBeCloseTo(0.5, 6);
    expect(told.figure('failedRequests')).toBe(0);
  });

  it('goes back as slowly as it came', () => {
    const bad = one(switched({ by: 'dns' }, { bake: '1h' }, { defect: { fails: '100%' }, undo: '20m' }));
    // From minute 21, half of a minute on average.
    const requests = 3 * rate * 11 * 60;
    expect(bad.figure('failedRequests')).toBeCloseTo(requests, 0);
    expect(bad.figure('defectTime')).toBeCloseTo(12 * 60, 4);
  });

  it('can be turned back half-way', () => {
    // Undone after half a minute of the switch, when half of the clients have come: the age of what they have decides, not luck.
    const bad = one(switched({ by: 'dns' }, { bake: '1h' }, { defect: { fails: '100%' }, undo: '9m30s' }));
    // 15 s on average up to then, then a quarter and an eighth: x/60 from 0 to 30 s, and what is left of it after.
    const seconds = 30 ** 2 / 120 + 30 * 0.5 + 30 ** 2 / 120;
    expect(bad.figure('failedRequests')).toBeCloseTo(3 * rate * seconds, 0);
  });

  it('leaves those who do not move without service when the old stack is taken down', () => {
    const scenario = switched({ by: 'dns', keep: '1h' });
    for (const client of Object.values(scenario.clients))
      client.resolvers = { stretch: { share: '10%', to: '2h' } };
    const late = one(scenario);
    // A tenth keeps answers for two hours: half of it is left after one, and comes within the second.
    expect(late.figure('failedRequests')).toBeCloseTo((3 * rate * 0.1 * 3600) / 4, 0);
    // Both versions are met only while there are two stacks.
    expect(late.figure('mixedVersions')).toBeCloseTo(3600, 4);
  });

  it('and a failover at the same time do not mix up: each client acts on the newest answer that it has', () => {
    const scenario = switched({ by: 'dns' });
    const [plain] = tell({
      ...scenario,
      faults: [{ lose: 'one', at: '8m', for: '2h' }],
      routing: { ...scenario.routing, default: 'two' },
    });
    for (const { at, share, others } of plain!.of('version-reached')) {
      for (const later of [0, 1e6, 20e6, 59e6]) {
        const all = valueAt(share, at + later) + valueAt(others, at + later);
        expect(all).toBeLessThan(1 + 1e-9);
        expect(valueAt(share, at + later)).toBeGreaterThan(-1e-9);
      }
    }
    // What is lost is what goes to the lost region, whatever the stack.
    const [unchanged] = tell({
      ...scenario,
      changes: [],
      faults: [{ lose: 'one', at: '8m', for: '2h' }],
      routing: { ...scenario.routing, default: 'two' },
    });
    expect(plain!.figure('failedRequests')).toBeCloseTo(unchanged!.figure('failedRequests'), 3);
  });
});

describe('a new stack', () => {
  it('that is cold fails some requests until it is warm', () => {
    const told = one(switched({ by: 'balancer', cold: { fails: '5%', for: '3m' } }));
    expect(told.figure('failedRequests')).toBeCloseTo(3 * rate * 0.05 * 180, 3);
  });

  it('is left at once while the old one is kept, and only after building another one later', () => {
    const undone = (undo: string) =>
      one(
        switched(
          { by: 'balancer', keep: '1h' },
          { rollback: { takes: '30m' } },
          { defect: { fails: '10%' }, undo },
        ),
      ).figure('defectTime');
    expect(undone('30m')).toBeCloseTo(21 * 60, 6);
    expect(undone('2h')).toBeCloseTo((111 + 30) * 60, 6);
  });
});
