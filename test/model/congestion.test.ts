import { describe, expect, it } from 'vitest';
import { type Result, run, type Scenario } from '../../src/index.js';

/** A region that one server works for, and a load on it. */
function single(change: Partial<Scenario> = {}): Scenario {
  return {
    title: 'one server',
    regions: {
      a: { place: 'aws/us-east-1', capacity: { servers: 1, service: { mean: '10ms' }, queue: 'unlimited' } },
    },
    clients: { all: { place: 'aws/us-east-1', requests: '60/s', timeout: 'never' } },
    routing: {
      policy: 'failover',
      order: ['a'],
      ttl: '30s',
      health: { interval: '10s', timeout: '4s', failures: 3 },
    },
    data: { orders: { primary: 'a' } },
    faults: [{ throttle: 'a', speed: '50%', at: '1m', for: '3m' }],
    horizon: '10m',
    ...change,
  } as Scenario;
}

/** Two regions, each with its own clients; the second may have to serve all. */
function pair(capacity: string, client: object, change: Partial<Scenario> = {}): Scenario {
  return {
    title: 'two regions',
    regions: {
      a: { place: 'aws/us-east-1', capacity },
      b: { place: 'aws/eu-west-1', capacity },
    },
    clients: {
      americas: { place: 'aws/us-east-1', requests: '60/s', writes: '20%', ...client },
      europe: { place: 'aws/eu-central-1', requests: '50/s', writes: '20%', ...client },
    },
    routing: { policy: 'latency', ttl: '30s', health: { interval: '10s', timeout: '4s', failures: 3 } },
    data: { orders: { primary: 'b' } },
    faults: [{ lose: 'a', at: '10m', for: '20m' }],
    horizon: '1h',
    ...change,
  } as Scenario;
}

const mean = (result: Result, figure: string): number => result.figures[figure]!.mean.value!;

async function rows(scenario: Scenario, runs: number): Promise<Result> {
  return run(scenario, { runs, seed: '1', workers: 0 });
}

describe('an overload', () => {
  // M/M/1 at load l0/C before; l1 > C' for D: n0 + (l1 - C') D + what an empty queue wastes; drained at C - l0 (a random walk).
  it('leaves the backlog of a random walk, which drains at the capacity that is left', async () => {
    const result = await rows(single(), 150);
    const [before, during, time] = [100, 50, 180];
    const rate = 60;
    const wasted =
      (during * (1 - rate / before)) / ((1 - (rate / before) * (during / rate)) * (rate - during));
    const backlog = rate / before / (1 - rate / before) + (rate - during) * time + wasted;
    const deviation = Math.sqrt((rate + during) * time);
    expect(Math.abs(mean(result, 'backlog') - backlog)).toBeLessThan((4 * deviation) / Math.sqrt(150));
    const drain = backlog / (before - rate);
    const spread = Math.sqrt(deviation ** 2 / 40 ** 2 + (backlog * (before + rate)) / 40 ** 3);
    expect(Math.abs(mean(result, 'drain') - drain)).toBeLessThan((4 * spread) / Math.sqrt(150));
  });

  it('leaves by rates what the capacity lacks, and drains by what it has left', async () => {
    const result = await rows(single({ service: { queueing: 'rates' } }), 2);
    expect(mean(result, 'backlog')).toBe(10 * 180);
    expect(mean(result, 'drain')).toBeCloseTo((10 * 180) / 40, 3);
  });

  it('takes the same toll by rates, where clients give up and try again', async () => {
    const clients = { timeout: '2s', retries: { attempts: 2 } };
    const [single, byRates] = await Promise.all([
      rows(pair('100/s', clients), 4),
      rows(pair('100/s', clients, { service: { queueing: 'rates' } }), 4),
    ]);
    const offered = 110 * 3600;
    for (const figure of ['timedOutRequests', 'shedRequests', 'retriedRequests'])
      expect(Math.abs(mean(single!, figure) - mean(byRates!, figure))).toBeLessThan(0.02 * offered);
  });

  it('ends by itself where clients give up, and where they try again outlasts its cause', async () => {
    const [once, again] = await Promise.all([
      rows(pair('100/s', { timeout: '2s' }), 8),
      rows(pair('100/s', { timeout: '2s', retries: { attempts: 3 } }), 8),
    ]);
    expect(once!.figures['rto']!.censored).toBe(0);
    expect(mean(once!, 'retriedRequests')).toBe(0);
    expect(again!.figures['rto']!.censored).toBe(8);
    expect(mean(again!, 'retriedRequests')).toBeGreaterThan(mean(again!, 'shedRequests'));
  });

  it('counts every request once: answered, shed, given up or failed otherwise', async () => {
    const result = await rows(pair('100/s', { timeout: '2s', retries: { attempts: 2 } }), 8);
    const offered = 110 * 3600;
    expect(mean(result, 'servedRequests') + mean(result, 'failedRequests')).toBeCloseTo(offered, 3);
    const known = mean(result, 'shedRequests') + mean(result, 'timedOutRequests');
    expect(known).toBeLessThanOrEqual(mean(result, 'failedRequests') * 1.01);
    expect(known).toBeGreaterThan(mean(result, 'failedRequests') * 0.9);
  });

  it('commits no more writes than are served', async () => {
    const result = await rows(pair('100/s', { timeout: '2s', retries: { attempts: 3 } }), 8);
    const writes = result.byStore['orders']!['acknowledged']!.mean.value!;
    expect(writes).toBeLessThan(0.2 * mean(result, 'servedRequests') * 1.02);
    expect(writes).toBeGreaterThan(0.2 * mean(result, 'servedRequests') * 0.98);
  });
});

describe('a capacity that is enough', () => {
  it('changes nothing, to the last bit', async () => {
    const rich = await rows(pair('1000/s', { timeout: '2s' }), 20);
    const free = pair('1000/s', {});
    for (const region of Object.values(free.regions)) delete region.capacity;
    const unlimited = await rows(free, 20);
    for (const figure of ['rto', 'downtime', 'failedRequests', 'acknowledged'])
      expect(rich.columns![figure]).toEqual(unlimited.columns![figure]);
  });
});

describe('autoscaling', () => {
  const scaled = (change: object, faults: object[] = []): Scenario =>
    single({
      regions: {
        a: {
          place: 'aws/us-east-1',
          capacity: {
            servers: 10,
            service: { mean: '100ms' },
            queue: 'unlimited',
            autoscaling: { target: '70%', most: 40, startUp: '2m', ...change },
          },
        },
      },
      clients: { all: { place: 'aws/us-east-1', requests: '60/s', timeout: '2s' } },
      faults: [{ surge: 'all', to: '250%', at: '1m', for: '30m' }, ...faults],
      horizon: '1h',
    } as unknown as Partial<Scenario>);

  it('ends an overload when servers have started, as far as the control plane starts them', async () => {
    const [scaling, throttled, starved, stuck] = await Promise.all([
      rows(scaled({}), 4),
      rows(scaled({ launches: '1/min' }), 4),
      rows(scaled({}, [{ starve: 'a', at: '0s', for: '15m' }]), 4),
      rows(scaled({ most: 10 }), 4),
    ]);
    const downtime = [scaling, throttled, starved, stuck].map((result) => mean(result!, 'downtime'));
    // Ten servers in use want 15, which just suffice, and these 22: two start-ups, and what has piled up for one goes at 70 a second.
    expect(downtime[0]).toBeGreaterThan(240);
    expect(downtime[0]).toBeLessThan(2 * 135 + (50 * 135) / 70 + 15);
    // Five servers come in five minutes, and three more must.
    expect(downtime[1]).toBeGreaterThan(downtime[0]! + 300);
    expect(downtime[2]).toBeGreaterThan(14 * 60 + downtime[0]!);
    expect(downtime[3]).toBeGreaterThan(3000);
  });
});

describe('a load that comes over the day', () => {
  it('is looked at hour by hour where its peak is more than can be served', async () => {
    const daily = (requests: string) =>
      single({
        regions: { a: { place: 'aws/us-east-1', capacity: { servers: 2, service: { mean: '20ms' } } } },
        clients: {
          all: { place: 'aws/us-east-1', requests, timeout: '2s', load: { peak: '14:00', trough: '20%' } },
        },
        faults: [],
        horizon: '24h',
      } as Partial<Scenario>);
    const [calm, busy] = await Promise.all([rows(daily('40/s'), 2), rows(daily('80/s'), 2)]);
    expect(mean(calm!, 'downtime')).toBe(0);
    expect(mean(busy!, 'downtime')).toBeGreaterThan(3600);
    expect(mean(busy!, 'servedRequests') / (24 * 3600)).toBeLessThan(80);
  });
});

describe('a commit that waits for its standby in an overload', () => {
  it('is late, as it is where nothing is overloaded', async () => {
    const scenario = (speed: string) =>
      ({
        ...single(),
        regions: {
          a: { place: 'aws/us-east-1', capacity: { servers: 2, service: { mean: '10ms' }, queue: 1000 } },
          b: { place: 'aws/us-west-2' },
        },
        clients: { all: { place: 'aws/us-east-1', requests: '100/s', writes: '50%', timeout: '2s' } },
        data: { orders: { primary: 'a', standbys: ['b'], replication: { mode: 'sync' } } },
        faults: [
          { throttle: 'a', speed, at: '1m', for: '8m' },
          { lose: 'b', at: '2m', for: '3m' },
        ],
      }) as unknown as Scenario;
    const [calm, busy] = [await rows(scenario('60%'), 2), await rows(scenario('52%'), 2)];
    expect(mean(calm, 'rto')).toBe(180);
    expect(mean(busy, 'rto')).toBeGreaterThan(170);
    expect(mean(busy, 'rto')).toBeLessThan(190);
  });
});

describe('a survivor that stood idle', () => {
  const own = { servers: 4, service: { mean: '20ms' }, queue: 1000 };
  const failover = (change: Partial<Scenario>) =>
    ({
      title: 'a survivor',
      regions: {
        a: { place: 'aws/us-east-1', capacity: own },
        b: { place: 'aws/us-west-2', capacity: own },
        c: { place: 'aws/eu-west-1' },
      },
      clients: { all: { place: 'aws/us-east-1', requests: '100/s', writes: '0%', timeout: '2s' } },
      routing: {
        policy: 'failover',
        order: ['a', 'b'],
        ttl: '30s',
        health: { interval: '10s', timeout: '4s', failures: 3 },
      },
      data: { orders: { primary: 'b' } },
      faults: [{ lose: 'a', at: '1m', for: '2h' }],
      horizon: '12m',
      ...change,
    }) as Scenario;

  it('warms up once, whatever happens after its clients have come', async () => {
    const capacity = { ...own, warmUp: { from: '20%', for: '2m' } };
    const regions = { a: { place: 'aws/us-east-1', capacity: own }, b: { place: 'aws/us-west-2', capacity } };
    const result = await rows(failover({ regions }), 4);
    expect(mean(result, 'downtime')).toBeLessThanOrEqual(mean(result, 'rto'));
  });

  it('is not taken to serve those who still wait for a region that is gone when the run ends', async () => {
    const client = { timeout: '30s', retries: { attempts: 4, backoff: '1s' } };
    const result = await rows(
      failover({
        clients: {
          all: {
            place: 'aws/us-east-1',
            requests: '100/s',
            writes: '0%',
            cache: [{ share: '20%', ttl: 'forever' }],
            ...client,
          },
        },
        faults: [
          { lose: 'a', at: '1m', for: '2h' },
          { throttle: 'b', speed: '41%', at: '30s', for: '2h' },
        ],
      } as Partial<Scenario>),
      2,
    );
    expect(mean(result, 'rto')).toBe(11 * 60);
  });

  it('is met by no more retries than requests were made since the other region is gone', async () => {
    const capacity = { servers: 5, service: { mean: '20ms' }, queue: 12 };
    const result = (queueing: string) =>
      rows(
        failover({
          service: { queueing },
          routing: {
            policy: 'failover',
            order: ['a', 'b'],
            ttl: '1s',
            health: { interval: '10s', timeout: '4s', failures: 3 },
          },
          regions: { a: { place: 'aws/us-east-1', capacity }, b: { place: 'aws/us-west-2', capacity } },
          clients: {
            all: {
              place: 'aws/us-east-1',
              requests: '100/s',
              writes: '0%',
              timeout: '30s',
              retries: { attempts: 4, backoff: '1s' },
            },
          },
        } as Partial<Scenario>),
        4,
      );
    // Of 250 that b serves in a second, 100 new ones and 100 that a left within half a minute: nobody is turned away.
    for (const queueing of ['requests', 'rates']) {
      const own = await result(queueing);
      expect(mean(own, 'retriedRequests')).toBeGreaterThan(100 * 20);
      expect(mean(own, 'retriedRequests')).toBeLessThan(100 * 45);
      expect(mean(own, 'shedRequests')).toBeLessThan(20);
    }
  });
});
