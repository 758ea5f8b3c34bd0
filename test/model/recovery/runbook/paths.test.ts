import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestPaths } from '../../../../src/model/recovery/runbook/graph.js';
import { orderSteps } from '../../../../src/scenario/step-order.js';
import { tell } from '../told.js';
import { attemptsOf, doneAfter, eastLost, type RunbookStep } from './east-lost.js';

/** Steps in some order, each after some of those before it, of two roles; the last one promotes when all are done. */
const graphs = fc
  .array(
    fc.record({
      after: fc.array(fc.nat(9), { maxLength: 3 }),
      role: fc.constantFrom('dba', 'network', undefined),
      takes: fc.constantFrom('3m', { between: ['1m', '9m'] }, { p50: '4m', p95: '20m' }),
      fails: fc.constantFrom('0%', '30%'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drawn) => {
    const steps = drawn.map(({ after, role, ...rest }, index): RunbookStep => {
      const before = [...new Set(after.filter((one) => one < index))];
      return {
        name: `step-${index}`,
        after: before.map((one) => `step-${one}`),
        ...(role ? { role } : {}),
        ...rest,
      } as RunbookStep;
    });
    const last: RunbookStep = {
      name: 'promote',
      after: steps.map(({ name }) => name),
      does: { promote: 'orders' },
    };
    return [...steps, last];
  });

/** All steps before a step. */
function ancestorsOf(steps: readonly RunbookStep[], index: number): Set<number> {
  const all = new Set<number>();
  const visit = (at: number) => {
    for (const name of steps[at]!.after ?? []) {
      const before = steps.findIndex((one) => one.name === name);
      if (!all.has(before)) visit(before);
      all.add(before);
    }
  };
  visit(index);
  return all;
}

/** The same, but steps of a role that are not one chain belong to nobody. */
function inChains(steps: readonly RunbookStep[]): RunbookStep[] {
  const last = new Map<string, number>();
  return steps.map((step, index) => {
    const { role, ...rest } = step;
    const before = role === undefined ? undefined : last.get(role);
    if (role === undefined || (before !== undefined && !ancestorsOf(steps, index).has(before))) return rest;
    last.set(role, index);
    return step;
  });
}

function carryOut(steps: readonly RunbookStep[], people: number) {
  const roles = { dba: { people }, network: { people } };
  return tell(eastLost({ steps, roles }), 1, '7')[0]!;
}

function longestPath(steps: readonly RunbookStep[], told: ReturnType<typeof carryOut>): number {
  const attempts = attemptsOf(told);
  const takes = steps.map(({ name }) => attempts.get(name)!.took);
  return longestPaths(orderSteps(steps as never), takes).at(-1)! / 1e6;
}

describe('the time that a runbook takes', () => {
  it('is the longest path with people enough, and never less with fewer', () => {
    fc.assert(
      fc.property(graphs, (steps) => {
        const many = carryOut(steps, 100);
        const one = carryOut(steps, 1);
        expect(doneAfter(many, 'promote')).toBeCloseTo(longestPath(steps, many), 5);
        // The same steps take as long, whoever does them.
        expect(longestPath(steps, one)).toBe(longestPath(steps, many));
        expect(one.figure('rto')).toBeGreaterThanOrEqual(longestPath(steps, one) - 1e-6);
        expect(one.figure('rto')).toBeGreaterThanOrEqual(many.figure('rto'));
        if (one.figure('rto') > many.figure('rto')) expect(one.figure('peopleWait')).toBeGreaterThan(0);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('does not shrink with people where the steps of each role are one chain', () => {
    fc.assert(
      fc.property(graphs.map(inChains), (steps) => {
        const [one, two, many] = [1, 2, 100].map((people) => carryOut(steps, people).figure('rto'));
        expect(one).toBeGreaterThanOrEqual(two!);
        expect(two).toBeGreaterThanOrEqual(many!);
      }),
      { seed: 6, numRuns: 40 },
    );
  });
});
