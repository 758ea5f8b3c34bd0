import { constant, exponential, Streams } from '../../src/kernel/index.js';
import { FluidFlow } from '../../src/model/traffic/capacity/fluid-flow.js';
import type { ClassOptions } from '../../src/model/traffic/capacity/request-class.js';
import { RequestFlow } from '../../src/model/traffic/capacity/request-flow.js';

const second = 1e6;

/** A database is slowed for a time and is then as it was, and its clients try again. */
export interface Trial {
  /** Requests first made, as a share of what it can serve at full speed. */
  readonly load: number;
  /** Share of its speed that it loses, in [0, 1). */
  readonly size: number;
  /** Seconds. */
  readonly duration: number;
}

/** The published client: 3 s of patience, and four more attempts, each as soon as the one before has failed. */
const clients: ClassOptions = {
  name: 'inserts',
  timeout: 3 * second,
  retry: { attempts: 4, backoff: 0, factor: 1, cap: 0, jitter: 'none' },
};

const plan = {
  classes: [clients],
  routes: [{ stations: [0], meets: 'served', errorShare: 0 }],
  demand: { routeOf: () => 0, shares: () => [1] },
  now: 0,
} as const;

const database = { name: 'database', queue: Number.POSITIVE_INFINITY };

/** Pieces of time in which rates are worked out. */
const step = second / 50;

/** Seconds undisturbed, and how long after the trigger something must still be amiss to be called lasting. */
const before = 1;
const lasting = 60;

/** Whether it stays down after the trigger has gone, by rates. Only ratios of rates matter. */
export function staysDown(trial: Trial): boolean {
  const station = { ...database, servers: 1, service: constant(1000) };
  return runTrial(new FluidFlow({ ...plan, stations: [station], step }), trial, 1000);
}

/** The same request by request: two servers, exponential service times, and so many requests a second at full speed. */
export function staysDownByRequests(trial: Trial, capacity: number, run: number): boolean {
  const station = { ...database, servers: 2, service: exponential((2 * second) / capacity) };
  const streams = new Streams('metastable').at(run);
  return runTrial(new RequestFlow({ ...plan, stations: [station], streams }), trial, capacity);
}

function runTrial(flow: FluidFlow | RequestFlow, { load, size, duration }: Trial, capacity: number): boolean {
  flow.setRate(0, (load * capacity) / second);
  flow.advance(before * second);
  flow.throttle(0, 1 - size);
  const end = before + duration;
  flow.advance(end * second);
  flow.throttle(0, 1);
  for (let passed = 1; passed <= lasting; passed++) {
    flow.advance((end + passed) * second);
    if (flow.isInBalance()) return false;
  }
  return true;
}
