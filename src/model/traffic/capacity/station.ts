import type { Distribution, Micros, Stream } from '../../../kernel/index.js';
import { type Attempts, none } from './attempts.js';
import { DueHeap } from './due-heap.js';
import { TokenBucket, type TokenBucketOptions } from './token-bucket.js';
import { WorkClock } from './work-clock.js';

export const mostServers = 1e6;

/** What serves requests in the order in which they come: some servers, and places to wait for one. */
export interface StationOptions {
  readonly name: string;
  /** From 1 to {@link mostServers}, whole. */
  readonly servers: number;
  /** Work of a request, in microseconds at full speed. */
  readonly service: Distribution;
  /** How many may wait: whole, or Infinity. Who finds no place is shed. */
  readonly queue: number;
  /** A limit on what is let in; the rest is shed. */
  readonly limit?: TokenBucketOptions;
}

interface Question {
  readonly at: Micros;
  ahead: number;
  readonly tell: (wait: Micros | undefined) => void;
}

/** A station in one run. */
export class Station {
  readonly clock = new WorkClock();
  servers: number;
  /** When the next server is done; Infinity if none works. */
  nextEnd: Micros = Number.POSITIVE_INFINITY;
  waiting = 0;
  /** Attempts served, in time or not. */
  served = 0;
  shed = 0;
  /** When a server first stood idle since that was last asked for; undefined if none has. */
  idleFrom: Micros | undefined;
  private readonly inService = new DueHeap();
  private head = none;
  private tail = none;
  limit: TokenBucketOptions | undefined;
  private bucket: TokenBucket | undefined;
  /** Server time used up to `countedTo`. */
  private used = 0;
  private countedTo: Micros;
  private readonly draw: (u: number) => number;
  /** One who wants to know the wait, and how many are served before. */
  private question: Question | undefined;

  /** @throws RangeError if servers, places or the service time are out of bounds */
  constructor(
    readonly options: StationOptions,
    private readonly services: Stream,
    now: Micros,
  ) {
    const { name, servers, service, queue, limit } = options;
    mustBeServers(name, servers, 1);
    if (!(queue === Number.POSITIVE_INFINITY || (Number.isSafeInteger(queue) && queue >= 0))) {
      throw new RangeError(`the places to wait at ${name} must be whole or Infinity, not ${queue}`);
    }
    if (!(service.mean > 0 && service.mean < Number.POSITIVE_INFINITY)) {
      throw new RangeError(
        `the mean service time at ${name} must be above 0 and finite, not ${service.mean}`,
      );
    }
    this.servers = servers;
    this.draw = service.draw ? (u) => service.draw!(u) : (u) => service.quantile(u);
    if (limit) this.setLimit(now, limit);
    this.countedTo = now;
  }

  /** From now on it is noted when a server first stands idle. */
  awaitIdle(now: Micros): void {
    this.idleFrom = this.busy < this.servers ? now : undefined;
  }

  get busy(): number {
    return this.inService.size;
  }

  /** Server time used since the run began, up to now, in microseconds. */
  busyTime(now: Micros): number {
    return this.used + this.busy * (now - this.countedTo);
  }

  /** Attempts that it can serve in a microsecond. */
  capacityAt(now: Micros): number {
    return (this.servers * this.clock.speedAt(now)) / this.options.service.mean;
  }

  /** Lets an attempt in, to a server or to wait; false if it is shed. */
  join(attempts: Attempts, now: Micros, id: number): boolean {
    if (this.bucket?.take(now) === false) return this.reject();
    if (this.busy < this.servers) {
      this.serve(now, id);
      return true;
    }
    if (this.waiting >= this.options.queue) return this.reject();
    this.enqueue(attempts, id);
    return true;
  }

  /** Lets those who wait be served as far as servers are free. */
  startWaiting(attempts: Attempts, now: Micros): void {
    while (this.busy < this.servers) {
      if (this.question && this.question.ahead-- === 0) this.answer(now);
      if (this.head === none) {
        this.idleFrom ??= now;
        return;
      }
      this.serve(now, this.dequeue(attempts));
    }
  }

  /**
   * Asks how long an attempt that came now would wait, without letting one in: what it is told is told as soon as that is known,
   * undefined if it would be shed.
   */
  askWait(now: Micros, tell: (wait: Micros | undefined) => void): void {
    this.question = { at: now, ahead: this.waiting, tell };
    if (this.busy < this.servers) this.answer(now);
    else if (this.waiting >= this.options.queue) this.answer(undefined);
  }

  /** The server that is due is done. With whom. */
  endNext(now: Micros): number {
    this.count(now);
    const id = this.inService.pop();
    this.served++;
    this.expectEnd();
    return id;
  }

  /** Servers come, or go as soon as they are done with what they are at. */
  setServers(attempts: Attempts, now: Micros, servers: number): void {
    mustBeServers(this.options.name, servers, 0);
    this.servers = servers;
    this.startWaiting(attempts, now);
  }

  setLimit(now: Micros, limit: TokenBucketOptions | undefined, isEmpty = false): void {
    this.limit = limit;
    this.bucket = limit && new TokenBucket(limit, now, isEmpty);
  }

  throttle(now: Micros, factor: number): void {
    this.clock.throttle(now, factor);
    this.expectEnd();
  }

  warmUp(now: Micros, share: number, within: Micros): void {
    this.clock.warmUp(now, share, within);
    this.expectEnd();
  }

  /** Counts from now on. */
  forgetCounts(now: Micros): void {
    this.served = 0;
    this.shed = 0;
    this.used = 0;
    this.countedTo = now;
  }

  /** Takes out all who wait or are served, those served first. */
  empty(attempts: Attempts, now: Micros): number[] {
    this.count(now);
    const all: number[] = [];
    while (this.inService.size > 0) all.push(this.inService.pop());
    while (this.head !== none) all.push(this.dequeue(attempts));
    this.answer(undefined);
    this.expectEnd();
    return all;
  }

  /** Puts an attempt on a server, with so much work left. */
  resume(now: Micros, id: number, work: number): void {
    this.count(now);
    this.inService.push(this.clock.workAt(now) + work, id);
    this.expectEnd();
  }

  enqueue(attempts: Attempts, id: number): void {
    attempts.next[id] = none;
    if (this.tail === none) this.head = id;
    else attempts.next[this.tail] = id;
    this.tail = id;
    this.waiting++;
  }

  private dequeue(attempts: Attempts): number {
    const id = this.head;
    this.head = attempts.next[id]!;
    if (this.head === none) this.tail = none;
    this.waiting--;
    return id;
  }

  private serve(now: Micros, id: number): void {
    this.resume(now, id, this.draw(this.services.next()));
  }

  private answer(startsAt: Micros | undefined): void {
    const { question } = this;
    this.question = undefined;
    question?.tell(startsAt === undefined ? undefined : startsAt - question.at);
  }

  private reject(): false {
    this.shed++;
    return false;
  }

  private count(now: Micros): void {
    this.used += this.busy * (now - this.countedTo);
    this.countedTo = now;
  }

  private expectEnd(): void {
    const { first } = this.inService;
    this.nextEnd = first === Number.POSITIVE_INFINITY ? first : this.clock.timeOf(first);
  }
}

function mustBeServers(name: string, servers: number, least: number): void {
  if (!(Number.isSafeInteger(servers) && servers >= least && servers <= mostServers)) {
    throw new RangeError(
      `the servers of ${name} must be whole, from ${least} to ${mostServers}, not ${servers}`,
    );
  }
}
