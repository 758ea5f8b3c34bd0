import { expect, test } from 'vitest';
import { day, endOfTime, hour, microsecond, minute, second, toWholeMicros } from '../../src/kernel/time.js';

test('the units fit into one another', () => {
  expect([day / hour, hour / minute, minute / second, second / microsecond]).toEqual([24, 60, 60, 1e6]);
});

test('durations round to whole microseconds, halves up', () => {
  expect([0, 0.4, 0.5, 1.5, 2.5, 1e15 + 0.5].map(toWholeMicros)).toEqual([0, 0, 1, 2, 3, 1e15 + 1]);
  // Where adding a half would itself round up, or to even.
  expect(toWholeMicros(0.49999999999999994)).toBe(0);
  expect(toWholeMicros(endOfTime)).toBe(endOfTime);
  expect(toWholeMicros(2 ** 52 + 1)).toBe(2 ** 52 + 1);
});

test.each([Number.NaN, -1, -0.1, 2 ** 53, Number.POSITIVE_INFINITY])('%d is no duration', (duration) => {
  expect(() => toWholeMicros(duration)).toThrow(RangeError);
  expect(() => toWholeMicros(duration)).toThrow(`not ${duration}`);
});
