/** What waits for a signal: woken once, then no longer waiting. It goes on later: nobody begins to wait while it is woken. */
export interface Waiter {
  wake(signal: Signal): void;
}

/**
 * Something that processes wait for. A signal has no memory: firing wakes those that wait at that instant, and who
 * begins to wait later waits for the next time.
 *
 * @typeParam T what a firing says.
 */
export class Signal<T = unknown> {
  /** What the last firing said; undefined before the first. */
  value: T | undefined = undefined;

  // A set keeps the order of arrival and forgets one waiter in constant time.
  readonly #waiters = new Set<Waiter>();

  /** How many wait. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /**
   * Wakes every waiting process: in the order in which they began to wait, at this instant, after what is already
   * scheduled for it. The caller goes on first.
   */
  fire(value?: T): void {
    this.value = value;
    if (this.#waiters.size === 0) return;
    for (const waiter of this.#waiters) waiter.wake(this);
    this.#waiters.clear();
  }

  /** Lets a waiter wait. */
  add(waiter: Waiter): void {
    this.#waiters.add(waiter);
  }

  /** Lets a waiter give up. */
  remove(waiter: Waiter): void {
    this.#waiters.delete(waiter);
  }
}
