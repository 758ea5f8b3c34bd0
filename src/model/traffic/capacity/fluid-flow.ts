import type { Micros } from '../../../kernel/index.js';
import type { Demand, Route } from './demand.js';
import { type Batch, FluidStation, type Part } from './fluid-station.js';
import { PendingRetries } from './pending-retries.js';
import type { ClassOptions } from './request-class.js';
import type { StationOptions } from './station.js';
import { ClassTally, type Failure } from './tally.js';

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
export class FluidFlow {
  now: Micros;
  readonly stations: readonly FluidStation[];
  readonly classes: readonly FluidClass[];
  private readonly routes: Route[];
  private readonly demand: Demand;
  private readonly step: Micros;

  /** @throws RangeError for breakers, which decide by single attempts, and for steps that are not above 0 */
  constructor({ stations, classes, routes, demand, now, step }: FluidOptions) {
    if (!(step > 0)) throw new RangeError(`a step must be above 0, not ${step}`);
    const broken = classes.find(({ breaker }) => breaker);
    if (broken)
      throw new RangeError(`the breaker of ${broken.name} decides by single attempts, not by rates`);
    this.now = now;
    this.step = step;
    this.stations = stations.map((one) => new FluidStation(one, now));
    this.classes = classes.map((one) => new FluidClass(one, routes.length, step));
    this.routes = [...routes];
    this.demand = demand;
  }

  advance(to: Micros): void {
    while (this.now < to) {
      const edge = (Math.floor(this.now / this.step) + 1) * this.step;
      const end = Math.min(edge, to);
      this.classes.forEach((_, klass) => {
        this.offer(klass, this.now, end);
      });
      for (const station of this.stations) this.work(station, end);
      for (const own of this.classes) this.expire(own, end);
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
    return (
      this.stations.every(({ backlog }) => backlog === 0) &&
      this.classes.every(({ pending }) => pending.total < 1e-6)
    );
  }

  /** First attempts and retries of a piece of time set out. */
  private offer(klass: number, from: Micros, to: Micros): void {
    const own = this.classes[klass]!;
    const shares = own.follow(this.demand.shares(klass, from));
    const fresh = own.rate * (to - from);
    own.tally.offered += fresh;
    own.tally.inProgress += fresh;
    own.deposit(fresh);
    shares.forEach((share, route) => {
      this.send({ klass, route, failures: 0, from, to, shares, alive: 1, left: fresh * share });
    });
    own.pending.take(from, to)?.forEach((amount, i) => {
      const failures = Math.floor(i / this.routes.length) + 1;
      own.tally.retried += amount;
      this.send({ klass, route: i % this.routes.length, failures, from, to, shares, alive: 1, left: amount });
    });
  }

  private send(batch: Batch): void {
    if (batch.left === 0) return;
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
    batch.left -= served;
    tally.late += served * (1 - batch.alive);
    this.conclude(batch.klass, served * batch.alive, 'served');
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

  private retry(
    { klass, route, failures, shares }: Batch,
    amount: number,
    how: Failure,
    from: Micros,
    to: Micros,
  ): void {
    const own = this.classes[klass]!;
    own.tally.failures[how] += amount;
    const again = failures < own.options.retry.attempts ? own.withdraw(amount) : 0;
    if (again > 0) {
      own.moved(shares, route).forEach((share, now) => {
        if (share > 0) own.pending.add(now, failures + 1, again * share, from, to);
      });
    }
    this.conclude(klass, amount - again, how);
  }

  private conclude(klass: number, amount: number, outcome: Failure | 'served'): void {
    const { tally } = this.classes[klass]!;
    tally[outcome] += amount;
    tally.inProgress -= amount;
  }
}

/** A class by rates. */
class FluidClass {
  readonly tally = new ClassTally();
  readonly pending: PendingRetries;
  /** Requests per microsecond that are first made. */
  rate = 0;
  /** Attempts that may time out, the oldest first. */
  readonly watched: Batch[] = [];
  private tokens: number;
  private shares: readonly number[] | undefined;

  constructor(
    readonly options: ClassOptions,
    routes: number,
    step: Micros,
  ) {
    this.pending = new PendingRetries(options.retry, routes, step);
    this.tokens = options.retry.budget?.burst ?? Number.POSITIVE_INFINITY;
  }

  deposit(requests: number): void {
    const { budget } = this.options.retry;
    if (budget) this.tokens = Math.min(budget.burst, this.tokens + budget.ratio * requests);
  }

  /** How many of so many retries the budget allows. */
  withdraw(retries: number): number {
    const allowed = Math.min(retries, this.tokens);
    this.tokens -= allowed;
    this.tally.withheld += retries - allowed;
    return allowed;
  }

  /** These are the shares by route from now on; clients that wait for a retry move too. */
  follow(shares: readonly number[]): readonly number[] {
    const before = this.shares;
    if (before?.every((share, route) => share === shares[route])) return before;
    this.shares = shares;
    if (before) this.pending.move(before.map((_, route) => this.moved(before, route)));
    return shares;
  }

  /** Where the clients of a route are that had these shares: no more of them move than must. */
  moved(before: readonly number[], route: number): number[] {
    const now = this.shares!;
    const kept = before[route]! > 0 ? Math.min(1, now[route]! / before[route]!) : 1;
    const gains = now.map((share, i) => Math.max(0, share - before[i]!));
    const gained = gains.reduce((sum, gain) => sum + gain, 0);
    return gains.map(
      (gain, to) => (gained > 0 ? ((1 - kept) * gain) / gained : 0) + Number(to === route) * kept,
    );
  }
}
