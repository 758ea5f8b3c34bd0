/** What happens. */
export type Action = () => void;

declare const brand: unique symbol;
/** Names a scheduled event, to cancel it. A handle comes back only after 2^29 other events have had the same slot. */
export type EventHandle = number & { readonly [brand]: 'EventHandle' };

/** A handle is a slot plus this times its generation: how often the slot has been used, in 29 bits. Also the most slots. */
const slotLimit = 2 ** 24;
const generationMask = 2 ** 29 - 1;

/**
 * The actions of the pending events, each in a numbered slot. Slot 0 is nobody's, so that 0 can end a list. A cancelled
 * event keeps its slot, without an action, until whoever holds the slot comes across it.
 */
export class EventSlots {
  readonly #actions: (Action | undefined)[] = [undefined];
  readonly #generations: number[] = [0];
  readonly #free: number[] = [];
  #freeCount = 0;

  /** How many slots are taken, by pending and by cancelled events. */
  get taken(): number {
    return this.#generations.length - 1 - this.#freeCount;
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
    return (this.#generations[slot]! * slotLimit + slot) as EventHandle;
  }

  /** False once the event in the slot is cancelled. */
  isPending(slot: number): boolean {
    return this.#actions[slot] !== undefined;
  }

  /** Takes the action out of its slot; false if it was not there any more. */
  cancel(handle: EventHandle): boolean {
    const slot = handle % slotLimit;
    if (this.#actions[slot] === undefined || this.handle(slot) !== handle) return false;
    this.#actions[slot] = undefined;
    return true;
  }

  /** Frees a slot; the action that was in it, undefined if that was cancelled. */
  release(slot: number): Action | undefined {
    const action = this.#actions[slot];
    this.#actions[slot] = undefined;
    this.#generations[slot] = (this.#generations[slot]! + 1) & generationMask;
    this.#free[this.#freeCount] = slot;
    this.#freeCount += 1;
    return action;
  }

  #add(action: Action): number {
    const slot = this.#generations.length;
    if (slot === slotLimit) throw new RangeError(`no more than ${slotLimit - 1} events can be pending`);
    this.#generations.push(0);
    this.#actions.push(action);
    return slot;
  }
}
