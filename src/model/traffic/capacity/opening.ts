import { drawPoisson, type Micros, type RunStreams, type Stream } from '../../../kernel/index.js';
import { type Attempts, atStation, backingOff, unanswered } from './attempts.js';
import { type Balance, balanceOf, type FlowView, negligible, shedShare } from './balance.js';
import type { DueHeap } from './due-heap.js';
import type { ClosedFor } from './flow.js';
import type { RequestClass } from './request-class.js';
import { drawRest, fullBackoff, type Jitter, jittered, spreadOf } from './retry.js';
import type { Station } from './station.js';
import { drawStationary, type StationState } from './stationary.js';

/** A flow that can be put where it would be. */
export interface Opened extends FlowView<Station> {
  now: Micros;
  readonly classes: readonly RequestClass[];
  readonly attempts: Attempts;
  readonly backoffs: DueHeap;
}

/**
 * Puts a flow into balance at its present rates: each station by itself, at the load that retries make (for a chain of exponential
 * ones without retries that is the law: Jackson 1957), and as many requests that wait for a retry or an answer. Where that is not the
 * law, it steps back in time and returns how long the flow must run to its `now`.
 *
 * @param closedFor how long nobody has answered on each route where nobody does
 * @throws RangeError if a station is asked for more than it can serve, and all may wait
 */
export function openInBalance(flow: Opened, streams: RunStreams, closedFor: ClosedFor): Micros {
  const balance = balanceOf(flow, (station, rate) => shedShare(station, rate, flow.now));
  const openings = flow.stations.map(({ options }) => streams.open(`opening of ${options.name}`));
  const states = flow.stations.map((station, i) =>
    drawState(station, balance.rates[i]!, flow.now, openings[i]!),
  );
  const settling = Math.max(0, ...states.map((state) => state.settling), retrying(flow, balance));
  const from = flow.now - settling;
  const placed = states.flatMap((state, i) => placeAt(flow, i, state, from, openings[i]!));
  flow.classes.forEach((own, klass) => {
    const stream = streams.open(`opening of ${own.options.name}`);
    const held = (route: number) => Math.max(0, closedFor(route) - settling);
    placed.push(...placeAway(flow, klass, balance.attempts[klass]!, from, held, stream));
    if (balance.isHeldBack[klass]) own.useUpBudget();
    own.nextArrival -= settling;
  });
  watchInOrder(flow, placed);
  flow.now = from;
  return settling;
}

function drawState(station: Station, offered: number, now: Micros, stream: Stream): StationState {
  const { limit, servers, options } = station;
  const { name, service, queue } = options;
  const isLimited = limit !== undefined && offered > limit.rate;
  const rate = isLimited ? limit.rate : offered;
  if (limit) station.setLimit(now, limit, isLimited);
  return drawStationary({ name, rate: rate / station.clock.speedAt(now), servers, service, queue }, stream);
}

/** More retries than these are not waited for. */
const mostRetries = 50;

/** Where stations shed, retries meet the state that refused them: three times the longest waits of all that a request can have. */
function retrying({ classes }: Opened, { shed }: Balance): Micros {
  if (shed.every((share) => share < negligible)) return 0;
  let longest = 0;
  for (const { options } of classes) {
    let total = 0;
    for (let failures = 1; failures <= Math.min(options.retry.attempts, mostRetries); failures++) {
      total += fullBackoff(options.retry, failures);
    }
    longest = Math.max(longest, 3 * total);
  }
  return longest;
}

/** Puts those who are served and who wait at a station there; their numbers. */
function placeAt(flow: Opened, index: number, state: StationState, from: Micros, stream: Stream): number[] {
  const station = flow.stations[index]!;
  const speed = station.clock.speedAt(flow.now);
  const served = state.served.map(({ age, left }) => {
    const id = arriveAt(flow, index, from - age / speed, stream);
    station.resume(from, id, left);
    return id;
  });
  const waiting = state.waiting.map((age) => {
    const id = arriveAt(flow, index, from - age / speed, stream);
    station.enqueue(flow.attempts, id);
    return id;
  });
  return [...served, ...waiting];
}

/** Requests of a class that wait for a retry, or for an answer that does not come; the numbers of the latter. */
function placeAway(
  flow: Opened,
  klass: number,
  attempts: Balance['attempts'][number],
  from: Micros,
  closedFor: ClosedFor,
  stream: Stream,
): number[] {
  const { classes, routes, backoffs } = flow;
  const { retry } = classes[klass]!.options;
  return attempts.flatMap((byFailures, route) => {
    if (routes[route]!.meets !== 'served')
      return placeUnheard(flow, klass, route, byFailures, from, closedFor(route), stream);
    byFailures.forEach((rate, failures) => {
      if (failures === 0) return;
      const wait = fullBackoff(retry, failures);
      for (let left = drawPoisson(rate * wait * spreadOf(retry.jitter).mean, stream); left > 0; left--) {
        const id = placeOne(flow, klass, route, failures, backingOff, from, stream);
        backoffs.push(from + drawRest(wait, retry.jitter, stream), id);
      }
    });
    return [];
  });
}

/** Those of a route on which nobody has answered for some time: each is where its attempts since it was first made have brought it. */
function placeUnheard(
  flow: Opened,
  klass: number,
  route: number,
  rates: readonly number[],
  from: Micros,
  closedFor: Micros,
  stream: Stream,
): number[] {
  const { retry, timeout } = flow.classes[klass]!.options;
  const stay = flow.routes[route]!.meets === 'silent' ? timeout : 0;
  if (stay === Number.POSITIVE_INFINITY || !(rates[0]! > 0)) return [];
  let longest = stay;
  for (let failures = 1; failures < rates.length; failures++)
    longest += stay + fullBackoff(retry, failures) * longestSpread(retry.jitter);
  const window = Math.min(longest, closedFor);
  const unheard: number[] = [];
  for (let left = drawPoisson(rates[0]! * window, stream); left > 0; left--) {
    let age = window * stream.next();
    for (let failures = 0; ; ) {
      if (age < stay) {
        unheard.push(placeOne(flow, klass, route, failures, unanswered, from - age, stream));
        break;
      }
      age -= stay;
      const again = (rates[failures + 1] ?? 0) / rates[failures]!;
      failures++;
      if (again === 0 || (again < 1 && stream.next() >= again)) break;
      const wait = jittered(fullBackoff(retry, failures), retry.jitter, stream);
      if (age < wait) {
        const id = placeOne(flow, klass, route, failures, backingOff, from, stream);
        flow.backoffs.push(from + wait - age, id);
        break;
      }
      age -= wait;
    }
  }
  return unheard;
}

/** Longer waits, in units of the one without jitter, are not drawn in a million. */
function longestSpread(jitter: Jitter): number {
  return jitter === 'exponential' ? 14 : 1;
}

/** A client of the class whose requests take the route. */
function placeOne(
  flow: Opened,
  klass: number,
  route: number,
  failures: number,
  state: number,
  at: Micros,
  stream: Stream,
): number {
  for (let tries = 0; tries < mostTries; tries++) {
    const place = stream.next();
    if (flow.demand.routeOf(klass, flow.now, place) !== route) continue;
    const id = request(flow, klass, route, place, at);
    flow.attempts.failures[id] = failures;
    flow.attempts.state[id] = state;
    return id;
  }
  throw new Error(`class ${klass} has a share on route ${route}, but none of a million clients is there`);
}

const mostTries = 1e6;

/** A request that came to a station at a time, of a class and a client that it may be. */
function arriveAt(flow: Opened, index: number, at: Micros, stream: Stream): number {
  const { classes, routes, demand, now } = flow;
  const total = classes.reduce((sum, { rate }) => sum + rate, 0);
  for (let tries = 0; tries < mostTries; tries++) {
    const klass = pickClass(classes, total * stream.next());
    const place = stream.next();
    const route = demand.routeOf(klass, now, place);
    const step = routes[route]!.meets === 'served' ? routes[route]!.stations.indexOf(index) : -1;
    if (step < 0) continue;
    const id = request(flow, klass, route, place, at);
    flow.attempts.step[id] = step;
    return id;
  }
  throw new Error(`clients have a share at station ${index}, but none of a million is there`);
}

function request(
  { attempts, classes }: Opened,
  klass: number,
  route: number,
  place: number,
  at: Micros,
): number {
  const id = attempts.allocate();
  attempts.klass[id] = klass;
  attempts.state[id] = atStation;
  attempts.route[id] = route;
  attempts.step[id] = 0;
  attempts.failures[id] = 0;
  attempts.bucket[id] = -1;
  attempts.place[id] = place;
  attempts.began[id] = at;
  attempts.marks[id] = 0;
  classes[klass]!.tally.inProgress++;
  return id;
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
