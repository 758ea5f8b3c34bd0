import { describe, expect, it } from 'vitest';
import { build, type Scenario } from '../../../src/index.js';
import { specOf } from '../../validation/specification.js';
import { mean, years } from '../../validation/years.js';

/** Hours: up times, repairs, and what it takes to decide to fail over; all exponential. */
const [mttf, mttr, deciding] = [100, 20, 1];
const horizon = 87_600;
const runs = 60;

const [fails, repaired, decided] = [1 / mttf, 1 / mttr, 1 / deciding];

type Transition = readonly [from: string, to: string, rate: number];

/** The share of the time in each state in the long run, by uniformisation. */
function stationary(transitions: readonly Transition[]): Map<string, number> {
  const step = 0.5 / Math.max(...transitions.map(([, , rate]) => rate));
  let shares = new Map(transitions.map(([from]) => [from, 0]));
  for (const state of shares.keys()) shares.set(state, 1 / shares.size);
  for (let i = 0; i < 20_000; i++) {
    const next = new Map(shares);
    for (const [from, to, rate] of transitions) {
      const flow = shares.get(from)! * rate * step;
      next.set(from, next.get(from)! - flow);
      next.set(to, next.get(to)! + flow);
    }
    shares = next;
  }
  return shares;
}

/** States: the primary, then the other copy, where one that was away when the primary was promoted is `behind`. */
const chain: readonly Transition[] = [
  ['up, up', 'down, up', fails],
  ['up, up', 'up, down', fails],
  ['down, up', 'up, down behind', decided],
  ['down, up', 'down, down', fails],
  ['down, up', 'up, up', repaired],
  ['up, down', 'up, up', repaired],
  ['up, down', 'down, down', fails],
  ['up, down behind', 'up, up', repaired],
  ['up, down behind', 'down, down behind', fails],
  ['down, down', 'down, down, decided', decided],
  ['down, down', 'up, down', repaired],
  ['down, down', 'down, up', repaired],
  // It has followed this primary, and is promoted as soon as it is back.
  ['down, down, decided', 'up, down', repaired],
  ['down, down, decided', 'up, down behind', repaired],
  // It knows nothing of what this primary took, and waits for it.
  ['down, down behind', 'up, down behind', repaired],
  ['down, down behind', 'down, up behind', repaired],
  ['down, up behind', 'up, up', repaired],
  ['down, up behind', 'down, down behind', fails],
];

function downShare(shares: Map<string, number>): number {
  let total = 0;
  for (const [state, share] of shares) if (state.startsWith('down')) total += share;
  return total;
}

/** Shares of the time in which nobody takes writes, a run each. */
function simulated(): number[] {
  const scenario = years({
    regions: 2,
    writes: '100%',
    faults: ['a', 'b'].map((lose) => ({
      lose,
      every: mean(mttf),
      for: mean(mttr),
      strikes: 'standing' as const,
    })),
    horizon,
    more: {
      failover: { orders: [{ decide: mean(deciding) }, { promote: '0s' }] } as Scenario['failover'],
    },
  });
  const batch = build(specOf(scenario), '1');
  const column = batch.columns.findIndex(({ name }) => name === 'downtime');
  return Array.from({ length: runs }, (_, run) => batch.simulate(run).values[column]! / 3600 / horizon);
}

describe('a copy that was away when another was promoted', () => {
  const shares = simulated();
  const average = shares.reduce((a, b) => a + b) / runs;
  const error = Math.sqrt(shares.reduce((sum, x) => sum + (x - average) ** 2, 0) / (runs - 1) / runs);

  it('waits for that one when both are down: the chain with that state is met', () => {
    expect(Math.abs(average - downShare(stationary(chain)))).toBeLessThan(4 * error);
  });

  it('is not promoted as one that had followed: the chain in which whoever is back serves is not met', () => {
    const careless = chain.map(
      ([from, to, rate]): Transition => [from, to === 'down, up behind' ? 'up, down' : to, rate],
    );
    expect(average - downShare(stationary(careless))).toBeGreaterThan(8 * error);
  });
});
