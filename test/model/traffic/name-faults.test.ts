import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/scenario/schema.js';
import { type Fault, tell } from '../recovery/told.js';

type Routing = Partial<Scenario['routing']>;
type Client = Partial<Scenario['clients'][string]>;

/** East and west, with clients who read. */
function reading(faults: readonly Fault[], routing: Routing = {}, client: Client = {}): Scenario {
  return {
    title: 'East and west',
    regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
    clients: {
      easterners: { place: 'aws/us-east-1', requests: '100/s', ...client },
      westerners: { place: 'aws/us-west-2', requests: '100/s' },
    },
    routing: {
      policy: 'latency',
      ttl: '100s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
      ...routing,
    },
    data: { pages: { primary: 'west', standbys: ['east'], replication: { mode: 'async', lag: '100ms' } } },
    failover: {},
    faults: [...faults],
    horizon: '30m',
  } as Scenario;
}

/** Requests of the easterners that failed, in seconds of all of theirs. */
function failedSeconds(scenario: Scenario): number {
  return tell(scenario)[0]!.figure('failedRequests of easterners') / 100;
}

describe('a name service that answers nobody', () => {
  const silence = (lasts: string): Fault => ({ dns: 'unanswered', at: '5m', for: lasts });

  it('takes clients away as their caches run out, and has all of them back at once', () => {
    // Of a TTL of 100 s, 1 - t/TTL go on: half a square of the time, over the TTL.
    expect(failedSeconds(reading([silence('60s')]))).toBeCloseTo((60 * 60) / 2 / 100, 6);
    expect(failedSeconds(reading([silence('300s')]))).toBeCloseTo(50 + 200, 6);
  });

  it('does less harm than the loss of a region, and none where stale answers are served', () => {
    const lost = failedSeconds(reading([{ lose: 'east', at: '5m', for: '60s' }]));
    expect(failedSeconds(reading([silence('60s')]))).toBeLessThan(lost);
    expect(failedSeconds(reading([silence('10m')], {}, { resolvers: { serveStale: '1h' } }))).toBe(0);
    // Served for two minutes past the TTL: the decay begins so much later.
    const short = reading([silence('200s')], {}, { resolvers: { serveStale: '2m' } });
    expect(failedSeconds(short)).toBeCloseTo((80 * 80) / 2 / 100, 6);
  });

  it('keeps what its checks find until it answers again', () => {
    const faults: Fault[] = [silence('10m'), { lose: 'east', at: '6m', for: '20m' }];
    const [told] = tell(reading(faults));
    const changes = told!.of('record-changed').filter(({ population }) => population === 'easterners');
    expect(changes[0]).toMatchObject({ at: 900e6, regions: ['west'] });
  });
});

describe('an empty record', () => {
  it('is kept for the negative TTL, which may outlast the mistake by far', () => {
    // All that asked in the one second, a hundredth, hear for 15 minutes that there is nothing.
    const short = reading([{ dns: 'empty', at: '5m', for: '1s' }]);
    expect(failedSeconds(short)).toBeCloseTo(0.01 * 900, 4);
    // A long one finds everybody, and each asks three times: the second time too early.
    const long = reading([{ dns: 'empty', at: '5m', for: '10m' }], { negativeTtl: '400s' });
    expect(failedSeconds(long)).toBeCloseTo(2 * 400, 4);
  });
});

describe('records that cannot be edited', () => {
  it('are followed by the checks, but not by a planned change of the TTL', () => {
    const ttl = { initially: '300s', becomes: '10s', at: '5m' };
    const frozen: Fault = { dns: 'frozen', at: '4m', for: '10m' };
    const lost: Fault = { lose: 'east', at: '12m', for: '10m' };
    const lowered = tell(reading([lost], { ttl }))[0]!;
    const waiting = tell(reading([frozen, lost], { ttl }))[0]!;
    const never = tell(reading([lost], { ttl: '300s' }))[0]!;
    expect([lowered, waiting].map((told) => told.when('ttl-changed'))).toEqual([300, 840]);
    expect(lowered.figure('failedRequests')).toBeLessThan(waiting.figure('failedRequests'));
    expect(waiting.figure('failedRequests')).toBe(never.figure('failedRequests'));
    const stuck = tell(reading([{ ...frozen, checks: 'wait' }, lost], { ttl: '300s' }))[0]!;
    expect(stuck.of('record-changed')[0]!.at).toBe(840e6);
  });

  it('are lowered too late where answers of the old TTL are still held', () => {
    const at = (when: string) => ({ initially: '300s', becomes: '10s', at: when });
    const failed = (routing: Routing) =>
      failedSeconds(reading([{ lose: 'east', at: '10m', for: '15m' }], routing));
    const detected = failed({ ttl: '10s' }) - 5;
    expect(failed({ ttl: at('4m') })).toBeCloseTo(detected + 5, 6);
    const late = failed({ ttl: at('9m') });
    expect(late).toBeGreaterThan(detected + 5);
    expect(late).toBeLessThan(detected + 150);
    expect(failed({ ttl: at('14m') })).toBeCloseTo(detected + 150, 6);
  });
});

describe('resolvers that are elsewhere', () => {
  it('are answered as those who are there, unless they tell where their clients are', () => {
    const misplaced = { share: '20%', as: 'westerners' };
    const failed = (resolvers: Client['resolvers']) =>
      failedSeconds(reading([{ lose: 'east', at: '5m', for: '10m' }], {}, { resolvers: resolvers! }));
    const all = failed('many');
    expect(failed({ misplaced })).toBeCloseTo(0.8 * all, 6);
    const clientSubnets = { share: '50%' };
    expect(failed({ misplaced, clientSubnets })).toBeCloseTo(0.9 * all, 6);
  });
});

describe('a longer TTL', () => {
  it.each([
    ['many', 'many' as const],
    ['a number of them', 40],
  ])('never shortens the mean failover, by the same luck: %s', (_, resolvers) => {
    const mean = (ttl: string) => {
      const runs = tell(reading([{ lose: 'east', at: '5m' }], { ttl }, { resolvers }), 20);
      const figures = ['rto', 'failedRequests', 'moved95 of easterners'];
      return figures.map((figure) => runs.reduce((sum, told) => sum + told.figure(figure), 0) / 20);
    };
    const means = ['1s', '10s', '45s', '60s', '300s'].map(mean);
    means.slice(1).forEach((one, i) => {
      one.forEach((figure, k) => {
        expect(figure).toBeGreaterThanOrEqual(means[i]![k]!);
      });
    });
  });
});
