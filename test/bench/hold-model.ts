import FlatQueue from 'flatqueue';
import { exponential, lognormal } from '../../src/kernel/distributions.js';
import { type Action, EventQueue } from '../../src/kernel/event-queue.js';
import { Streams } from '../../src/kernel/streams.js';
import { type Bench, processorNanoseconds, type Row } from './measure.js';

/** flatqueue holds numbers: the actions are in a table beside it, as whoever simulates with it must have them. */
class FlatQueueOfActions {
  readonly #queue = new FlatQueue<number>();
  readonly #actions: (Action | undefined)[] = [];
  readonly #free: number[] = [];
  time = 0;

  push(at: number, action: Action): void {
    const item = this.#free.pop() ?? this.#actions.length;
    this.#actions[item] = action;
    this.#queue.push(item, at);
  }

  pop(): Action | undefined {
    const time = this.#queue.peekValue();
    if (time === undefined) return undefined;
    this.time = time;
    const item = this.#queue.pop()!;
    const action = this.#actions[item];
    this.#actions[item] = undefined;
    this.#free.push(item);
    return action;
  }
}

type Increments = Float64Array;
const mask = 2 ** 16 - 1;
/** Enough to make what the compiler takes of the time small. */
const events = 500_000;
const action: Action = () => {};

/**
 * Each event that happens schedules another: what it costs to pop one and push one while `pending` are pending. Written
 * twice, so that each queue has machine code of its own, as in a simulator that uses only one.
 */
function holdOurs(pending: number, increments: Increments): number {
  const queue = new EventQueue();
  for (let i = 0; i < pending; i += 1) queue.push(increments[i & mask]!, action);
  for (let i = 0; i < 2 * pending; i += 1) {
    queue.pop()!();
    queue.push(queue.time + increments[i & mask]!, action);
  }
  const before = processorNanoseconds();
  for (let i = 0; i < events; i += 1) {
    queue.pop()!();
    queue.push(queue.time + increments[i & mask]!, action);
  }
  return (processorNanoseconds() - before) / events;
}

function holdFlatQueue(pending: number, increments: Increments): number {
  const queue = new FlatQueueOfActions();
  for (let i = 0; i < pending; i += 1) queue.push(increments[i & mask]!, action);
  for (let i = 0; i < 2 * pending; i += 1) {
    queue.pop()!();
    queue.push(queue.time + increments[i & mask]!, action);
  }
  const before = processorNanoseconds();
  for (let i = 0; i < events; i += 1) {
    queue.pop()!();
    queue.push(queue.time + increments[i & mask]!, action);
  }
  return (processorNanoseconds() - before) / events;
}

function rows(law: string, draw: (u: number) => number, promises: Record<number, number | undefined>): Row[] {
  const stream = new Streams('bench').at(0).open(law);
  const increments = Float64Array.from({ length: mask + 1 }, () => Math.round(draw(stream.next())));
  return Object.entries(promises).map(([pending, atLeast]) => ({
    name: `${law}, ${Number(pending).toLocaleString('en')} pending`,
    contenders: {
      ours: () => holdOurs(Number(pending), increments),
      flatqueue: () => holdFlatQueue(Number(pending), increments),
    },
    ...(atLeast === undefined ? {} : { atLeast }),
  }));
}

const free = undefined;
const law = exponential(1e6);
const skewed = lognormal(14, 3);

export const holdModel: Bench = {
  title: 'Event queue, hold model',
  unit: 'ns per pop and push',
  rows: [
    ...rows('exponential', (u) => law.quantile(u), {
      1: free,
      10: free,
      100: 1.2,
      1000: 1.5,
      1e4: 1.5,
      1e5: 1.5,
      1e6: free,
    }),
    ...rows('lognormal, sigma 3', (u) => skewed.quantile(u), { 10: free, 1000: free, 1e5: free }),
    ...rows('four distinct values', (u) => Math.floor(u * 4) * 1e6, { 10: free, 1000: free, 1e5: free }),
  ],
};
