import {
  constant,
  type Distribution,
  exponential,
  type FlowOptions,
  FluidFlow,
  lognormal,
  lostCallsReturning,
  RequestFlow,
  type RetryOptions,
  type Scenario,
  type StationOptions,
  type Stream,
  Streams,
} from '../../src/index.js';
import { seconds } from './amounts.js';
import type { Drawing } from './drawing.js';
import { type Builder, type Experiment, type FigureSource, reading } from './experiment.js';
import { numbersOf } from './oracle.js';

const second = 1e6;
const everywhere = Number.POSITIVE_INFINITY;
const once: RetryOptions = { attempts: 0, backoff: 0, factor: 1, cap: 0, jitter: 'none' };

type Station = Omit<StationOptions, 'name'>;

/** One class of requests at one station. */
function oneStation(station: Station, retry: RetryOptions): Omit<FlowOptions, 'streams'> {
  return {
    stations: [{ name: 'station', ...station }],
    classes: [{ name: 'clients', timeout: everywhere, retry }],
    routes: [{ stations: [0], meets: 'served', errorShare: 0 }],
    demand: { routeOf: () => 0, shares: () => [1] },
    now: 0,
  };
}

/** Draws from flows, each with streams of its own, that begin in balance at so many requests a second. */
function fromFlows(
  station: Station,
  rate: number,
  retry: RetryOptions,
  readings: readonly string[],
  read: (flow: RequestFlow) => readonly number[],
): Drawing {
  let streams: Streams | undefined;
  let run = 0;
  const draw = (stream: Stream) => {
    streams ??= new Streams(`${stream.next()}`);
    const flow = new RequestFlow({ ...oneStation(station, retry), streams: streams.at(run++) });
    flow.setRate(0, rate / second);
    flow.start();
    return read(flow);
  };
  return { readings, draw };
}

/** The wait in queue, in seconds, of a request that comes some services after the beginning. */
function waits(servers: number, service: Distribution, rate: number): Drawing {
  return fromFlows({ servers, service, queue: everywhere }, rate, once, ['wait'], (flow) => {
    flow.advance(20 * service.mean);
    let wait: number | undefined;
    flow.stations[0]!.askWait(flow.now, (told) => {
      wait = told;
    });
    while (wait === undefined) flow.advance(flow.now + service.mean);
    return [wait / second];
  });
}

function waitFigures(from: Drawing): Record<'waits' | 'mean-wait' | 'p95-wait', FigureSource> {
  return {
    waits: { from, reading: 'wait', statistic: { shareAbove: 0 } },
    'mean-wait': { from, reading: 'wait' },
    'p95-wait': { from, reading: 'wait', statistic: { level: 0.95 } },
  };
}

export const singleServer: Builder = (params) => {
  const { lam, mu } = numbersOf(params, 'lam', 'mu');
  return waitFigures(waits(1, exponential(second / mu), lam));
};

export const manyServers: Builder = (params) => {
  const { lam, mu, c } = numbersOf(params, 'lam', 'mu', 'c');
  return waitFigures(waits(c, exponential(second / mu), lam));
};

export const generalService: Builder = (params) => {
  const { lam, m, cv } = numbersOf(params, 'lam', 'm', 'cv');
  const variance = Math.log(1 + cv * cv);
  const service = lognormal(Math.log(m * second) - variance / 2, Math.sqrt(variance));
  return waitFigures(waits(1, service, lam));
};

/** A surge of so many seconds at one server, from the load before it, and a quarter of an hour for what it leaves. */
function surge(l0: number, l1: number, C: number, D: number, queueing: 'requests' | 'rates'): Experiment {
  const drain = ((l1 - C) * D) / (C - l0);
  const scenario: Scenario = {
    title: 'A surge at one server',
    regions: {
      here: {
        place: 'aws/us-east-1',
        capacity: { servers: 1, service: { mean: seconds(1 / C) }, queue: 'unlimited' },
      },
    },
    clients: { all: { place: 'aws/us-east-1', requests: `${l0}/s`, timeout: 'never' } },
    routing: {
      policy: 'failover',
      order: ['here'],
      ttl: '30s',
      health: { interval: '10s', timeout: '4s', failures: 3 },
    },
    data: { orders: { primary: 'here' } },
    service: { queueing },
    faults: [{ surge: 'all', to: `${(100 * l1) / l0}%`, at: '1m', for: seconds(D) }],
    horizon: seconds(60 + D + 2 * drain + 900),
  };
  return { scenario, readings: { backlog: reading('backlog'), drain: reading('drain') } };
}

export const overload: Builder = (params) => {
  const { l0, l1, C, D } = numbersOf(params, 'l0', 'l1', 'C', 'D');
  const from = surge(l0, l1, C, D, 'requests');
  const byRates = surge(l0, l1, C, D, 'rates');
  return {
    'backlog-mean': { from, reading: 'backlog', counts: true, fewest: 100 },
    'mean-drain': { from, reading: 'drain', fewest: 100 },
    'backlog-fluid': { from: byRates, reading: 'backlog', fewest: 2 },
    'peak-delay-fluid': { compute: () => fluidOverload(l0, l1, C, D).backlog / C },
    'delay-area-fluid': { compute: () => fluidOverload(l0, l1, C, D).delayed },
  };
};

function fluidOverload(l0: number, l1: number, C: number, D: number): { backlog: number; delayed: number } {
  const station = { servers: 1, service: exponential(second / C), queue: everywhere };
  const flow = new FluidFlow({ ...oneStation(station, once), step: second });
  flow.setRate(0, l1 / second);
  flow.advance(D * second);
  const [server] = flow.stations;
  const { backlog } = server!;
  flow.setRate(0, l0 / second);
  while (!flow.isInBalance()) flow.advance(flow.now + D * second);
  return { backlog, delayed: server!.delayed / second };
}

/** (a) By rates, until the loop of retries has settled. (b) One by one, with waits of a thousand services. */
export const retries: Builder = (params) => {
  const { x, m, c, a, mr } = numbersOf(params, 'x', 'm', 'c', 'a', 'mr');
  const backoff = 1000 * second;
  const late: RetryOptions = { attempts: mr, backoff, factor: 1, cap: backoff, jitter: 'exponential' };
  const station = { servers: c, service: exponential(second), queue: 0 };
  const from = fromFlows(station, a, late, ['blocking'], (flow) => {
    const { attempts, failures } = flow.classes[0]!.tally;
    const shed = failures.shed;
    flow.advance(flow.now + 5 * backoff);
    const { tally } = flow.classes[0]!;
    return [(tally.failures.shed - shed) / (tally.attempts - attempts)];
  });
  return {
    'offered-over-capacity': { compute: () => shedByRates(x, m).offered },
    'fails-per-attempt': { compute: () => shedByRates(x, m).failing },
    'finally-fails': { compute: () => shedByRates(x, m).lost },
    'blocking-long-backoff': { from, reading: 'blocking', fewest: 60 },
    'offered-erlangs': { compute: () => lostCallsReturning(c, a, mr).offered },
  };
};

function shedByRates(x: number, m: number): { offered: number; failing: number; lost: number } {
  const capacity = 1000;
  const retry: RetryOptions = { attempts: m, backoff: second, factor: 1, cap: second, jitter: 'none' };
  const station = { servers: 1, service: constant(second / capacity), queue: 0 };
  const flow = new FluidFlow({ ...oneStation(station, retry), step: second });
  flow.setRate(0, (x * capacity) / second);
  flow.advance(2000 * second);
  const { tally } = flow.classes[0]!;
  const { attempts, shed, failures } = tally;
  const failed = failures.shed;
  flow.advance(2100 * second);
  const made = tally.attempts - attempts;
  return {
    offered: made / (100 * capacity),
    failing: (tally.failures.shed - failed) / made,
    lost: (tally.shed - shed) / (100 * x * capacity),
  };
}

/** Whether a request that comes some services after the beginning is shed; every other flow serves in constant time. */
export const lossSystem: Builder = (params) => {
  const { c, a } = numbersOf(params, 'c', 'a');
  const [random, fixed] = [exponential(second), constant(second)].map((service) =>
    fromFlows({ servers: c, service, queue: 0 }, a, once, ['shed'], (flow) => {
      flow.advance(20 * second);
      return [Number(flow.stations[0]!.busy === c)];
    }),
  );
  let isFixed = false;
  const draw = (stream: Stream) => {
    isFixed = !isFixed;
    return (isFixed ? fixed! : random!).draw(stream);
  };
  return { blocking: { from: { readings: ['shed'], draw }, reading: 'shed' } };
};
