import type { Micros, RunStreams, Stream } from '../../../kernel/index.js';
import { type Attempts, atStation } from './attempts.js';
import { type FlowView, offeredRates } from './balance.js';
import type { RequestClass } from './request-class.js';
import { fullBackoff } from './retry.js';
import type { Station } from './station.js';
import { drawStationary, type StationState } from './stationary.js';

/** A flow that can be put where it would be. */
export interface Opened extends FlowView {
  now: Micros;
  readonly attempts: Attempts;
}

/**
 * Puts a flow into balance at its present rates, as if no attempt ever failed: each station by itself (Jackson 1957: exact for a
 * chain of exponential ones). Where that is not the law, it steps back in time and returns how long the flow must run to its `now`.
 *
 * @throws RangeError if a station is asked for more than it can serve, and all may wait
 */
export function openInBalance(flow: Opened, streams: RunStreams): Micros {
  const rates = offeredRates(flow);
  const states = flow.stations.map((station, index) =>
    drawState(station, rates[index]!, flow.now, streams.open(`opening of ${station.options.name}`)),
  );
  const settling = states.reduce((longest, state) => Math.max(longest, state.settling), 0);
  const whole = settling + (states.some(({ sheds }) => sheds) ? longestRetrying(flow.classes) : 0);
  const placed = states.flatMap((state, index) =>
    place(
      flow,
      index,
      state,
      flow.now - whole,
      streams.open(`opening of ${flow.stations[index]!.options.name}`),
    ),
  );
  watchInOrder(flow, placed);
  flow.now -= whole;
  for (const own of flow.classes) own.nextArrival -= whole;
  return whole;
}

interface Drawn extends StationState {
  /** Whether it sheds in balance, so that there are retries. */
  readonly sheds: boolean;
}

function drawState(station: Station, offered: number, now: Micros, stream: Stream): Drawn {
  const { limit, servers, options } = station;
  const { name, service, queue } = options;
  const isLimited = limit !== undefined && offered > limit.rate;
  const rate = isLimited ? limit.rate : offered;
  const speed = station.clock.speedAt(now);
  const state = drawStationary({ name, rate: rate / speed, servers, service, queue }, stream);
  if (limit) station.setLimit(now, limit, isLimited);
  return { ...state, sheds: isLimited || state.blocked > negligible };
}

/** Requests that are shed more rarely than this do not make a difference. */
const negligible = 1e-9;
/** More retries than these are not waited for. */
const mostRetries = 50;

/** How long it takes until as many retries come as will: three times the waits of the most patient, which spread. */
function longestRetrying(classes: readonly RequestClass[]): Micros {
  let longest = 0;
  for (const { options } of classes) {
    let total = 0;
    for (let failures = 1; failures <= Math.min(options.retry.attempts, mostRetries); failures++) {
      total += 3 * fullBackoff(options.retry, failures);
    }
    longest = Math.max(longest, total);
  }
  return longest;
}

/** Puts those who are served and who wait at a station there; their numbers. */
function place(flow: Opened, index: number, state: StationState, from: Micros, stream: Stream): number[] {
  const { attempts, now } = flow;
  const station = flow.stations[index]!;
  const speed = station.clock.speedAt(now);
  const served = state.served.map(({ age, left }) => {
    const id = arriveAt(flow, index, from - age / speed, stream);
    station.resume(from, id, left);
    return id;
  });
  const waiting = state.waiting.map((age) => {
    const id = arriveAt(flow, index, from - age / speed, stream);
    station.enqueue(attempts, id);
    return id;
  });
  return [...served, ...waiting];
}

/** A request that came to a station at a time, of a class and a client that it may be. */
function arriveAt(flow: Opened, index: number, at: Micros, stream: Stream): number {
  const { attempts, classes, routes, demand, now } = flow;
  const total = classes.reduce((sum, { rate }) => sum + rate, 0);
  for (let tries = 0; tries < 1e7; tries++) {
    const klass = pickClass(classes, total * stream.next());
    const client = stream.next();
    const route = demand.routeOf(klass, now, client);
    const step = routes[route]!.meets === 'served' ? routes[route]!.stations.indexOf(index) : -1;
    if (step < 0) continue;
    const id = attempts.allocate();
    attempts.klass[id] = klass;
    attempts.state[id] = atStation;
    attempts.route[id] = route;
    attempts.step[id] = step;
    attempts.failures[id] = 0;
    attempts.bucket[id] = -1;
    attempts.place[id] = client;
    attempts.began[id] = at;
    attempts.marks[id] = 0;
    classes[klass]!.tally.inProgress++;
    return id;
  }
  throw new Error(`by their shares clients reach station ${index}, but none of ten million is routed to it`);
}

function pickClass(classes: readonly RequestClass[], target: number): number {
  let left = target;
  const picked = classes.findIndex(({ rate }) => {
    left -= rate;
    return left < 0;
  });
  return picked < 0 ? classes.findLastIndex(({ rate }) => rate > 0) : picked;
}

/** Attempts of a class time out in the order in which they began. */
function watchInOrder({ attempts, classes }: Opened, ids: number[]): void {
  ids.sort((a, b) => attempts.began[a]! - attempts.began[b]!);
  for (const id of ids) {
    const own = classes[attempts.klass[id]!]!;
    if (own.options.timeout < Number.POSITIVE_INFINITY) own.watch(attempts, id);
  }
}
