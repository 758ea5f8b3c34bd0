import type { Micros } from '../../../kernel/index.js';
import type { Demand, Route } from './demand.js';
import { type ClosedFor, closedForEver, type Flow } from './flow.js';
import { FluidClass } from './fluid-class.js';
import { openFluid } from './fluid-opening.js';
import { type Batch, FluidStation, type Part } from './fluid-station.js';
import type { ClassOptions } from './request-class.js';
import type { StationOptions } from './station.js';
import type { Failure } from './tally.js';

export interface FluidOptions {
  readonly stations: readonly StationOptions[];
  readonly classes: readonly ClassOptions[];
  readonly routes: readonly Route[];
  readonly demand: Demand;
  readonly now: Micros;
  /** Time is worked on in pieces no longer than this. */
  readonly step: Micros;
}

/**
 * The same as a flow of single requests, by rates: attempts are amounts, and nobody waits as long as a station has capacity left.
 * Exact for the mean where a backlog is never near 0 or nothing queues at all; in between it misses the waits that chance makes.
 */
export class FluidFlow implements Flow {
  now: Micros;
  readonly stations: readonly FluidStation[];
  readonly classes: readonly FluidClass[];
  readonly routes: Route[];
  readonly demand: Demand;
  readonly servedOn: Float64Array;
  private readonly step: Micros;
  /** By when all are tried again that a station shed or kept waiting too long. */
  private strainedUntil: Micros;

  /** @throws RangeError for breakers, which decide by single attempts, and for steps that are not above 0 */
  constructor({ stations, classes, routes, demand, now, step }: FluidOptions) {
    if (!(step > 0)) throw new RangeError(`a step must be above 0, not ${step}`);
    const broken = classes.find(({ breaker }) => breaker);
    if (broken)
      throw new RangeError(`the breaker of ${broken.name} decides by single attempts, not by rates`);
    this.now = now;
    this.strainedUntil = now;
    this.step = step;
    this.stations = stations.map((one) => new FluidStation(one));
    this.classes = classes.map((one) => new FluidClass(one, routes.length, step));
    this.routes = [...routes];
    this.servedOn = new Float64Array(routes.length);
    this.demand = demand;
  }

  /** @throws RangeError if a station is asked for more than it can serve, and all may wait */
  start(closedFor: ClosedFor = closedForEver): void {
    openFluid(this, closedFor);
  }

  advance(to: Micros): void {
    while (this.now < to) {
      const edge = (Math.floor(this.now / this.step) + 1) * this.step;
      const end = Math.min(edge, to);
      this.classes.forEach((_, klass) => {
        this.offer(klass, this.now, end);
      });
      for (const station of this.stations) this.work(station, end);
      for (const own of this.classes) {
        this.expire(own, end);
        this.shareBudget(own);
      }
      this.now = end;
    }
  }

  setRate(klass: number, rate: number): void {
    this.classes[klass]!.rate = rate;
  }

  setRoute(route: number, to: Route): void {
    this.routes[route] = to;
  }

  setServers(station: number, servers: number): void {
    this.stations[station]!.servers = servers;
  }

  throttle(station: number, factor: number): void {
    this.stations[station]!.clock.throttle(this.now, factor);
  }

  warmUp(station: number, share: number, within: Micros): void {
    this.stations[station]!.clock.warmUp(this.now, share, within);
  }

  drop(station: number, as: 'silent' | 'refused'): void {
    for (const { batch, amount } of this.stations[station]!.empty()) {
      if (as === 'refused') this.fail(batch, amount, 'refused', this.now, this.now);
      else if (this.classes[batch.klass]!.options.timeout === Number.POSITIVE_INFINITY)
        this.fail(batch, amount, 'timedOut', this.now, this.now);
    }
  }

  /** Whether nothing waits, at a station or for a retry. */
  isInBalance(): boolean {
    return this.now >= this.strainedUntil && this.stations.every(({ backlog }) => backlog === 0);
  }

  /** First attempts and retries of a piece of time set out. */
  private offer(klass: number, from: Micros, to: Micros): void {
    const own = this.classes[klass]!;
    const shares = own.follow(this.demand.shares(klass, from));
    const fresh = own.rate * (to - from);
    own.tally.offered += fresh;
    own.tally.inProgress += fresh;
    own.deposit(fresh);
    own.buckets.arrive(fresh);
    const { pending, tally, buckets } = own;
    const bucket = buckets.current;
    for (let route = 0; route < shares.length; route++) {
      const left = fresh * shares[route]!;
      if (left > 0) this.send({ klass, route, failures: 0, bucket, from, to, shares, alive: 1, left });
    }
    for (const { route, failures, bucket, amount } of pending.take(from, to)) {
      tally.retried += amount;
      this.send({ klass, route, failures, bucket, from, to, shares, alive: 1, left: amount });
    }
  }

  private send(batch: Batch): void {
    const own = this.classes[batch.klass]!;
    own.tally.attempts += batch.left;
    if (own.options.timeout < Number.POSITIVE_INFINITY) own.watched.push(batch);
    this.proceed({ batch, step: 0, amount: batch.left }, batch.from, batch.to);
  }

  private proceed(part: Part, from: Micros, to: Micros): void {
    const { batch, step, amount } = part;
    const { stations, meets, errorShare } = this.routes[batch.route]!;
    const { timeout } = this.classes[batch.klass]!.options;
    if (meets === 'refused') this.fail(batch, amount, 'refused', from, to);
    else if (meets === 'silent') {
      if (timeout === Number.POSITIVE_INFINITY) this.fail(batch, amount, 'timedOut', from, to);
    } else if (step < stations.length) this.stations[stations[step]!]!.join(part);
    else this.answer(batch, amount, errorShare, from, to);
  }

  private work(station: FluidStation, to: Micros): void {
    const { now } = this;
    station.work(
      now,
      to,
      ({ batch }, amount) => this.fail(batch, amount, 'shed', now, to),
      ({ batch, step }, amount) => this.proceed({ batch, step: step + 1, amount }, now, to),
    );
  }

  private answer(batch: Batch, amount: number, errorShare: number, from: Micros, to: Micros): void {
    const { tally } = this.classes[batch.klass]!;
    const erred = amount * errorShare;
    if (erred > 0) this.fail(batch, erred, 'erred', from, to);
    const served = amount - erred;
    const inTime = served * batch.alive;
    batch.left -= served;
    tally.late += served - inTime;
    this.servedOn[batch.route]! += inTime;
    this.conclude(batch, inTime, this.routes[batch.route]!.isLate ? 'timedOut' : 'served');
  }

  /** Clients that have waited for their timeout by a time give up; their attempts stay where they are. */
  private expire(own: FluidClass, to: Micros): void {
    const { watched, options } = own;
    let over = 0;
    for (const batch of watched) {
      if (batch.from + options.timeout >= to) break;
      const alive = Math.max(0, (batch.to + options.timeout - to) / (batch.to - batch.from));
      const amount = (batch.alive - alive) * batch.left;
      if (amount > 0) this.retry(batch, amount, 'timedOut', this.now, to);
      batch.alive = alive;
      if (alive === 0) over++;
    }
    if (over > 0) watched.splice(0, over);
  }

  /** Attempts of a batch end; those of clients that had given up are nobody's any more. */
  private fail(batch: Batch, amount: number, how: Failure, from: Micros, to: Micros): void {
    batch.left -= amount;
    this.retry(batch, amount * batch.alive, how, from, to);
  }

  private retry(batch: Batch, amount: number, how: Failure, from: Micros, to: Micros): void {
    const own = this.classes[batch.klass]!;
    own.tally.failures[how] += amount;
    const failures = batch.failures + 1;
    const isStrained = how === 'shed' || (how === 'timedOut' && this.routes[batch.route]!.meets === 'served');
    if (isStrained && amount > 0)
      this.strainedUntil = Math.max(this.strainedUntil, to + own.pending.longestWait(failures));
    if (failures > own.options.retry.attempts) this.conclude(batch, amount, how);
    else if (own.options.retry.budget) own.asking.push({ batch, amount, how, from, to });
    else this.tryAgain(batch, amount, from, to);
  }

  /** Those who failed in a piece of time share what the budget allows. */
  private shareBudget(own: FluidClass): void {
    const { asking } = own;
    if (asking.length === 0) return;
    const allowed = own.withdraw(asking.reduce((sum, { amount }) => sum + amount, 0));
    for (const { batch, amount, how, from, to } of asking) {
      const again = amount * allowed;
      this.tryAgain(batch, again, from, to);
      this.conclude(batch, amount - again, how);
    }
    asking.length = 0;
  }

  private tryAgain(batch: Batch, amount: number, from: Micros, to: Micros): void {
    if (amount === 0) return;
    const { klass, route, bucket, shares } = batch;
    const own = this.classes[klass]!;
    const retries = { route, failures: batch.failures + 1, bucket, amount };
    if (own.isThere(shares)) {
      own.pending.add(retries, from, to);
      return;
    }
    own.moved(shares, route).forEach((share, now) => {
      if (share > 0) own.pending.add({ ...retries, route: now, amount: amount * share }, from, to);
    });
  }

  private conclude({ klass, bucket }: Batch, amount: number, outcome: Failure | 'served'): void {
    const { tally, buckets } = this.classes[klass]!;
    tally[outcome] += amount;
    tally.inProgress -= amount;
    buckets.conclude(bucket, outcome === 'served', amount);
  }
}
