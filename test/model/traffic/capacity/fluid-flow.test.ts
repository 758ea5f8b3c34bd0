import { describe, expect, it } from 'vitest';
import { constant, exponential } from '../../../../src/kernel/distributions.js';
import { Streams } from '../../../../src/kernel/streams.js';
import { FluidFlow, type FluidOptions } from '../../../../src/model/traffic/capacity/fluid-flow.js';
import { RequestFlow } from '../../../../src/model/traffic/capacity/request-flow.js';
import { shedAtRandom } from '../../../../src/model/traffic/capacity/retry-load.js';
import { meanOf, patient, second } from './flows.js';

const everywhere = Number.POSITIVE_INFINITY;

function fluid(options: Partial<FluidOptions>): FluidFlow {
  return new FluidFlow({
    stations: [{ name: 'station', servers: 1, service: exponential(10_000), queue: everywhere }],
    classes: [patient],
    routes: [{ stations: [0], meets: 'served', errorShare: 0 }],
    demand: { routeOf: () => 0, shares: () => [1] },
    now: 0,
    step: second / 10,
    ...options,
  });
}

describe('overload by rates', () => {
  it('leaves what capacity lacks, and drains by what capacity has left', () => {
    const flow = fluid({});
    const [station] = flow.stations;
    flow.setRate(0, 60 / second);
    flow.advance(10.05 * second);
    expect(station!.backlog).toBe(0);
    flow.setRate(0, 120 / second);
    flow.advance(310.05 * second);
    expect(station!.backlog).toBeCloseTo(6000, 6);
    expect(station!.backlog / station!.capacity(0, second)).toBeCloseTo(60, 8);
    flow.setRate(0, 60 / second);
    flow.advance(500 * second);
    expect(station!.idleFrom! / second).toBeCloseTo(460.05, 6);
    expect(station!.delayed / second).toBeCloseTo(1.35e6, 2);
    expect(flow.isInBalance()).toBe(true);
    expect(flow.classes[0]!.tally.served).toBeCloseTo(flow.classes[0]!.tally.offered, 6);
  });

  it('comes to the fixed point of retries where what is too much is shed at random', () => {
    const retry = { attempts: 3, backoff: second, factor: 1, cap: second, jitter: 'none' as const };
    const flow = fluid({
      stations: [{ name: 'station', servers: 1, service: constant(10_000), queue: 0 }],
      classes: [{ ...patient, retry }],
    });
    flow.setRate(0, 120 / second);
    flow.advance(200 * second);
    const { tally } = flow.classes[0]!;
    const before = { ...tally, shed: tally.shed, lost: tally.failures.shed };
    flow.advance(300 * second);
    const offered = (tally.attempts - before.attempts) / 10_000;
    expect(offered).toBeCloseTo(2.7696465897, 9);
    expect(shedAtRandom(1.2, 3).offered).toBeCloseTo(2.7696465897, 9);
    expect((tally.failures.shed - before.lost) / 10_000 / offered).toBeCloseTo(0.6389431042, 9);
    expect((tally.shed - before.shed) / 12_000).toBeCloseTo(1 - 1 / 1.2, 9);
  });

  it('begins with the retries that errors make, and stays so', () => {
    const retry = { attempts: 2, backoff: second, factor: 2, cap: 10 * second, jitter: 'full' as const };
    const flow = fluid({
      stations: [{ name: 'station', servers: 3, service: exponential(1000), queue: everywhere }],
      classes: [{ ...patient, retry }],
      routes: [{ stations: [0], meets: 'served', errorShare: 0.25 }],
    });
    flow.setRate(0, 200 / second);
    flow.start();
    const { tally } = flow.classes[0]!;
    // A quarter waits for half a second on average, a quarter of these for a second.
    const expected = 200 * (0.25 * 0.5 + 0.0625 * 1);
    expect(tally.inProgress).toBeCloseTo(expected, 2);
    flow.advance(60 * second);
    // Pieces of time move their retries by half a piece.
    expect(Math.abs(tally.inProgress / expected - 1)).toBeLessThan(0.01);
    expect(tally.attempts / tally.offered).toBeCloseTo(1 + 0.25 + 0.0625, 2);
    expect(flow.isInBalance()).toBe(true);
  });

  it('knows the goodput of each bucket of first arrivals once all of them have ended', () => {
    const retry = { attempts: 1, backoff: second, factor: 1, cap: second, jitter: 'full' as const };
    const station = { name: 'station', servers: 1, service: constant(10_000), queue: 100 };
    const flow = fluid({ stations: [station], classes: [{ ...patient, timeout: 3 * second, retry }] });
    const { buckets, tally } = flow.classes[0]!;
    [80, 150, 80].forEach((rate, i) => {
      flow.setRate(0, rate / second);
      buckets.open(flow.now);
      flow.advance((i + 1) * 10 * second);
    });
    buckets.end(flow.now);
    flow.setRate(0, 0);
    flow.advance(60 * second);
    const all = buckets.takeComplete();
    expect(all.map(({ offered }) => Math.round(offered))).toEqual([800, 1500, 800]);
    const shares = all.map(({ offered, served }) => served / offered);
    expect(shares[0]).toBeCloseTo(1, 9);
    expect(shares[1]).toBeLessThan(0.95);
    expect(shares[2]).toBeGreaterThan(shares[1]!);
    expect(all.reduce((sum, { served }) => sum + served, 0)).toBeCloseTo(tally.served, 6);
  });

  it('refuses breakers', () => {
    const breaker = { failures: 0.5, minimum: 20, window: second, open: second };
    expect(() => fluid({ classes: [{ ...patient, breaker }] })).toThrow('the breaker of clients decides');
  });
});

interface Case {
  readonly name: string;
  readonly queue: number;
  readonly timeout: number;
  readonly attempts: number;
  readonly jitter: 'none' | 'full' | 'equal' | 'exponential';
  readonly budget?: { ratio: number; burst: number };
  /** What happens between 10 s and 40 s. */
  begin(flow: RequestFlow | FluidFlow, shares: number[]): void;
  end(flow: RequestFlow | FluidFlow, shares: number[]): void;
}

const surge = {
  begin: (flow: RequestFlow | FluidFlow) => flow.setRate(0, 910 / second),
  end: (flow: RequestFlow | FluidFlow) => flow.setRate(0, 420 / second),
};
const throttled = {
  begin: (flow: RequestFlow | FluidFlow) => flow.throttle(0, 0.3),
  end: (flow: RequestFlow | FluidFlow) => flow.throttle(0, 1),
};
const lost = {
  begin: (flow: RequestFlow | FluidFlow) => {
    flow.drop(1, 'silent');
    flow.setRoute(1, { stations: [1], meets: 'silent', errorShare: 0 });
  },
  end: (flow: RequestFlow | FluidFlow, shares: number[]) => {
    shares.splice(0, 2, 1, 0);
    flow.warmUp(0, 0.4, 20 * second);
  },
};

const cases: Case[] = [
  {
    name: 'a surge that waits',
    queue: everywhere,
    timeout: everywhere,
    attempts: 0,
    jitter: 'none',
    ...surge,
  },
  {
    name: 'a surge, time-outs',
    queue: everywhere,
    timeout: 3 * second,
    attempts: 0,
    jitter: 'none',
    ...surge,
  },
  { name: 'a surge, a short queue', queue: 70, timeout: 5 * second, attempts: 2, jitter: 'equal', ...surge },
  {
    name: 'a throttle, retries',
    queue: 3500,
    timeout: 3 * second,
    attempts: 3,
    jitter: 'full',
    ...throttled,
  },
  {
    name: 'a throttle, retries on a budget',
    queue: 3500,
    timeout: 3 * second,
    attempts: 3,
    jitter: 'exponential',
    budget: { ratio: 0.1, burst: 35 },
    ...throttled,
  },
  { name: 'a region lost', queue: 1050, timeout: 2 * second, attempts: 2, jitter: 'full', ...lost },
];

describe('rates and single requests', () => {
  const rate = 420;

  /** Shares of the attempts and requests of 90 s, by what became of them. */
  function play({ queue, timeout, attempts, jitter, budget, begin, end }: Case, run?: number): number[] {
    const shares = [0.6, 0.4];
    const limited = budget ? { budget } : {};
    const retry = { attempts, backoff: second / 2, factor: 2, cap: 4 * second, jitter, ...limited };
    const options = {
      stations: [0, 1].map((i) => ({ name: `${i}`, servers: 7, service: exponential(15_000), queue })),
      classes: [{ name: 'clients', timeout, retry }],
      routes: [0, 1].map((i) => ({ stations: [i], meets: 'served' as const, errorShare: 0 })),
      demand: {
        routeOf: (_: number, __: number, u: number) => (u < shares[0]! ? 0 : 1),
        shares: () => [...shares],
      },
      now: 0,
    };
    const flow =
      run === undefined
        ? new FluidFlow({ ...options, step: second / 10 })
        : new RequestFlow({ ...options, streams: new Streams('agreement').at(run) });
    flow.setRate(0, rate / second);
    flow.advance(10 * second);
    begin(flow, shares);
    flow.advance(40 * second);
    end(flow, shares);
    flow.advance(90 * second);
    const { tally } = flow.classes[0]!;
    const { offered, attempts: made, served, failures, late, inProgress } = tally;
    return [made, served, failures.shed, failures.timedOut, late, inProgress].map((count) => count / offered);
  }

  it.each(cases)('agree: $name', (one) => {
    const byRates = play(one);
    const single = [0, 1, 2].map((run) => play(one, run));
    byRates.forEach((share, i) => {
      const { mean, error } = meanOf(single.map((shares) => shares[i]!));
      // By rates nobody waits by chance, and servers have no places of their own.
      expect(Math.abs(share - mean)).toBeLessThan(0.01 + 4 * error);
    });
  });
});
