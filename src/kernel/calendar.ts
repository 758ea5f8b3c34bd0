import type { EventSlots } from './event-slots.js';
import type { SortedRun } from './sorted-run.js';

/** Below so many events a window is not worth its while: the sorted run takes them all. */
const few = 16;
/** Events to a bucket where the window begins, and the length of the window in spans of the first quarter of its events. */
const perBucket = 2;
const spans = 32;
const sampleSize = 64;

// Shared until a calendar needs its own: a typed array takes a while to make, and most runs never need one.
const noSlots = new Int32Array(0);
const noTimes = new Float64Array(0);

/**
 * Events that are not due yet, in no order: a window of time cut into buckets of equal width, each a linked list, and a
 * heap of papers for all that lies beyond. Only the bucket that is opened next is put in order. When the window has
 * passed, the next one is cut to fit what waits beyond it.
 *
 * A calendar queue (Brown 1988) whose buckets are sorted late, as in the ladder queue (Tang, Goh and Thng 2005).
 */
export class Calendar {
  #base = 0;
  /** Buckets to a microsecond; 0 while there is no window and everything is due. */
  #density = 0;
  #bucketCount = 1;
  /** The bucket that is opened next; what belongs before it is due. */
  #next = 1;
  /** The newest event of each bucket, 0 if it is empty; then, by slot, the next older one, and the time. */
  #heads = noSlots;
  #older = noSlots;
  #times = noTimes;
  #inBuckets = 0;
  /** Beyond the window, in order of arrival. */
  readonly #farTimes: number[] = [Number.POSITIVE_INFINITY];
  readonly #farSlots: number[] = [0];
  #farCount = 0;
  #fits = few / 2;

  /** The number of events that the window was cut for. With twice as many a new one pays. */
  get fits(): number {
    return this.#fits;
  }

  /** Takes an event in; false, and nothing done, if it is due. */
  add(at: number, slot: number): boolean {
    const place = (at - this.#base) * this.#density;
    if (place < this.#next) return false;
    if (place < this.#bucketCount) this.#addToBucket(place | 0, at, slot);
    else this.addBeyond(at, slot);
    return true;
  }

  /** Takes an event in that the next window will find its place for. */
  addBeyond(at: number, slot: number): void {
    this.#farTimes[this.#farCount] = at;
    this.#farSlots[this.#farCount] = slot;
    this.#farCount += 1;
  }

  /** Moves the next events to an empty run, cancelled ones perhaps among them. */
  open(run: SortedRun, slots: EventSlots): void {
    while (run.size === 0 && this.#inBuckets + this.#farCount > 0) {
      if (this.#inBuckets > 0) this.#openBucket(run);
      else if (this.#farCount < few) this.#openAll(run, slots);
      else this.#cut(slots);
    }
  }

  /** Moves what is in the buckets beyond the window, so that a new one is cut. {@link open} must follow. */
  close(): void {
    for (let bucket = 0; this.#inBuckets > 0; bucket += 1) {
      let oldest = 0;
      for (let slot = this.#heads[bucket]!, older = 0; slot !== 0; slot = older) {
        older = this.#older[slot]!;
        this.#older[slot] = oldest;
        oldest = slot;
      }
      this.#heads[bucket] = 0;
      // The list now runs the other way, and leaves in order of arrival.
      for (let slot = oldest; slot !== 0; slot = this.#older[slot]!) {
        this.addBeyond(this.#times[slot]!, slot);
        this.#inBuckets -= 1;
      }
    }
  }

  /**
   * Cuts a new window: its buckets fit the first quarter of what lies beyond, and it is 32 times as long as that. What lies
   * before it, for the sample may have missed the very first, goes to the first bucket: it must be opened before others come.
   */
  #cut(slots: EventSlots): void {
    const count = this.#farCount;
    const [first, quarter] = this.#sample();
    const span = Math.max(quarter - first, 1);
    this.#base = first;
    this.#density = count / 4 / perBucket / span;
    this.#bucketCount = Math.ceil(this.#density * span * spans);
    this.#next = 0;
    this.#fits = count;
    if (this.#heads.length < this.#bucketCount) this.#heads = new Int32Array(2 * this.#bucketCount);
    let kept = 0;
    for (let i = 0; i < count; i += 1) {
      const at = this.#farTimes[i]!;
      const slot = this.#farSlots[i]!;
      const place = Math.max((at - first) * this.#density, 0);
      if (!slots.isPending(slot)) {
        slots.release(slot);
      } else if (place < this.#bucketCount) {
        this.#addToBucket(place | 0, at, slot);
      } else {
        this.#farTimes[kept] = at;
        this.#farSlots[kept] = slot;
        kept += 1;
      }
    }
    this.#farCount = kept;
  }

  #addToBucket(bucket: number, at: number, slot: number): void {
    if (slot >= this.#times.length) this.#grow(slot);
    this.#times[slot] = at;
    this.#older[slot] = this.#heads[bucket]!;
    this.#heads[bucket] = slot;
    this.#inBuckets += 1;
  }

  #grow(slot: number): void {
    const [older, times] = [this.#older, this.#times];
    this.#older = new Int32Array(2 * slot + 2 * few);
    this.#times = new Float64Array(2 * slot + 2 * few);
    this.#older.set(older);
    this.#times.set(times);
  }

  #openBucket(run: SortedRun): void {
    const heads = this.#heads;
    let bucket = this.#next;
    while (heads[bucket] === 0) bucket += 1;
    this.#next = bucket + 1;
    let slot = heads[bucket]!;
    heads[bucket] = 0;
    while (slot !== 0) {
      const older = this.#older[slot]!;
      run.addOlder(this.#times[slot]!, slot);
      slot = older;
    }
    this.#inBuckets -= run.size;
    run.sort();
  }

  #openAll(run: SortedRun, slots: EventSlots): void {
    for (let i = this.#farCount - 1; i >= 0; i -= 1) {
      const slot = this.#farSlots[i]!;
      if (slots.isPending(slot)) run.addOlder(this.#farTimes[i]!, slot);
      else slots.release(slot);
    }
    this.#farCount = 0;
    this.#base = 0;
    this.#density = 0;
    this.#bucketCount = 1;
    this.#next = 1;
    this.#fits = few / 2;
  }

  /** The least time beyond the window and the first quartile, as a sample of them has it. */
  #sample(): [first: number, quarter: number] {
    const size = Math.min(this.#farCount >> 1, sampleSize);
    const sample: number[] = [];
    for (let i = 0; i < size; i += 1) {
      // Multiples of the golden ratio spread evenly and keep step with no pattern in the order of arrival.
      const position = (Math.imul(i, 0x9e3779b1) >>> 0) / 2 ** 32;
      const at = this.#farTimes[Math.floor(position * this.#farCount)]!;
      let hole = i;
      for (; hole > 0 && sample[hole - 1]! > at; hole -= 1) sample[hole] = sample[hole - 1]!;
      sample[hole] = at;
    }
    return [sample[0]!, sample[size >> 2]!];
  }
}
