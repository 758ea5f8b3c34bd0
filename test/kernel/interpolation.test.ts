import { expect, test } from 'vitest';
import { LogTable } from '../../src/kernel/interpolation.js';

const places = Array.from({ length: 400 }, (_, i) => 1e-6 * 1.07 ** i);

test.each([
  ['a share that is missed', (x: number) => -Math.expm1(-x)],
  ['a power', (x: number) => x ** 2],
  ['a sum of scales', (x: number) => 0.2 * -Math.expm1(-x) + 0.8 * -Math.expm1(-x / 1000)],
])('follows %s to six digits', (_, of) => {
  const table = new LogTable(of);
  for (const x of places) expect(Math.abs(table.at(x) / of(x) - 1)).toBeLessThan(5e-7);
});

test('works a value out once, and only near where it is asked for', () => {
  let asked = 0;
  const table = new LogTable((x) => {
    asked += 1;
    return x;
  });
  for (let i = 0; i < 100; i++) table.at(5);
  expect(asked).toBe(6);
  expect(table.at(0)).toBe(0);
  expect(table.at(-1)).toBe(0);
});
