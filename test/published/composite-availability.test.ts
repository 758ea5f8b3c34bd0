import { expect, it } from 'vitest';
import { cases, isolated, oneRegion, product, rowOf } from './composite-availability.js';

it('the product of promises is the published one, to its last digit', () => {
  expect((100 * product(oneRegion)).toFixed(3)).toBe('99.616');
  expect((100 * product(isolated)).toFixed(3)).toBe('99.546');
  const pair = cases.find(({ published }) => published === 99.978)!;
  expect((100 * pair.sum).toFixed(3)).toBe('99.978');
});

it('regions that have to be found lost, and fail together now and then, keep less', () => {
  const row = rowOf(cases.find(({ what }) => what.includes('5 %'))!);
  // The interval of 99 % is 2.5758 standard errors to each side.
  expect(Math.abs(row.ours - row.sum)).toBeLessThan((4 / 2.5758) * row.half);
  expect(row.ours + row.half).toBeLessThan(0.99978);
});
