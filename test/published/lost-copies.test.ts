import { describe, expect, it } from 'vitest';
import { agrees, cases, chainOf, rowOf } from './lost-copies.js';

describe('copies that fail on their own', () => {
  it('last as long as published by the chain of states, to a percent', () => {
    for (const { copies, published } of cases)
      expect(Math.abs(chainOf(copies) / published - 1), `${copies} copies`).toBeLessThan(0.01);
  });

  it('do so in weighed runs: three copies', () => {
    const row = rowOf(cases[1]!);
    expect(agrees(row)).toBe(true);
    expect(row.high / row.low).toBeLessThan(2.5);
  });
});
