import type { Micros, RunStreams } from '../../../kernel/index.js';
import { Attempts, abandoned, atStation, backingOff, unanswered } from './attempts.js';
import { isQuiet } from './balance.js';
import type { Demand, Route } from './demand.js';
import { DueHeap } from './due-heap.js';
import { type ClosedFor, closedForEver, type Flow } from './flow.js';
import { openInBalance } from './opening.js';
import { type ClassOptions, RequestClass } from './request-class.js';
import { Station, type StationOptions } from './station.js';
import type { Failure } from './tally.js';
import type { TokenBucketOptions } from './token-bucket.js';
import { mostAttempts, TooManyAttempts } from './too-many-attempts.js';

/** Marks of an attempt: its outcome decides on a breaker; its request failed for want of capacity. */
const probe = 1;
const strained = 2;

type Source = 'backoff' | 'service' | 'expiry' | 'arrival';

export interface FlowOptions {
  readonly stations: readonly StationOptions[];
  readonly classes: readonly ClassOptions[];
  readonly routes: readonly Route[];
  readonly demand: Demand;
  readonly streams: RunStreams;
  /** When it begins. */
  readonly now: Micros;
  /** Attempts that it follows at most. */
  readonly most?: number;
}

/**
 * Requests followed one by one through stations that can serve only so much: first come first served, time-outs, retries. It has
 * its own loop of events, whose times are not rounded; between calls it stands at the time that {@link advance} was last told.
 */
export class RequestFlow implements Flow {
  now: Micros;
  readonly stations: readonly Station[];
  readonly classes: readonly RequestClass[];
  readonly attempts = new Attempts();
  readonly routes: readonly Route[];
  readonly demand: Demand;
  /** Attempts answered in time, or late where all are, by route. */
  readonly servedOn: Float64Array;
  private readonly streams: RunStreams;
  /** Requests by when they make their next attempt. */
  readonly backoffs = new DueHeap();
  /** Requests that wait for their next attempt because stations were too busy. */
  private strain = 0;
  /** Attempts since it began. */
  private followed = 0;
  private readonly most: number;
  private source: Source = 'arrival';
  private index = 0;
  /** When routes are looked up while it settles. */
  private routedAt: Micros | undefined;

  constructor({ stations, classes, routes, demand, streams, now, most = mostAttempts }: FlowOptions) {
    this.most = most;
    this.now = now;
    this.stations = stations.map((one) => new Station(one, streams.open(`services at ${one.name}`), now));
    this.classes = classes.map((one) => new RequestClass(one, routes.length, streams));
    this.routes = routes;
    this.servedOn = new Float64Array(routes.length);
    this.demand = demand;
    this.streams = streams;
  }

  /**
   * Begins in balance at the present rates instead of empty: stations and retries as at a random instant. Where that law is not known
   * the flow settles first, unseen. For those who are in progress then nobody counts a bucket.
   *
   * @throws RangeError if there is no balance
   */
  start(closedFor: ClosedFor = closedForEver): void {
    const { now } = this;
    const settling = openInBalance(this, this.streams, closedFor);
    if (settling > 0) {
      this.routedAt = now;
      this.advance(now);
      this.routedAt = undefined;
    }
    for (const station of this.stations) station.forgetCounts(now);
    for (const klass of this.classes) klass.forgetCounts();
  }

  /**
   * Lets everything happen that is due at or before a time.
   *
   * @throws TooManyAttempts if that has no end that anybody would wait for
   */
  advance(to: Micros): void {
    for (let at = this.findNext(to); at <= to; at = this.findNext(to)) {
      this.now = at;
      this.happen();
    }
    this.now = to;
  }

  /** No new requests come from now on, and what is in progress comes to its end, however long it takes. */
  drain(): void {
    for (const klass of this.classes) klass.setRate(this.now, 0);
    for (let at = this.findNext(Number.POSITIVE_INFINITY); at < Number.POSITIVE_INFINITY; ) {
      this.now = at;
      this.happen();
      at = this.findNext(Number.POSITIVE_INFINITY);
    }
  }

  /** Requests of a class first made in a microsecond, from now on. */
  setRate(klass: number, rate: number): void {
    this.classes[klass]!.setRate(this.now, rate);
  }

  /** What a route meets from now on; attempts on it find out at their next station. */
  setRoute(route: number, to: Route): void {
    (this.routes as Route[])[route] = to;
  }

  setServers(station: number, servers: number): void {
    this.stations[station]!.setServers(this.attempts, this.now, servers);
  }

  /** All servers of a station work at this share of their speed, in (0, 1], from now on. */
  throttle(station: number, factor: number): void {
    this.stations[station]!.throttle(this.now, factor);
  }

  /** The servers of a station have this share of their speed and grow to all of it, evenly, within a time. */
  warmUp(station: number, share: number, within: Micros): void {
    this.stations[station]!.warmUp(this.now, share, within);
  }

  setLimit(station: number, limit: TokenBucketOptions | undefined): void {
    this.stations[station]!.setLimit(this.now, limit);
  }

  /** What waits at a station or is served there is gone: clients hear nothing, or are refused. */
  drop(station: number, as: 'silent' | 'refused'): void {
    for (const id of this.stations[station]!.empty(this.attempts, this.now)) {
      if (this.attempts.state[id] === abandoned) this.attempts.free(id);
      else if (as === 'silent') this.leaveUnanswered(id);
      else this.fail(id, 'refused');
    }
  }

  /**
   * Whether it is back in balance, so that rates say all again: more is served than comes, no queue is longer than it usually is,
   * and nobody waits for a retry because a station was too busy.
   */
  isInBalance(): boolean {
    return this.strain === 0 && isQuiet(this);
  }

  /** The first event, unless that comes after a time; kept in `source` and `index`. */
  private findNext(to: Micros): Micros {
    let at = this.backoffs.first;
    let source: Source = 'backoff';
    let index = 0;
    const { stations, classes, attempts } = this;
    for (let i = 0; i < stations.length; i++) {
      const end = stations[i]!.nextEnd;
      if (end >= at) continue;
      at = end;
      source = 'service';
      index = i;
    }
    for (let i = 0; i < classes.length; i++) {
      const own = classes[i]!;
      const expiry = own.nextExpiry(attempts);
      if (expiry < at) {
        at = expiry;
        source = 'expiry';
        index = i;
      }
      if (own.nextArrival < at) {
        at = own.nextArrival;
        source = 'arrival';
        index = i;
      }
    }
    if (at <= to) {
      this.source = source;
      this.index = index;
    }
    return at;
  }

  private happen(): void {
    switch (this.source) {
      case 'backoff':
        this.retry(this.backoffs.pop());
        break;
      case 'service':
        this.endService(this.index);
        break;
      case 'expiry':
        this.expire(this.classes[this.index]!.oldest);
        break;
      case 'arrival':
        this.arrive(this.index);
    }
  }

  private arrive(index: number): void {
    const { attempts, now } = this;
    const own = this.classes[index]!;
    own.arrive(now);
    own.tally.offered++;
    own.tally.inProgress++;
    own.buckets.arrive();
    const id = attempts.allocate();
    attempts.klass[id] = index;
    attempts.failures[id] = 0;
    attempts.bucket[id] = own.buckets.current;
    attempts.place[id] = own.places.next();
    attempts.marks[id] = 0;
    this.attempt(id);
  }

  private retry(id: number): void {
    const { attempts } = this;
    if (attempts.marks[id]! & strained) this.strain--;
    attempts.marks[id] = 0;
    this.classes[attempts.klass[id]!]!.tally.retried++;
    this.attempt(id);
  }

  private attempt(id: number): void {
    const { attempts, now } = this;
    const klass = attempts.klass[id]!;
    const own = this.classes[klass]!;
    if (++this.followed > this.most) throw new TooManyAttempts();
    const route = this.demand.routeOf(klass, this.routedAt ?? now, attempts.place[id]!);
    own.tally.attempts++;
    attempts.route[id] = route;
    attempts.step[id] = 0;
    attempts.began[id] = now;
    const admitted = own.breaker(route)?.admit(now);
    if (admitted === 'break') {
      this.breakOff(id);
      return;
    }
    if (admitted === 'probe') attempts.marks[id]! |= probe;
    attempts.state[id] = atStation;
    if (own.options.timeout < Number.POSITIVE_INFINITY) own.watch(attempts, id);
    this.proceed(id);
  }

  /** Goes to the next station of its route, or has its answer. */
  private proceed(id: number): void {
    const { attempts } = this;
    const { stations, meets } = this.routes[attempts.route[id]!]!;
    const isAbandoned = attempts.state[id] === abandoned;
    if (meets !== 'served') {
      if (isAbandoned) attempts.free(id);
      else if (meets === 'silent') this.leaveUnanswered(id);
      else this.fail(id, 'refused');
      return;
    }
    const step = attempts.step[id]!;
    if (step === stations.length) {
      this.answer(id);
      return;
    }
    if (this.stations[stations[step]!]!.join(attempts, this.now, id)) return;
    if (isAbandoned) attempts.free(id);
    else this.fail(id, 'shed');
  }

  private endService(index: number): void {
    const id = this.stations[index]!.endNext(this.now);
    this.stations[index]!.startWaiting(this.attempts, this.now);
    this.attempts.step[id]!++;
    this.proceed(id);
  }

  private answer(id: number): void {
    const { attempts } = this;
    const own = this.classes[attempts.klass[id]!]!;
    if (attempts.state[id] === abandoned) {
      own.tally.late++;
      attempts.free(id);
      return;
    }
    const { errorShare, isLate } = this.routes[attempts.route[id]!]!;
    if (errorShare > 0 && own.errors.next() < errorShare) {
      this.fail(id, 'erred');
      return;
    }
    this.servedOn[attempts.route[id]!]!++;
    if (isLate) own.tally.failures.timedOut++;
    this.endAttempt(id, isLate === true);
    this.conclude(id, isLate ? 'timedOut' : 'served');
  }

  /** Nobody will answer: it times out, or, where clients wait for ever, its request has failed already. */
  private leaveUnanswered(id: number): void {
    const { attempts } = this;
    attempts.state[id] = unanswered;
    const own = this.classes[attempts.klass[id]!]!;
    if (own.options.timeout < Number.POSITIVE_INFINITY) return;
    own.tally.failures.timedOut++;
    this.endAttempt(id, true);
    this.conclude(id, 'timedOut');
  }

  /** The client gives up. A station that has the attempt does not know, and serves it all the same. */
  private expire(id: number): void {
    const { attempts } = this;
    this.classes[attempts.klass[id]!]!.tally.failures.timedOut++;
    this.endAttempt(id, true);
    if (attempts.state[id] === unanswered) {
      this.tryAgain(id, 'timedOut', false);
      return;
    }
    attempts.state[id] = abandoned;
    this.tryAgain(attempts.copyRequest(id), 'timedOut', true);
  }

  private breakOff(id: number): void {
    const { tally } = this.classes[this.attempts.klass[id]!]!;
    tally.broken++;
    tally.failures.shed++;
    this.tryAgain(id, 'shed', true);
  }

  private fail(id: number, how: Failure): void {
    this.classes[this.attempts.klass[id]!]!.tally.failures[how]++;
    this.endAttempt(id, true);
    this.tryAgain(id, how, how === 'shed');
  }

  /** The client knows how its attempt ended. */
  private endAttempt(id: number, hasFailed: boolean): void {
    const { attempts } = this;
    const own = this.classes[attempts.klass[id]!]!;
    if (own.options.timeout < Number.POSITIVE_INFINITY) own.unwatch(attempts, id);
    const breaker = own.breaker(attempts.route[id]!);
    breaker?.note(this.now, hasFailed, (attempts.marks[id]! & probe) !== 0);
  }

  private tryAgain(id: number, how: Failure, isStrained: boolean): void {
    const { attempts } = this;
    const own = this.classes[attempts.klass[id]!]!;
    const failures = attempts.failures[id]! + 1;
    attempts.failures[id] = failures;
    const backoff = own.nextBackoff(failures);
    if (backoff === undefined) {
      this.conclude(id, how);
      return;
    }
    attempts.state[id] = backingOff;
    attempts.marks[id] = isStrained ? strained : 0;
    if (isStrained) this.strain++;
    this.backoffs.push(this.now + backoff, id);
  }

  private conclude(id: number, outcome: Failure | 'served'): void {
    const { attempts } = this;
    const own = this.classes[attempts.klass[id]!]!;
    own.tally[outcome]++;
    own.tally.inProgress--;
    own.buckets.conclude(attempts.bucket[id]!, outcome === 'served');
    attempts.free(id);
  }
}
