import { describe, expect, it } from 'vitest';
import { lognormalThrough } from '../../../../src/kernel/index.js';
import type { Scenario } from '../../../../src/scenario/schema.js';
import { tell } from '../../recovery/told.js';

type Faults = Scenario['faults'];

const health = { interval: '10s', timeout: '2s', failures: 3 };

/** East, west and, further away, north; clients who read beside east. */
function reading(routing: object, faults: Faults, connections?: object): Scenario {
  return {
    title: 'One address',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/eu-north-1' },
    },
    clients: {
      users: { place: 'aws/us-east-1', requests: '100/s', ...(connections ? { connections } : {}) },
    },
    routing: { policy: 'anycast', misrouted: '0%', health, ...routing },
    data: {
      pages: {
        primary: 'north',
        standbys: ['east', 'west'],
        replication: { mode: 'async', lag: '100ms' },
      },
    },
    failover: {},
    faults,
    horizon: '1h',
  } as Scenario;
}

const lost: Faults = [{ lose: 'east', at: '5m', for: '20m' }];

/** Time, in seconds, in which all requests would have failed that failed. */
const failed = (told: { figure(name: string): number }) => told.figure('failedRequests') / 100;

describe('a region that announces an address and falls silent', () => {
  it('loses its route when the hold time has passed since its last keepalive', () => {
    const after = tell(reading({}, lost), 200).map((told) => {
      const [verdict] = told.of('verdict');
      expect(verdict).toMatchObject({ subject: 'east', healthy: false, by: 'neighbours' });
      return verdict!.at / 1e6 - 300;
    });
    // 90 s less a part of 30 s: uniform, standard deviation 8.66 s.
    expect(Math.min(...after)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...after)).toBeLessThanOrEqual(90);
    const mean = after.reduce((a, b) => a + b) / after.length;
    expect(Math.abs(mean - 75)).toBeLessThan((4 * 8.66) / Math.sqrt(200));
  });

  it('leaves its clients without service until the network has converged', () => {
    const [told] = tell(reading({}, lost));
    const dropped = told!.of('verdict')[0]!.at / 1e6;
    const law = lognormalThrough([0.8, 10], [0.99, 180]);
    // Clients that the news has not reached when it is back at 1500 s are served again.
    const slow = law.mean - law.excess(1500 - dropped);
    expect(failed(told!)).toBeCloseTo(dropped - 300 + slow, 6);
    expect(told!.figure('moved50 of users')).toBeCloseTo(law.quantile(0.5), 5);
    expect(told!.figure('moved99 of users')).toBeCloseTo(180, 5);
  });

  it('keeps its route where it is back before', () => {
    const brief: Faults = [{ isolate: 'east', at: '5m', for: '59s' }];
    const [told] = tell(reading({}, brief));
    expect(told!.of('verdict')).toEqual([]);
    expect(failed(told!)).toBeCloseTo(59, 6);
  });

  it('has to find itself well before it announces again', () => {
    const [told] = tell(reading({}, lost));
    const back = told!.of('verdict').at(-1)!;
    expect(back).toMatchObject({ subject: 'east', healthy: true, by: 'checks' });
    expect(back.at / 1e6).toBeGreaterThan(1500 + 20);
    expect(back.at / 1e6).toBeLessThanOrEqual(1500 + 30);
  });
});

describe('a region that announces an address', () => {
  it('takes its route back when its own checks fail', () => {
    const [told] = tell(reading({}, [{ crash: 'east', at: '5m', for: '20m' }]));
    const [verdict] = told!.of('verdict');
    expect(verdict).toMatchObject({ healthy: false, by: 'checks' });
    expect(verdict!.at / 1e6 - 300).toBeLessThanOrEqual(30);
  });

  it('is the nearest to most clients, and the second nearest to those misrouted', () => {
    const [told] = tell(reading({ misrouted: '20%' }, lost));
    const shares = told!.of('routed').map(({ answers }) => answers.at(-1)!.shares);
    expect(shares[0]).toEqual([0.8, 0.2, 0]);
    expect(shares[1]).toEqual([0, 0.8, 0.2]);
    // When east is back, everybody leaves a region that serves: 20 % of west stay.
    expect(told!.figure('catchmentShift of users')).toBeCloseTo(0.8, 12);
  });

  it('takes its route back when it cannot ask its origin, and then nobody is left', () => {
    const cut: Faults = [{ isolate: 'north', at: '5m', for: '20m' }];
    const [alone] = tell(reading({}, cut));
    expect(failed(alone!)).toBe(0);
    const [told] = tell(reading({ origin: 'north' }, cut));
    const withdrawn = told!.of('verdict').filter(({ healthy }) => !healthy);
    expect(withdrawn.map(({ subject }) => subject).sort()).toEqual(['east', 'north', 'west']);
    expect(told!.of('routed').some(({ answers }) => answers.at(-1)!.shares.every((one) => one === 0))).toBe(
      true,
    );
    expect(failed(told!)).toBeGreaterThan(1000);
  });
});

describe('an accelerator', () => {
  const accelerated = { policy: 'latency', by: 'accelerator', misrouted: undefined };

  it('moves everybody the instant that its checks have found out', () => {
    const [told] = tell(reading(accelerated, lost));
    const found = told!.of('verdict')[0]!.at / 1e6;
    expect(failed(told!)).toBeCloseTo(found - 300, 6);
    expect(told!.figure('moved99 of users')).toBe(0);
  });

  it('leaves connections to a region that serves where they are', () => {
    const [told] = tell(reading(accelerated, lost, { life: { mean: '60s' } }));
    const [there, back] = told!
      .of('record-changed')
      .map(({ at }) => told!.of('routed').find((routed) => routed.at === at));
    expect(there!.answers.at(-1)!.cutover!.reaches(0.99)).toBe(there!.at);
    // Exponential connections: half of them have ended after 60 s times ln 2.
    const half = back!.answers.at(-1)!.cutover!.reaches(0.5) - back!.at;
    expect(half / 1e6).toBeCloseTo(60 * Math.LN2, 5);
  });
});
