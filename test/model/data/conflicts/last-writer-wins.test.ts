import { describe, expect, it } from 'vitest';
import { lastWriterWins } from '../../../../src/model/data/conflicts/last-writer-wins.js';
import { version } from './conflict-arbitrary.js';

const winner = (...versions: ReturnType<typeof version>[]) =>
  lastWriterWins.resolve({ versions }).fates.indexOf('surviving');

describe('last writer wins', () => {
  it('goes by stamps, not by true time or the number of writes', () => {
    expect(
      winner(
        version(0, { time: 5, writtenAt: 1, writes: 1 }),
        version(1, { time: 4, writtenAt: 9, writes: 9 }),
      ),
    ).toBe(0);
    expect(winner(version(0, { time: -2.5 }), version(1, { time: -2.25 }))).toBe(1);
  });

  it('breaks ties by the counter, then by the writer', () => {
    const stamped = (side: number, counter: number, writer: number) =>
      version(side, { stamp: { time: 1, counter, writer } });
    expect(winner(stamped(0, 2, 0), stamped(1, 1, 5))).toBe(0);
    expect(winner(stamped(0, 2, 3), stamped(1, 2, 1), stamped(2, 2, 2))).toBe(0);
  });
});
