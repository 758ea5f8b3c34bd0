import { describe, expect, it } from 'vitest';
import { isWithin, unpractised } from '../../../../src/model/recovery/runbook/role.js';
import { tell } from '../told.js';
import { eastLost } from './east-lost.js';

const hour = 3600e6;
const steps = [{ name: 'promote', role: 'dba', takes: '10m', does: { promote: 'orders' } }];
const tookWith = (dba: object, runs = 1) =>
  tell(eastLost({ steps, roles: { dba: dba as never }, horizon: '5h' }), runs, '4').map(
    (told) => told.figure('rto') / 600,
  );

describe('the people of a role', () => {
  it('take so many times as long within their hours, also over midnight', () => {
    expect([23, 2, 7, 12].map((time) => isWithin(time * hour, 22 * hour, 7 * hour))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([8, 9, 17].map((time) => isWithin(time * hour, 9 * hour, 17 * hour))).toEqual([
      false,
      true,
      false,
    ]);
    const took = tookWith({ shift: { from: '22:00', to: '06:00', factor: 2 } }, 300);
    expect(new Set(took)).toEqual(new Set([1, 2]));
    // A third of the day.
    const slow = took.filter((one) => one === 2).length / 300;
    expect(Math.abs(slow - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / 300));
  });

  it('take longest when they have never done it, and forget what they practised', () => {
    expect(unpractised(3, 0, 1)).toBe(1);
    expect(unpractised(3, 1, 1)).toBeCloseTo(3 - 2 / Math.E, 12);
    expect(tookWith({ neverDone: { factor: 2.5 } })).toEqual([2.5]);
  });

  // Drills every T, forgotten at rate f: the mean over a uniform age is 1 + (factor - 1)(1 - (1 - e^(-fT))/(fT)).
  it('are met at a random time between two drills', () => {
    const took = tookWith({ neverDone: { factor: 3, drilled: '90d', forgets: '180d' } }, 400);
    const mean = took.reduce((a, b) => a + b) / 400;
    const exact = 1 + 2 * (1 - (1 - Math.exp(-0.5)) / 0.5);
    const sd = Math.sqrt(took.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 399);
    expect(Math.abs(mean - exact)).toBeLessThan((4 * sd) / 20);
    expect(Math.max(...took)).toBeLessThanOrEqual(1 + 2 * (1 - Math.exp(-0.5)) + 1e-6);
  });
});
