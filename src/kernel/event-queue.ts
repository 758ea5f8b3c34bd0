import { Calendar } from './calendar.js';
import { type Action, type EventHandle, EventSlots } from './event-slots.js';
import { LateHeap } from './late-heap.js';
import { SortedRun } from './sorted-run.js';
import type { Micros } from './time.js';

export type { Action, EventHandle };

/** More slots of cancelled events than pending ones, by this much, are swept out. */
const sweepBeyond = 64;

/**
 * Pending events in the order of their times, ties first in first out; any of them can be cancelled in constant time.
 *
 * The next few events are kept in order, the others wait unordered in a calendar. Up to some 16 events, as in most runs,
 * the calendar is idle. Events that come late into a long run, where putting them in order would cost too much, go to a
 * heap: no pattern of times costs more than a heap would.
 */
export class EventQueue {
  readonly #slots = new EventSlots();
  readonly #run = new SortedRun();
  readonly #late = new LateHeap();
  readonly #calendar = new Calendar();
  #size = 0;
  #time: Micros = 0;

  /** How many events are pending. */
  get size(): number {
    return this.#size;
  }

  /** The time of the event popped last, 0 before the first. */
  get time(): Micros {
    return this.#time;
  }

  /** Adds an event at a finite time. */
  push(at: Micros, action: Action): EventHandle {
    const slot = this.#slots.take(action);
    this.#size += 1;
    if (!this.#calendar.add(at, slot)) this.#addDue(at, slot);
    if (this.#size > 2 * this.#calendar.fits) this.#rearrange();
    return this.#slots.handle(slot);
  }

  /** Takes an event back; false if it was already popped or cancelled. */
  cancel(handle: EventHandle): boolean {
    if (!this.#slots.cancel(handle)) return false;
    this.#size -= 1;
    if (this.#slots.taken > 2 * this.#size + sweepBeyond) this.#rearrange();
    return true;
  }

  /** The time of the next event; Infinity if there is none. */
  peekTime(): Micros {
    while (this.#size > 0) {
      const part = this.#isLateNext() ? this.#late : this.#run;
      if (this.#slots.isPending(part.slot)) return part.time;
      this.#slots.release(part.pop());
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Removes and returns the next event's action; undefined if there is none, or none due at or before `until`. */
  pop(until: Micros = Number.POSITIVE_INFINITY): Action | undefined {
    while (this.#size > 0) {
      const isLate = this.#isLateNext();
      const time = isLate ? this.#late.time : this.#run.time;
      if (time > until) break;
      const action = this.#slots.release(isLate ? this.#late.pop() : this.#run.pop());
      if (action === undefined) continue;
      this.#time = time;
      this.#size -= 1;
      return action;
    }
    return undefined;
  }

  /** Whether the next event, which may be cancelled, heads the heap, and not the run. */
  #isLateNext(): boolean {
    // At equal times what is in the run is older.
    if (this.#late.size > 0) return this.#late.time < this.#run.time;
    if (this.#run.size === 0) this.#calendar.open(this.#run, this.#slots);
    return false;
  }

  #addDue(at: Micros, slot: number): void {
    // Once one has come late all do, lest a newer one of the same time overtake it.
    if (this.#late.size > 0 || !this.#run.insert(at, slot)) this.#late.push(at, slot);
  }

  /** Sends all events to the calendar anew, but for cancelled ones, and lets it fit its window to them. */
  #rearrange(): void {
    for (const part of [this.#run, this.#late]) {
      while (part.size > 0) this.#calendar.addBeyond(part.time, part.pop());
    }
    this.#calendar.close();
    this.#calendar.open(this.#run, this.#slots);
  }
}
