import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenario/schema.js';
import { tell } from '../model/recovery/told.js';

type Clients = Partial<Scenario['clients'][string]>;

/** East before west; east does not answer from minute 5 to minute 15. Half of the clients are always in the west. */
function moving(clients: Clients = {}, faults?: Scenario['faults'], horizon = '2h'): Scenario {
  const reads = { requests: '100/s', ...clients };
  return {
    title: 'Moving clients',
    regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
    clients: {
      easterners: { place: 'aws/us-east-1', ...reads },
      westerners: { place: 'aws/us-west-2', ...reads },
    },
    routing: {
      policy: 'latency',
      ttl: '60s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
    },
    data: {
      pages: { primary: 'west', standbys: ['east'], replication: { mode: 'async', lag: '100ms' } },
    },
    failover: {},
    faults: faults ?? [{ crash: 'east', at: '5m', for: '10m' }],
    horizon,
  } as Scenario;
}

const crash = (at: string, lasts: string) => ({ crash: 'east', at, for: lasts }) as const;

describe('time to move', () => {
  it('is a share of the TTL where many resolvers are always asked', () => {
    const [told] = tell(moving());
    expect(told!.figure('moved50 of easterners')).toBeCloseTo(30, 5);
    expect(told!.figure('moved95 of easterners')).toBeCloseTo(57, 5);
    expect(told!.figure('moved99 of easterners')).toBeCloseTo(59.4, 5);
    expect(told!.figure('moved50 of westerners')).toBe(0);
  });

  it('is that of the resolvers that were drawn', () => {
    const [told] = tell(moving({ resolvers: 20 }));
    const { answers, at } = told!.of('routed').find(({ answers }) => answers.length > 1)!;
    const { cutover } = answers[1]!;
    const nineteenth = told!.figure('moved95 of easterners') * 1e6 + at;
    expect(cutover!.share(nineteenth)).toBeGreaterThanOrEqual(0.95);
    expect(cutover!.share(nineteenth - 1)).toBeLessThan(0.95);
    expect(told!.figure('moved99 of easterners') * 1e6 + at).toBe(cutover!.reaches(1));
  });

  it('waits for connections until they break', () => {
    // The change comes when east is back, so that connections to it hold; they break when it crashes once more.
    const later = (faults: Scenario['faults']) => {
      const scenario = moving({ connections: { life: { mean: '60s' } } }, faults);
      const routing = { ...scenario.routing, propagation: '30s' };
      return tell({ ...scenario, routing } as Scenario)[0]!;
    };
    const kept = later([crash('5m', '31s')]);
    const broken = later([crash('5m', '31s'), crash('370s', '1s')]);
    expect(kept.of('record-changed')[0]!.at / 1e6).toBeGreaterThan(331);
    expect(kept.figure('moved95 of easterners')).toBeGreaterThan(100);
    expect(broken.figure('moved95 of easterners')).toBeCloseTo(57, 5);
  });

  it('is at least what was seen of it where the horizon comes first', () => {
    const late = moving({}, [{ crash: 'east', at: '5m' }], '350s');
    const [told] = tell(late);
    const changed = told!.of('record-changed')[0]!.at / 1e6;
    expect(350 - changed).toBeGreaterThan(20);
    expect(350 - changed).toBeLessThan(57);
    expect(told!.figure('moved95 of easterners')).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the stale share', () => {
  it('is the time to detect and half a TTL, of all the time in which east does not answer', () => {
    const [told] = tell(moving());
    const changed = told!.of('record-changed')[0]!.at / 1e6;
    const stale = (changed - 300 + 30) / 600;
    expect(told!.figure('staleShare of easterners')).toBeCloseTo(stale, 9);
    expect(told!.figure('staleShare of westerners')).toBe(0);
    expect(told!.figure('staleShare')).toBeCloseTo(stale / 2, 9);
  });

  it('is nothing where every region answers', () => {
    const [told] = tell(moving({}, []));
    expect(told!.figure('staleShare')).toBe(0);
    expect(told!.of('misdirected')).toEqual([]);
  });
});
