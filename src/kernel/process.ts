import type { Action, EventHandle } from './event-queue.js';
import { Signal, type Waiter } from './signal.js';
import type { Micros } from './time.js';

/** A wait for a signal, but not beyond an instant. */
export interface BoundedWait {
  readonly signal: Signal;
  /** Absolute, not before now. */
  readonly deadline: Micros;
}

/** What a process may yield: a duration, a signal, or a signal with a deadline. */
export type Wait = Micros | Signal | BoundedWait;

/**
 * Something that takes time: a generator that yields what it waits for. It is resumed with the signal that fired, or with
 * undefined when a duration or a deadline has passed.
 */
export type Process = Generator<Wait, void, Signal | undefined>;

/** What a process needs of the simulation it lives in. */
interface Clock {
  schedule(delay: Micros, action: Action): EventHandle;
  scheduleAt(at: Micros, action: Action): EventHandle;
  cancel(handle: EventHandle): boolean;
}

/** Steps a process from wait to wait. One closure serves all its waits: allocation per wait is what makes processes slow. */
export class ProcessRunner implements Waiter {
  readonly #clock: Clock;
  readonly #process: Process;
  /** The signal waited for under a deadline. */
  #awaited: Signal | undefined = undefined;
  #deadline: EventHandle | undefined = undefined;
  /** The signal that woke the process. */
  #cause: Signal | undefined = undefined;

  constructor(clock: Clock, process: Process) {
    this.#clock = clock;
    this.#process = process;
  }

  /** The action that goes on with the process. */
  readonly resume: Action = () => {
    const cause = this.#cause;
    if (cause !== undefined) {
      this.#cause = undefined;
    } else if (this.#awaited !== undefined) {
      this.#awaited.remove(this);
      this.#forgetDeadline();
    }
    const step = this.#process.next(cause);
    if (step.done === true) return;
    if (typeof step.value === 'number') this.#clock.schedule(step.value, this.resume);
    else this.#await(step.value);
  };

  wake(signal: Signal): void {
    this.#cause = signal;
    if (this.#deadline !== undefined) this.#clock.cancel(this.#deadline);
    this.#forgetDeadline();
    this.#clock.schedule(0, this.resume);
  }

  #await(wait: Exclude<Wait, number>): void {
    if (wait instanceof Signal) {
      wait.add(this);
    } else if (isBounded(wait)) {
      this.#deadline = this.#clock.scheduleAt(wait.deadline, this.resume);
      this.#awaited = wait.signal;
      wait.signal.add(this);
    } else {
      throw new TypeError(
        `a process must yield a number of microseconds, a Signal or { signal, deadline }, not ${describe(wait)}`,
      );
    }
  }

  #forgetDeadline(): void {
    this.#awaited = undefined;
    this.#deadline = undefined;
  }
}

function isBounded(wait: unknown): wait is BoundedWait {
  if (typeof wait !== 'object' || wait === null) return false;
  const { signal, deadline } = wait as Partial<BoundedWait>;
  return signal instanceof Signal && typeof deadline === 'number';
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null)
    return `an object with ${Object.keys(value).join(', ') || 'no keys'}`;
  return String(value);
}
