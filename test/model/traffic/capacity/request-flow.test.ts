import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant, exponential, lognormal, uniform } from '../../../../src/kernel/distributions.js';
import { Streams } from '../../../../src/kernel/streams.js';
import { erlangB } from '../../../../src/model/traffic/capacity/erlang.js';
import { RequestFlow } from '../../../../src/model/traffic/capacity/request-flow.js';
import { meanOf, noRetry, oneStation, patient, second } from './flows.js';

const everywhere = Number.POSITIVE_INFINITY;

/** The wait that a request would have that came just when the flow begins in balance. */
function waitOf(flow: RequestFlow): number {
  flow.start();
  let wait: number | undefined;
  flow.stations[0]!.askWait(flow.now, (told) => {
    wait = told;
  });
  while (wait === undefined) flow.advance(flow.now + second / 10);
  return wait / second;
}

function waitsOf(runs: number, station: Parameters<typeof oneStation>[0], rate: number): number[] {
  return Array.from({ length: runs }, (_, run) => waitOf(oneStation(station, rate / second, { run })));
}

function shareWaiting(waits: readonly number[]): number {
  return waits.filter((wait) => wait > 0).length / waits.length;
}

describe('a queue in balance', () => {
  it('has the waits of M/M/1', () => {
    const waits = waitsOf(1000, { servers: 1, service: exponential(10_000), queue: everywhere }, 70);
    const { mean, error } = meanOf(waits);
    expect(Math.abs(mean - 0.7 / 30)).toBeLessThan(4 * error);
    expect(Math.abs(shareWaiting(waits) - 0.7)).toBeLessThan(4 * Math.sqrt(0.21 / 1000));
  });

  it('has the waits of M/M/c (Erlang C)', () => {
    const waits = waitsOf(1000, { servers: 10, service: exponential(100_000), queue: everywhere }, 80);
    const { mean, error } = meanOf(waits);
    expect(Math.abs(mean - 0.0204590075)).toBeLessThan(4 * error);
    expect(Math.abs(shareWaiting(waits) - 0.4091801508)).toBeLessThan(4 * Math.sqrt(0.2418 / 1000));
  });

  it('has the waits of M/G/1 (Pollaczek-Khinchine)', () => {
    const sigma = Math.sqrt(Math.log(1 + 1.5 ** 2));
    const service = lognormal(Math.log(20_000) - sigma ** 2 / 2, sigma);
    const { mean, error } = meanOf(waitsOf(1000, { servers: 1, service, queue: everywhere }, 30));
    expect(Math.abs(mean - 0.04875)).toBeLessThan(4 * error);
  });

  it('settles where the law is not known: M/D/3 as after a long run', () => {
    const station = { servers: 3, service: constant(30_000), queue: everywhere };
    const { mean, error } = meanOf(waitsOf(250, station, 85));
    const long = oneStation(station, 85 / second, { run: 7 });
    // By Little's law the mean wait is the mean number that wait, over the rate.
    let waiting = 0;
    const steps = 60_000;
    for (let step = 1; step <= steps; step++) {
      long.advance(step * 3000);
      waiting += long.stations[0]!.waiting;
    }
    expect(Math.abs(mean - waiting / steps / 85)).toBeLessThan(4 * error + 0.1 * mean);
  });

  it('is as long on average later as at first', () => {
    const laws = [exponential(10_000), uniform(0, 20_000)];
    for (const service of laws) {
      const counts = Array.from({ length: 600 }, (_, run) => {
        const flow = oneStation({ servers: 1, service, queue: everywhere }, 80 / second, { run });
        flow.start();
        const atFirst = flow.stations[0]!.waiting;
        flow.advance(0.2 * second);
        return atFirst - flow.stations[0]!.waiting;
      });
      const { mean, error } = meanOf(counts);
      expect(Math.abs(mean)).toBeLessThan(4 * error);
    }
  });

  it('is refused where more comes than is served', () => {
    const flow = oneStation({ servers: 2, service: constant(10_000), queue: everywhere }, 200 / second);
    expect(() => flow.start()).toThrow('station is asked for 1 of what it can serve');
  });
});

describe('an overload that never ends', () => {
  it('is given up after so many attempts', () => {
    const station = { servers: 1, service: constant(10_000), queue: 10 };
    const advance = (most: number) => () => oneStation(station, 1000 / second, { most }).advance(20 * second);
    expect(advance(10_000)).toThrow('write service.queueing: rates');
    expect(advance(30_000)).not.toThrow();
  });
});

describe('a station without a queue', () => {
  it.each([
    ['exponential', exponential(1e5)],
    ['constant', constant(1e5)],
  ])('sheds by Erlang B, whatever the law of service: %s', (_, service) => {
    const flow = oneStation({ servers: 20, service, queue: 0 }, 15 / 1e5);
    flow.start();
    flow.advance(500 * second);
    const { offered, shed } = flow.classes[0]!.tally;
    // Successive arrivals meet nearly the same state: some 25 of them count as one.
    const error = Math.sqrt((0.0456 * 0.9544 * 25) / offered);
    expect(Math.abs(shed / offered - erlangB(20, 15))).toBeLessThan(4 * error);
  });
});

describe('overload', () => {
  it('leaves the backlog of a random walk, and drains at what is left of the capacity', () => {
    const ends = Array.from({ length: 6 }, (_, run) => {
      const station = { servers: 1, service: exponential(10_000), queue: everywhere };
      const flow = oneStation(station, 60 / second, { run });
      flow.start();
      flow.setRate(0, 120 / second);
      flow.advance(300 * second);
      const backlog = flow.stations[0]!.waiting + flow.stations[0]!.busy;
      flow.setRate(0, 60 / second);
      let drained = 300 * second;
      for (; flow.stations[0]!.busy > 0; drained += 1000) flow.advance(drained);
      return { backlog, drained: drained / second - 300 };
    });
    const backlog = meanOf(ends.map((end) => end.backlog));
    expect(Math.abs(backlog.mean - 6005.5)).toBeLessThan(4 * backlog.error);
    const drained = meanOf(ends.map((end) => end.drained));
    expect(Math.abs(drained.mean - 150.1375)).toBeLessThan(4 * drained.error);
  });
});

describe('a client', () => {
  const slow = { servers: 1, service: constant(second), queue: everywhere };

  it('gives up after its timeout, and the station serves it all the same', () => {
    const flow = oneStation(slow, 0, { classes: [{ ...patient, timeout: 1.5 * second }] });
    flow.setRate(0, 1);
    flow.advance(15);
    flow.setRate(0, 0);
    const { tally } = flow.classes[0]!;
    const { offered } = tally;
    expect(offered).toBeGreaterThan(1);
    flow.advance(1.6 * second);
    expect(tally).toMatchObject({ served: 1, timedOut: offered - 1, late: 0, inProgress: 0 });
    flow.advance(offered * second + 20);
    expect(tally).toMatchObject({ served: 1, late: offered - 1 });
    expect(flow.stations[0]!.busyTime(flow.now)).toBeCloseTo(offered * second, 3);
  });

  it('makes as many attempts as it may, and waits longer before each', () => {
    const retry = { attempts: 3, backoff: second, factor: 2, cap: 3 * second, jitter: 'none' as const };
    const flow = oneStation(slow, 1, {
      classes: [{ ...patient, retry }],
      routes: [{ stations: [0], meets: 'refused', errorShare: 0 }],
    });
    flow.advance(4);
    flow.setRate(0, 0);
    const { tally } = flow.classes[0]!;
    const { offered } = tally;
    const madeBy = (at: number) => {
      flow.advance(at);
      return tally.attempts / offered;
    };
    expect([0.9, 1.1, 2.9, 3.1, 5.9, 6.1, 99].map((at) => madeBy(at * second))).toEqual([
      1, 2, 2, 3, 3, 4, 4,
    ]);
    expect(tally).toMatchObject({ retried: 3 * offered, refused: offered, inProgress: 0 });
  });

  it('retries no more than its budget allows', () => {
    const retry = { attempts: 9, backoff: 1, factor: 1, cap: 1, jitter: 'none' as const };
    const flow = oneStation(slow, 1, {
      classes: [{ ...patient, retry: { ...retry, budget: { ratio: 0.2, burst: 10 } } }],
      routes: [{ stations: [0], meets: 'refused', errorShare: 0 }],
    });
    flow.advance(10_000);
    const { offered, retried } = flow.classes[0]!.tally;
    expect(retried).toBeGreaterThan(0.199 * offered);
    expect(retried).toBeLessThanOrEqual(10 + 0.2 * offered);
  });

  it('fails at the end of its timeout where nobody answers', () => {
    const flow = oneStation(slow, 1, {
      classes: [{ ...patient, timeout: second }],
      routes: [{ stations: [0], meets: 'silent', errorShare: 0 }],
    });
    flow.advance(10);
    flow.setRate(0, 0);
    flow.advance(0.99 * second);
    expect(flow.classes[0]!.tally.timedOut).toBe(0);
    flow.advance(1.01 * second);
    expect(flow.classes[0]!.tally).toMatchObject({ inProgress: 0, served: 0 });
  });

  it('keeps its place over its retries', () => {
    const seen = new Map<number, number>();
    const note = (place: number) => {
      seen.set(place, (seen.get(place) ?? 0) + 1);
      return 0;
    };
    const retry = { attempts: 4, backoff: 10, factor: 1, cap: 10, jitter: 'full' as const };
    const flow = oneStation(slow, 0.1, {
      classes: [{ ...patient, retry }],
      routes: [{ stations: [0], meets: 'refused', errorShare: 0 }],
      demand: { routeOf: (_, __, u) => note(u), shares: () => [1] },
    });
    flow.advance(200);
    flow.drain();
    expect(seen.size).toBe(flow.classes[0]!.tally.offered);
    expect(new Set(seen.values())).toEqual(new Set([5]));
  });
});

describe('goodput by arrival', () => {
  it('is known once all requests of a bucket have ended', () => {
    const classes = [{ ...patient, timeout: second }];
    const flow = oneStation({ servers: 2, service: exponential(second / 4), queue: 40 }, 10 / second, {
      classes,
    });
    const { buckets, tally } = flow.classes[0]!;
    for (let at = 0; at < 60; at++) {
      buckets.open(at * second);
      flow.advance((at + 1) * second);
    }
    buckets.end(60 * second);
    const early = buckets.takeComplete();
    expect(early.length).toBeLessThan(60);
    flow.drain();
    const all = [...early, ...buckets.takeComplete()];
    expect(all.map(({ from }) => from)).toEqual(Array.from({ length: 60 }, (_, i) => i * second));
    expect(all.reduce((sum, { offered }) => sum + offered, 0)).toBe(tally.offered);
    expect(all.reduce((sum, { served }) => sum + served, 0)).toBe(tally.served);
  });
});

describe('a flow', () => {
  const shape = fc.record({
    servers: fc.integer({ min: 1, max: 8 }),
    queue: fc.constantFrom(0, 3, 100, Number.POSITIVE_INFINITY),
    load: fc.double({ min: 0.2, max: 3, noNaN: true }),
    timeout: fc.constantFrom(2e4, 2e5, Number.POSITIVE_INFINITY),
    attempts: fc.integer({ min: 0, max: 4 }),
    jitter: fc.constantFrom('none' as const, 'full' as const, 'equal' as const, 'exponential' as const),
    breaker: fc.constantFrom(undefined, { failures: 0.5, minimum: 20, window: second, open: second / 2 }),
    errorShare: fc.constantFrom(0, 0.2),
    cuts: fc.array(fc.integer({ min: 1, max: 3e6 }), { maxLength: 6 }),
  });
  type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

  function build({
    servers,
    queue,
    load,
    timeout,
    attempts,
    jitter,
    breaker,
    errorShare,
  }: Shape): RequestFlow {
    const retry = { attempts, backoff: 30_000, factor: 2, cap: second, jitter };
    const station = { servers, service: exponential(1e4), queue };
    const flow = new RequestFlow({
      stations: [
        { name: 'near', ...station },
        { name: 'far', ...station },
      ],
      classes: ['one', 'two'].map((name) => ({ name, timeout, retry, ...(breaker ? { breaker } : {}) })),
      routes: [
        { stations: [0, 1], meets: 'served', errorShare },
        { stations: [1], meets: 'served', errorShare: 0 },
      ],
      demand: { routeOf: (_, __, u) => (u < 0.5 ? 0 : 1), shares: () => [0.5, 0.5] },
      streams: new Streams('shapes').at(0),
      now: 0,
    });
    for (const klass of [0, 1]) flow.setRate(klass, ((load / 2) * servers) / 1e4);
    return flow;
  }

  it('loses no request and serves none twice, above capacity never', () => {
    fc.assert(
      fc.property(shape, (one) => {
        const flow = build(one);
        flow.advance(second);
        flow.throttle(0, 0.3);
        flow.advance(2 * second);
        flow.drop(1, 'silent');
        flow.setRoute(1, { stations: [1], meets: 'refused', errorShare: 0 });
        flow.advance(3 * second);
        for (const { tally, options } of flow.classes) tally.check(options.name);
        for (const station of flow.stations) {
          expect(station.busy).toBeLessThanOrEqual(one.servers);
          expect(station.busyTime(flow.now)).toBeLessThanOrEqual(one.servers * 3 * second * (1 + 1e-9));
        }
        flow.drain();
        for (const { tally, options } of flow.classes) {
          tally.check(options.name);
          expect(tally.inProgress).toBe(0);
          expect(tally.attempts).toBe(tally.offered + tally.retried);
        }
      }),
      { seed: 41, numRuns: 60 },
    );
  });

  it('is the same however its time is cut', () => {
    fc.assert(
      fc.property(shape, (one) => {
        const [whole, cut] = [build(one), build(one)];
        whole.advance(3e6);
        for (const at of [...one.cuts].sort((a, b) => a - b)) cut.advance(at);
        cut.advance(3e6);
        expect(cut.classes.map(({ tally }) => tally)).toEqual(whole.classes.map(({ tally }) => tally));
        expect(cut.stations.map((station) => station.busyTime(3e6))).toEqual(
          whole.stations.map((station) => station.busyTime(3e6)),
        );
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it('does the work in progress at the new speed when it is throttled', () => {
    const flow = oneStation({ servers: 1, service: constant(second), queue: everywhere }, 1, {
      classes: [{ ...patient, retry: noRetry }],
    });
    flow.advance(1);
    flow.setRate(0, 0);
    flow.advance(second / 2);
    flow.throttle(0, 0.25);
    flow.advance(2.4 * second);
    expect(flow.stations[0]!.served).toBe(0);
    flow.advance(2.6 * second);
    expect(flow.stations[0]!.served).toBe(1);
  });
});
