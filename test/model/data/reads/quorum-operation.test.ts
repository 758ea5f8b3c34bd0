import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constant, exponential, Streams, uniform } from '../../../../src/kernel/index.js';
import {
  concludeOperation,
  type Legs,
  QuorumOperation,
} from '../../../../src/model/data/reads/quorum-operation.js';

import { staleAfter } from '../../../published/exponential-closed-form.js';

const legs = (write: number, ack: number, read: number, response: number): Legs<number> => ({
  write,
  ack,
  read,
  response,
});

describe('what one operation gives', () => {
  // The acknowledgements come after 3, 6 and 25, the answers after 9, 2 and 4.
  const replicas = [legs(1, 2, 4, 5), legs(5, 1, 1, 1), legs(20, 5, 1, 3)];

  test.each([
    // The second replica answers first: it has the write at 5, two after the acknowledgement, and is asked one after the start.
    [1, 1, { writeLatency: 3, readLatency: 2, slack: 1 }],
    [1, 2, { writeLatency: 6, readLatency: 2, slack: -2 }],
    // The third does not help.
    [2, 1, { writeLatency: 3, readLatency: 4, slack: 1 }],
    // The first has had the write before its own acknowledgement.
    [3, 1, { writeLatency: 3, readLatency: 9, slack: -6 }],
    [1, 3, { writeLatency: 25, readLatency: 2, slack: -21 }],
  ])('R = %i, W = %i', (read, write, outcome) => {
    expect(concludeOperation(replicas, { read, write })).toEqual(outcome);
  });

  test('of equals the first is asked', () => {
    const equal = [legs(9, 1, 1, 1), legs(1, 1, 1, 1)];
    expect(concludeOperation(equal, { read: 1, write: 1 }).slack).toBe(6);
  });
});

test('a read quorum that overlaps every write quorum sees every acknowledged write', () => {
  const time = fc.integer({ min: 0, max: 50 });
  const replica = fc.record({ write: time, ack: time, read: time, response: time });
  const cluster = fc
    .array(replica, { minLength: 1, maxLength: 6 })
    .chain((replicas) =>
      fc.tuple(
        fc.constant(replicas),
        fc.integer({ min: 1, max: replicas.length }),
        fc.integer({ min: 1, max: replicas.length }),
      ),
    );
  fc.assert(
    fc.property(cluster, ([replicas, read, write]) => {
      const { slack } = concludeOperation(replicas, { read, write });
      if (read + write > replicas.length) expect(slack).toBeLessThanOrEqual(0);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test.each([0.1, 0.5, 4])('exponential legs are stale as the closed form says: writes at %d', (w) => {
  const others = exponential(1);
  const one = { write: exponential(1 / w), ack: others, read: others, response: others };
  const operation = new QuorumOperation({ replicas: [one, one, one], read: 1, write: 1 });
  const stream = new Streams('1').at(0).open('operations');
  const slacks = Array.from({ length: 20_000 }, () => operation.draw(stream).slack);
  for (const t of [0, 1, 3]) {
    const p = staleAfter(w, t);
    const stale = slacks.filter((slack) => slack > t).length / slacks.length;
    expect(Math.abs(stale - p) / Math.sqrt((p * (1 - p)) / slacks.length)).toBeLessThan(4);
  }
});

describe('replicas elsewhere', () => {
  const one = { write: constant(1), ack: constant(1), read: constant(1), response: uniform(1, 2) };
  const replicas = [one, one, one];
  const stream = () => new Streams('1').at(0).open('operations');

  test('are so far from the writer and from the reader', () => {
    const apart = { oneWay: 75, writer: 0, reader: 2 };
    const local = new QuorumOperation({ replicas, read: 1, write: 1, apart }).draw(stream());
    // The reader's own replica has the write 76 after it began, 74 after its acknowledgement, and is asked after 1.
    expect(local).toMatchObject({ writeLatency: 2, slack: 73 });
    const wide = new QuorumOperation({ replicas, read: 2, write: 2, apart }).draw(stream());
    expect(wide.writeLatency).toBe(152);
    expect(wide.readLatency).toBeGreaterThanOrEqual(152);
  });

  test('are any two of them when nothing else is said: one time in three the same', () => {
    const operation = new QuorumOperation({ replicas, read: 1, write: 1, apart: { oneWay: 75 } });
    const drawn = stream();
    const outcomes = Array.from({ length: 9000 }, () => operation.draw(drawn));
    const together = outcomes.filter(({ slack }) => slack < 0).length;
    expect(Math.abs(together - 3000) / Math.sqrt(9000 * (2 / 9))).toBeLessThan(4);
    expect(outcomes.every(({ writeLatency }) => writeLatency === 2)).toBe(true);
  });
});

test.each([
  [0, 1, 'a read quorum of 0 of 3'],
  [1, 4, 'a write quorum of 4 of 3'],
  [1.5, 1, 'a read quorum of 1.5'],
])('R = %d, W = %d is impossible', (read, write, reason) => {
  const law = constant(1);
  const one = { write: law, ack: law, read: law, response: law };
  expect(() => new QuorumOperation({ replicas: [one, one, one], read, write })).toThrow(reason);
});
