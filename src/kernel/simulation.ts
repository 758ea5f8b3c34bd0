import { type Action, type EventHandle, EventQueue } from './event-queue.js';
import { type Process, ProcessRunner } from './process.js';
import { endOfTime, type Micros } from './time.js';

/**
 * One run: a clock and the events to come. Events at one instant happen in the order in which they were scheduled.
 */
export class Simulation {
  readonly #queue = new EventQueue();
  #now: Micros = 0;
  #executed = 0;
  #running = false;

  /** The present instant. */
  get now(): Micros {
    return this.#now;
  }

  /** How many events have happened. */
  get executed(): number {
    return this.#executed;
  }

  /**
   * Lets an action happen after a delay in whole microseconds, 0 being this instant after all that is already scheduled
   * for it.
   *
   * @throws RangeError if the delay is negative, not whole, or leads beyond 2^53 - 1 microseconds.
   */
  schedule(delay: Micros, action: Action): EventHandle {
    const at = this.#now + delay;
    if (!(delay >= 0 && at <= endOfTime && Math.floor(delay) === delay)) throw badDelay(delay, this.#now);
    return this.#queue.push(at, action);
  }

  /**
   * Lets an action happen at an instant, in whole microseconds since the start of the run.
   *
   * @throws RangeError if the instant has passed, is not whole, or lies beyond 2^53 - 1 microseconds.
   */
  scheduleAt(at: Micros, action: Action): EventHandle {
    if (!(at >= this.#now && at <= endOfTime && Math.floor(at) === at)) throw badInstant(at, this.#now);
    return this.#queue.push(at, action);
  }

  /** Takes a scheduled action back, in constant time. False if it has already happened or been cancelled. */
  cancel(handle: EventHandle): boolean {
    return this.#queue.cancel(handle);
  }

  /** Starts a process: its first step is an event of this instant. What it throws comes out of {@link run}. */
  spawn(process: Process): void {
    if (typeof process?.next !== 'function') {
      throw new TypeError('spawn takes a generator: write spawn(probe()), not spawn(probe)');
    }
    this.#queue.push(this.#now, new ProcessRunner(this, process).resume);
  }

  /**
   * Lets everything happen that is due at or before an instant; it is then that instant.
   *
   * @throws RangeError if the instant has passed or is not whole; whatever an action throws.
   */
  run(until: Micros): void {
    if (this.#running) throw new Error('run was called by an action of the same simulation');
    if (!(until >= this.#now && until <= endOfTime && Math.floor(until) === until)) {
      throw badInstant(until, this.#now);
    }
    this.#running = true;
    try {
      const queue = this.#queue;
      for (let action = queue.pop(until); action !== undefined; action = queue.pop(until)) {
        this.#now = queue.time;
        this.#executed += 1;
        action();
      }
      this.#now = until;
    } finally {
      this.#running = false;
    }
  }
}

function badDelay(delay: number, now: Micros): RangeError {
  return new RangeError(
    `a delay must be a whole number of microseconds from 0 that ends before 2^53, not ${delay} (now = ${now})`,
  );
}

function badInstant(at: number, now: Micros): RangeError {
  const wrong = at < now ? 'has passed' : 'is not a whole number of microseconds below 2^53';
  return new RangeError(`the instant ${at} ${wrong} (now = ${now})`);
}
