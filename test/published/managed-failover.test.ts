import { describe, expect, it } from 'vitest';
import { agrees, rowOf } from './managed-failover.js';
import { cases } from './service-failovers.js';

/** What is published as the whole, and is a part of it: the page says why. */
const misfits = ['azure/sql-failover-group', 'azure/sql-failover-group-manual'];

describe('the failover time of a managed service', () => {
  it.each(cases)('comes out of its rules: $preset, $claim.says', (one) => {
    const row = rowOf(one);
    expect(agrees(row)).toBe(!misfits.includes(one.preset));
    if (row.law !== undefined)
      expect(Math.abs(row.mean - row.law)).toBeLessThan((4 / 2.5758) * row.half + 1e-3);
  });

  it('is shown for every preset of which somebody publishes one', () => {
    expect(new Set(cases.map(({ preset }) => preset)).size).toBe(14);
  });
});
