import { describe, expect, it } from 'vitest';
import { exponential, lognormalThrough, pareto } from '../../../../src/kernel/index.js';
import {
  chooseWay,
  expectedRest,
  goesOverAt,
  worthFailingOver,
  wrongCall,
} from '../../../../src/model/recovery/runbook/decision.js';

const nothing = { time: 0, writes: 0 };

describe('a decision by rule', () => {
  it('waits until all that it goes by holds, at the latest until it is too late', () => {
    expect(goesOverAt({ elapsed: 60, worthIt: 90, wrong: 0 }, nothing)).toBe(90);
    expect(goesOverAt({ loss: { store: 'orders', time: 5 }, wrong: 0 }, { time: 6, writes: 0 })).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(
      goesOverAt({ loss: { store: 'orders', writes: 5 }, atLatest: 99, wrong: 0 }, { time: 6, writes: 6 }),
    ).toBe(99);
    expect(
      goesOverAt({ loss: { store: 'orders', time: 6, writes: 6 }, wrong: 0 }, { time: 6, writes: 6 }),
    ).toBe(0);
  });

  it('is the opposite when the call is wrong', () => {
    const rule = { elapsed: 5, wrong: 1 };
    expect(wrongCall(60, 10, rule)).toBe(10);
    expect(wrongCall(5, 10, rule)).toBe(Number.POSITIVE_INFINITY);
    expect(wrongCall(5, 10, { ...rule, atLatest: 99 })).toBe(99);
  });
});

describe('a decision by chance', () => {
  it('falls on each way by its chance', () => {
    expect([0, 0.59, 0.6, 0.89, 0.9, 0.999].map((u) => chooseWay([0.6, 0.3, 0.1], u))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    expect(chooseWay([0.1, 0.2, 0.7 - 1e-16], 1 - 2 ** -53)).toBe(2);
  });
});

describe('what is expected of the rest of an outage', () => {
  it('is always the same without memory', () => {
    const law = exponential(3600e6);
    for (const elapsed of [0, 60e6, 7200e6]) expect(expectedRest(law, elapsed)).toBeCloseTo(3600e6, 0);
    expect(worthFailingOver(law, 3599e6)).toBe(0);
    expect(worthFailingOver(law, 3601e6)).toBe(Number.POSITIVE_INFINITY);
  });

  // Pareto with shape a: E[X - x | X > x] = x / (a - 1) from the minimum on.
  it('grows with the time that a heavy tail has lasted', () => {
    const law = pareto(300e6, 3);
    expect(expectedRest(law, 600e6)).toBeCloseTo(300e6, 0);
    expect(worthFailingOver(law, 1200e6)).toBeGreaterThanOrEqual(2400e6);
    expect(worthFailingOver(law, 1200e6)).toBeLessThan(2400e6 + 2);
    expect(worthFailingOver(law, 100e6)).toBe(0);
  });

  it('comes to the price for a lognormal one too', () => {
    const law = lognormalThrough([0.5, 1800e6], [0.95, 4 * 3600e6]);
    const price = 2 * 3600e6;
    const at = worthFailingOver(law, price);
    expect(expectedRest(law, at)).toBeGreaterThan(price);
    expect(expectedRest(law, at * 0.999)).toBeLessThan(price);
  });
});
