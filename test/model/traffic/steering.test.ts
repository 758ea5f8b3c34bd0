import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/scenario/schema.js';
import { tell } from '../recovery/told.js';

type Routing = Partial<Scenario['routing']>;

/** East and west, with clients who read; east is lost for ten minutes. */
function reading(routing: Routing, faults?: Scenario['faults']): Scenario {
  return {
    title: 'East and west',
    regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
    clients: { easterners: { place: 'aws/us-east-1', requests: '100/s' } },
    routing: {
      policy: 'latency',
      ttl: '1s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
      ...routing,
    },
    data: {
      pages: { primary: 'west', standbys: ['east'], replication: { mode: 'async', lag: '100ms' } },
    },
    failover: {},
    faults: faults ?? [{ lose: 'east', at: '5m', for: '10m' }],
    horizon: '30m',
  } as Scenario;
}

/** Requests that failed, in seconds of all requests. */
function failedSeconds(scenario: Scenario): number {
  return tell(scenario)[0]!.figure('failedRequests') / 100;
}

describe('several addresses in an answer', () => {
  const several: Routing = { policy: 'multivalue' };

  it('leave nobody without service whose client tries the next one', () => {
    expect(failedSeconds(reading(several))).toBe(0);
  });

  it('leave half of the clients without where they try one, until the record has changed everywhere', () => {
    const [told] = tell(reading({ ...several, tries: 'one' }));
    const detected = told!.when('verdict') - 300;
    // Half of the clients, from the loss to the verdict and then, on average, for half of the TTL of 1 s.
    expect(told!.figure('failedRequests') / 100).toBeCloseTo((detected + 0.5) / 2, 6);
  });

  it('fail when all of them are dead', () => {
    const both = ['east', 'west'].map((lose) => ({ lose, at: '5m', for: '10m' }));
    expect(failedSeconds(reading(several, both as Scenario['faults']))).toBeCloseTo(600, 6);
  });
});

describe('failing open', () => {
  const both = ['east', 'west'].map((crash) => ({ crash, at: '5m', for: '10m' })) as Scenario['faults'];
  const order: Routing = { policy: 'failover', order: ['east', 'west'] };

  it('to nothing answers nobody, also where a region is back and not yet seen', () => {
    const faults = [
      { crash: 'east', at: '5m', for: '5m' },
      { crash: 'west', at: '5m', for: '10m' },
    ] as Scenario['faults'];
    const [open] = tell(reading(order, faults));
    const [closed] = tell(reading({ ...order, failOpen: 'nothing', negativeTtl: '1s' }, faults));
    const seen = closed!.of('verdict').find(({ healthy }) => healthy)!;
    expect(seen).toMatchObject({ subject: 'east', healthy: true });
    // That there is nothing is kept for as long as an answer.
    // Clients still go to east, and are served from its return; or they hear nothing until its return is seen.
    expect(open!.figure('failedRequests') / 100).toBeCloseTo(300, 6);
    expect(closed!.figure('failedRequests') / 100).toBeCloseTo(seen.at / 1e6 + 0.5 - 300, 6);
  });

  it('evenly sends half of them to each', () => {
    const [told] = tell(reading({ ...order, failOpen: 'evenly' }, both));
    const shares = told!.of('routed').map(({ answers }) => answers.at(-1)!.shares.slice(0, 2));
    expect(shares).toContainEqual([0.5, 0.5]);
  });
});
