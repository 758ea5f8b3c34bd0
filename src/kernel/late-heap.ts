/** A binary heap of events, equal times first in first out. Entry 1 is the next one, the children of i are 2i and 2i + 1. */
export class LateHeap {
  readonly #times: number[] = [Number.POSITIVE_INFINITY];
  readonly #slots: number[] = [0];
  /** Order of arrival. */
  readonly #ranks: number[] = [0];
  #rank = 0;
  #size = 0;

  /** How many events it holds. */
  get size(): number {
    return this.#size;
  }

  /** The time of the next event; meaningless if there is none. */
  get time(): number {
    return this.#times[1]!;
  }

  /** The slot of the next event; meaningless if there is none. */
  get slot(): number {
    return this.#slots[1]!;
  }

  /** Adds an event. */
  push(at: number, slot: number): void {
    const times = this.#times;
    this.#size += 1;
    this.#rank += 1;
    let hole = this.#size;
    // Equal times: the older one stays above.
    while (hole > 1 && times[hole >> 1]! > at) {
      this.#move(hole >> 1, hole);
      hole >>= 1;
    }
    this.#set(hole, at, slot, this.#rank);
  }

  /** Removes the next event; its slot. */
  pop(): number {
    const slot = this.#slots[1]!;
    const last = this.#size;
    this.#size -= 1;
    const [at, rank] = [this.#times[last]!, this.#ranks[last]!];
    let hole = 1;
    for (let child = 2; child < last; child = 2 * hole) {
      if (child + 1 < last && this.#precedes(child + 1, this.#times[child]!, this.#ranks[child]!)) child += 1;
      if (!this.#precedes(child, at, rank)) break;
      this.#move(child, hole);
      hole = child;
    }
    this.#set(hole, at, this.#slots[last]!, rank);
    return slot;
  }

  #precedes(i: number, at: number, rank: number): boolean {
    const time = this.#times[i]!;
    return time < at || (time === at && this.#ranks[i]! < rank);
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#times[from]!, this.#slots[from]!, this.#ranks[from]!);
  }

  #set(i: number, at: number, slot: number, rank: number): void {
    this.#times[i] = at;
    this.#slots[i] = slot;
    this.#ranks[i] = rank;
  }
}
