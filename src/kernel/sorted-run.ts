/** How far from the end an event may belong for {@link SortedRun.insert} to put it there. */
const reach = 32;

/**
 * Events in the order in which they will happen, the next one last, equal times in the order of their arrival. Entry 0
 * is a sentinel at the end of time.
 */
export class SortedRun {
  readonly #times: number[] = [Number.POSITIVE_INFINITY];
  readonly #slots: number[] = [0];
  #last = 0;

  /** How many events it holds. */
  get size(): number {
    return this.#last;
  }

  /** The time of the next event, Infinity if there is none. */
  get time(): number {
    return this.#times[this.#last]!;
  }

  /** The slot of the next event, 0 if there is none. */
  get slot(): number {
    return this.#slots[this.#last]!;
  }

  /** Removes the next event; its slot. */
  pop(): number {
    const slot = this.#slots[this.#last]!;
    this.#last -= 1;
    return slot;
  }

  /** Puts a new event behind those of its time; false, and nothing done, if it belongs too far from the next one. */
  insert(at: number, slot: number): boolean {
    const times = this.#times;
    const slots = this.#slots;
    let hole = this.#last + 1;
    if (hole > reach && times[hole - reach]! <= at) return false;
    this.#last = hole;
    for (let time = times[hole - 1]!; time <= at; time = times[hole - 1]!) {
      times[hole] = time;
      slots[hole] = slots[hole - 1]!;
      hole -= 1;
    }
    times[hole] = at;
    slots[hole] = slot;
    return true;
  }

  /** Adds an event older than all it holds, in front of those of its time. Once there are many, {@link sort} must follow. */
  addOlder(at: number, slot: number): void {
    const times = this.#times;
    const slots = this.#slots;
    this.#last += 1;
    let hole = this.#last;
    if (hole <= reach) {
      for (let time = times[hole - 1]!; time < at; time = times[hole - 1]!) {
        times[hole] = time;
        slots[hole] = slots[hole - 1]!;
        hole -= 1;
      }
    }
    times[hole] = at;
    slots[hole] = slot;
  }

  /** Puts in order what {@link addOlder} has added. */
  sort(): void {
    if (this.#last <= reach || this.#isSorted()) return;
    mergeSort(this.#times, this.#slots, this.#last);
  }

  #isSorted(): boolean {
    const times = this.#times;
    for (let i = reach; i < this.#last; i += 1) if (times[i]! < times[i + 1]!) return false;
    return true;
  }
}

/** Sorts entries 1 to `last` by time, the greatest first; equal times keep their order. */
function mergeSort(times: number[], slots: number[], last: number): void {
  let from = { times, slots };
  let to = { times: times.slice(0, last + 1), slots: slots.slice(0, last + 1) };
  for (let width = 1; width < last; width *= 2) {
    for (let low = 1; low <= last; low += 2 * width) merge(from, to, low, width, last);
    [from, to] = [to, from];
  }
  for (let i = 1; i <= last && from.times !== times; i += 1) {
    times[i] = from.times[i]!;
    slots[i] = from.slots[i]!;
  }
}

interface Entries {
  times: number[];
  slots: number[];
}

function merge(from: Entries, to: Entries, low: number, width: number, last: number): void {
  const middle = Math.min(low + width, last + 1);
  const high = Math.min(middle + width, last + 1);
  let left = low;
  let right = middle;
  for (let i = low; i < high; i += 1) {
    const takeLeft = left < middle && (right >= high || from.times[left]! >= from.times[right]!);
    const taken = takeLeft ? left++ : right++;
    to.times[i] = from.times[taken]!;
    to.slots[i] = from.slots[taken]!;
  }
}
