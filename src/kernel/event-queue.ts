import type { Micros } from './time.js';

/** What happens. */
export type Action = () => void;

declare const brand: unique symbol;
/** Names a scheduled event, to cancel it. Never reused within 2^29 uses of its slot. */
export type EventHandle = number & { readonly [brand]: 'EventHandle' };

/** Slots to a generation: the most events that can be pending. */
const slots = 2 ** 24;

/** Pending events in the order of their times, ties first in first out; any of them can be cancelled in constant time. */
export class EventQueue {
  readonly #times: number[] = [Number.POSITIVE_INFINITY];
  readonly #open: number[] = [0];
  readonly #handles: number[] = [Number.NaN];
  readonly #actions: (Action | undefined)[] = [undefined];
  readonly #free: number[] = [];
  #size = 0;

  /** How many events are pending. */
  get size(): number {
    return this.#size;
  }

  /** Adds an event. */
  push(at: Micros, action: Action): EventHandle {
    let slot = this.#free.pop();
    if (slot === undefined) {
      slot = this.#handles.length;
      this.#handles.push(slots + slot);
      this.#actions.push(action);
    } else {
      this.#actions[slot] = action;
    }
    const times = this.#times;
    const open = this.#open;
    let hole = times.length;
    times.push(0);
    open.push(0);
    while (times[hole - 1]! <= at) {
      times[hole] = times[hole - 1]!;
      open[hole] = open[hole - 1]!;
      hole -= 1;
    }
    times[hole] = at;
    open[hole] = slot;
    this.#size += 1;
    return this.#handles[slot]! as EventHandle;
  }

  /** Takes an event back; false if it was already popped or cancelled. */
  cancel(handle: EventHandle): boolean {
    const slot = handle % slots;
    if (this.#handles[slot] !== handle || this.#actions[slot] === undefined) return false;
    this.#actions[slot] = undefined;
    this.#size -= 1;
    return true;
  }

  /** The time of the next event; Infinity if there is none. */
  peekTime(): Micros {
    while (this.#open.length > 1 && this.#actions[this.#open.at(-1)!] === undefined) this.#release();
    return this.#times.at(-1)!;
  }

  /** Removes and returns the next event's action; undefined if there is none. */
  pop(): Action | undefined {
    if (this.peekTime() === Number.POSITIVE_INFINITY) return undefined;
    const action = this.#actions[this.#open.at(-1)!];
    this.#size -= 1;
    this.#release();
    return action;
  }

  #release(): void {
    const slot = this.#open.pop()!;
    this.#times.pop();
    this.#actions[slot] = undefined;
    this.#handles[slot] = this.#handles[slot]! + slots;
    this.#free.push(slot);
  }
}
