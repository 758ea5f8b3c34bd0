import { expect, it } from 'vitest';
import { Breaker } from '../../../../src/model/traffic/capacity/breaker.js';

const options = { failures: 0.5, minimum: 20, window: 10_000, open: 5000 };

function failing(count: number, at = 1): Breaker {
  const breaker = new Breaker(options);
  for (let i = 0; i < count; i++) breaker.note(at, true, false);
  return breaker;
}

it('a breaker opens at its share of failures, from its minimum on', () => {
  expect(failing(19).admit(2)).toBe('pass');
  expect(failing(20).admit(2)).toBe('break');
  const half = new Breaker(options);
  for (let i = 0; i < 100; i++) half.note(1, i >= 51, false);
  expect(half.admit(2)).toBe('pass');
});

it('forgets what lies before its window', () => {
  const breaker = failing(19);
  breaker.note(11_001, true, false);
  expect(breaker.admit(11_002)).toBe('pass');
  const still = failing(19);
  still.note(9000, true, false);
  expect(still.admit(9001)).toBe('break');
});

it('lets one attempt through when it has been open for its time, and follows what becomes of it', () => {
  const breaker = failing(20);
  expect(breaker.admit(5000)).toBe('break');
  expect(breaker.admit(5001)).toBe('probe');
  expect(breaker.admit(5002)).toBe('break');
  breaker.note(5500, true, true);
  expect(breaker.admit(10_499)).toBe('break');
  expect(breaker.admit(10_500)).toBe('probe');
  breaker.note(10_600, false, true);
  expect(breaker.admit(10_601)).toBe('pass');
  // It begins anew.
  for (let i = 0; i < 19; i++) breaker.note(10_700, true, false);
  expect(breaker.admit(10_701)).toBe('break');
});
