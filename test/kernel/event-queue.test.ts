import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EventHandle, EventQueue } from '../../src/kernel/event-queue.js';

/** What the queue must be indistinguishable from: a list, sorted whenever it is asked. */
class ListQueue {
  #events: { at: number; name: number }[] = [];

  push(at: number, name: number): void {
    this.#events.push({ at, name });
  }

  cancel(name: number): boolean {
    const before = this.#events.length;
    this.#events = this.#events.filter((event) => event.name !== name);
    return this.#events.length < before;
  }

  peekTime(): number {
    return this.#next()?.at ?? Number.POSITIVE_INFINITY;
  }

  pop(until: number): { at: number; name: number } | undefined {
    const next = this.#next();
    if (next === undefined || next.at > until) return undefined;
    this.cancel(next.name);
    return next;
  }

  get size(): number {
    return this.#events.length;
  }

  #next() {
    // The sort is stable: equal times stay in order of arrival.
    return [...this.#events].sort((a, b) => a.at - b.at)[0];
  }
}

type Command =
  | { do: 'push'; ahead: number; times: number }
  | { do: 'cancel'; which: number; times: number }
  | { do: 'pop'; times: number }
  | { do: 'popUntil'; ahead: number }
  | { do: 'peek' };

/** Ties, near, far and very far times, so that every part of the queue is met. */
const ahead = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 1000 }),
  fc.integer({ min: 0, max: 1e9 }),
  fc.integer({ min: 0, max: 2 ** 52 }),
);
const count = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
  fc.integer({ min: 1, max: 60 }),
);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), ahead, times: count }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pop' as const), times: count }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(), times: count }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('popUntil' as const), ahead }) },
  { weight: 1, arbitrary: fc.constant({ do: 'peek' as const }) },
);

/** Drives both queues through the same commands; many pushes at once fan out from one instant or repeat it. */
function drive(commands: Command[]): void {
  const queue = new EventQueue();
  const list = new ListQueue();
  const handles: EventHandle[] = [];
  let now = 0;
  let happened = -1;
  const pop = (until: number): void => {
    const expected = list.pop(until);
    const action = queue.pop(until);
    action?.();
    expect(action === undefined ? undefined : { at: queue.time, name: happened }).toEqual(expected);
    now = expected?.at ?? now;
  };
  for (const command of commands) {
    if (command.do === 'push') {
      for (let i = 0; i < command.times; i += 1) {
        const name = handles.length;
        const at = now + command.ahead + (i % 3 === 0 ? 0 : i * (command.ahead % 97));
        list.push(at, name);
        handles.push(queue.push(at, () => (happened = name)));
      }
    } else if (command.do === 'cancel') {
      for (let i = 0; i < command.times && handles.length > 0; i += 1) {
        const name = (command.which + i) % handles.length;
        expect(queue.cancel(handles[name]!)).toBe(list.cancel(name));
      }
    } else if (command.do === 'pop') {
      for (let i = 0; i < command.times; i += 1) pop(Number.POSITIVE_INFINITY);
    } else if (command.do === 'popUntil') {
      pop(now + command.ahead);
    } else {
      expect(queue.peekTime()).toBe(list.peekTime());
    }
    expect(queue.size).toBe(list.size);
  }
  while (list.size > 0) pop(Number.POSITIVE_INFINITY);
  expect(queue.pop()).toBeUndefined();
  expect(queue.peekTime()).toBe(Number.POSITIVE_INFINITY);
}

describe('EventQueue', () => {
  test('is a list sorted by time, then by arrival, under any pushes, pops and cancellations', () => {
    fc.assert(fc.property(fc.array(command, { maxLength: 60 }), drive), { seed: 1, numRuns: 1500 });
  });

  test('stays one while a handful of events is pending', () => {
    const few = fc.oneof(
      fc.record({ do: fc.constant('push' as const), ahead, times: fc.constant(1) }),
      fc.record({ do: fc.constant('pop' as const), times: fc.constant(1) }),
      fc.record({ do: fc.constant('cancel' as const), which: fc.nat(), times: fc.constant(1) }),
    );
    fc.assert(fc.property(fc.array(few, { maxLength: 200 }), drive), { seed: 2, numRuns: 300 });
  });

  test('a handle is of one event only: it cannot cancel a later event in the same slot', () => {
    const queue = new EventQueue();
    const first = queue.push(1, () => {});
    queue.pop();
    const second = queue.push(2, () => {});
    expect(queue.cancel(first)).toBe(false);
    expect(queue.size).toBe(1);
    expect(queue.cancel(second)).toBe(true);
    expect(queue.cancel(second)).toBe(false);
    expect(queue.size).toBe(0);
  });

  test('takes no part in what it cancelled: the action is let go', () => {
    const queue = new EventQueue();
    let called = 0;
    const handle = queue.push(5, () => (called += 1));
    queue.push(9, () => (called += 10));
    queue.cancel(handle);
    expect(queue.peekTime()).toBe(9);
    queue.pop()!();
    expect(called).toBe(10);
  });
});

/** The hold model from a given population: each event that happens schedules another. Times must never go back. */
function hold(pending: number, events: number, increment: (k: number) => number): number {
  const queue = new EventQueue();
  for (let k = 0; k < pending; k += 1) queue.push(increment(k), () => {});
  let last = 0;
  for (let k = 0; k < events; k += 1) {
    queue.pop();
    if (queue.time < last) throw new Error(`time went back from ${last} to ${queue.time}`);
    last = queue.time;
    queue.push(last + increment(k + pending), () => {});
  }
  return queue.size;
}

/** Where a quadratic queue would need hours, these need a second or so: that they end is the test. */
describe('EventQueue does not collapse', () => {
  test('under a million events at one instant, first in first out', () => {
    const queue = new EventQueue();
    let next = 0;
    for (let k = 0; k < 1e6; k += 1) {
      queue.push(7, () => {
        if (k !== next) throw new Error(`event ${k} happened when ${next} was due`);
        next += 1;
      });
    }
    for (let action = queue.pop(); action !== undefined; action = queue.pop()) action();
    expect(next).toBe(1e6);
  });

  test('under events that keep scheduling others at the same instant', () => {
    expect(hold(20_000, 400_000, (k) => (k < 20_000 ? 5 : 0))).toBe(20_000);
  });

  test('under a few distinct times shared by very many', () => {
    expect(hold(100_000, 400_000, (k) => (Math.imul(k, 0x9e3779b1) >>> 30) * 1e6)).toBe(100_000);
  });

  test('under increments that span fifteen orders of magnitude', () => {
    const powers = Array.from({ length: 50 }, (_, i) => 2 ** i);
    expect(hold(100_000, 400_000, (k) => powers[(Math.imul(k, 0x9e3779b1) >>> 8) % 50]!)).toBe(100_000);
  });

  test('under descending times, each before all that is pending', () => {
    const queue = new EventQueue();
    for (let k = 300_000; k > 0; k -= 1) queue.push(k * 1000, () => {});
    let last = 0;
    for (; queue.pop() !== undefined; last = queue.time) {
      if (queue.time !== last + 1000) throw new Error(`${queue.time} came after ${last}`);
    }
    expect(last).toBe(3e8);
  });

  test('under timers that are nearly all cancelled: their places are reused', () => {
    const queue = new EventQueue();
    for (let k = 0; k < 1e6; k += 1) {
      queue.push(k, () => {});
      queue.cancel(queue.push(k + 30e6, () => {}));
      queue.pop();
    }
    expect(queue.size).toBe(0);
    for (let k = 0; k < 1000; k += 1) expect(queue.push(1, () => {}) % 2 ** 24).toBeLessThan(2000);
  });
});
