/** What happens. */
export type Action = () => void;

declare const brand: unique symbol;
/** Names a scheduled event, to cancel it. A handle comes back only after 2^29 other events have had the same slot. */
export type EventHandle = number & { readonly [brand]: 'EventHandle' };

/** A handle is a slot plus a multiple of this, which counts how often the slot has been used. Also the most slots. */
const slotLimit = 2 ** 24;

/**
 * The actions of the pending events, each in a numbered slot. Slot 0 is nobody's, so that 0 can end a list. A cancelled
 * event keeps its slot, without an action, until whoever holds the slot comes across it.
 */
export class EventSlots {
  readonly #actions: (Action | undefined)[] = [undefined];
  // NaN makes this an array of doubles from the start, and equals no handle.
  readonly #handles: number[] = [Number.NaN];
  readonly #free: number[] = [];
  #freeCount = 0;

  /** How many slots are taken, by pending and by cancelled events. */
  get taken(): number {
    return this.#handles.length - 1 - this.#freeCount;
  }

  /** Gives an action a slot. */
  take(action: Action): number {
    if (this.#freeCount === 0) return this.#add(action);
    this.#freeCount -= 1;
    const slot = this.#free[this.#freeCount]!;
    this.#actions[slot] = action;
    return slot;
  }

  /** The handle of the event in a slot. */
  handle(slot: number): EventHandle {
    return this.#handles[slot] as EventHandle;
  }

  /** False once the event in the slot is cancelled. */
  isPending(slot: number): boolean {
    return this.#actions[slot] !== undefined;
  }

  /** Takes the action out of its slot; false if it was not there any more. */
  cancel(handle: EventHandle): boolean {
    const slot = handle % slotLimit;
    if (this.#handles[slot] !== handle || this.#actions[slot] === undefined) return false;
    this.#actions[slot] = undefined;
    return true;
  }

  /** Frees a slot; the action that was in it, undefined if that was cancelled. */
  release(slot: number): Action | undefined {
    const action = this.#actions[slot];
    this.#actions[slot] = undefined;
    const next = this.#handles[slot]! + slotLimit;
    this.#handles[slot] = next <= Number.MAX_SAFE_INTEGER ? next : slotLimit + slot;
    this.#free[this.#freeCount] = slot;
    this.#freeCount += 1;
    return action;
  }

  #add(action: Action): number {
    const slot = this.#handles.length;
    if (slot === slotLimit) throw new RangeError(`no more than ${slotLimit - 1} events can be pending`);
    this.#handles.push(slotLimit + slot);
    this.#actions.push(action);
    return slot;
  }
}
