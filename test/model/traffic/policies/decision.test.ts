import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFor, type DecisionRules } from '../../../../src/model/traffic/policies/decision.js';
import { choose, type Policy, targetsOf } from '../../../../src/model/traffic/policy.js';

const regions = 4;
const health = fc.array(fc.boolean(), { minLength: regions, maxLength: regions });

/** Trees of failover and weighted policies: groups lead to regions and to groups before them, the root to the last one too. */
const trees: fc.Arbitrary<{ root: Policy; groups: { policy: Policy; atLeast: number }[] }> = fc
  .tuple(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 3 })), { maxLength: 3 }), fc.nat())
  .map(([drafts, seed]) => {
    const policyOf = (pick: number, targets: number): Policy => {
      const order = Array.from({ length: targets }, (_, i) => (i * 7 + pick) % targets);
      const some = [...new Set(order)].slice(0, 1 + (pick % targets));
      const weights = Array.from({ length: targets }, (_, i) => (some.includes(i) ? 1 + (i % 3) : 0));
      return pick % 2 === 0 ? { kind: 'failover', order: some } : { kind: 'weighted', weights };
    };
    const groups = drafts.map(([pick, , atLeast], index) => {
      const policy = policyOf(pick, regions + index);
      return { policy, atLeast: Math.min(atLeast, targetsOf(policy).length) };
    });
    return { root: policyOf(seed, regions + groups.length), groups };
  });

describe('trees of policies', () => {
  it('answer with a healthy region wherever a healthy way leads to one, and with shares that sum to 1', () => {
    fc.assert(
      fc.property(trees, health, ({ root, groups }, healthy) => {
        const shares = answerFor(root, 'users', healthy, { groups });
        expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        const healthyTarget = (target: number): boolean => {
          if (target < regions) return healthy[target]!;
          const { policy, atLeast } = groups[target - regions]!;
          return targetsOf(policy).filter(healthyTarget).length >= atLeast;
        };
        if (targetsOf(root).some(healthyTarget)) {
          shares.forEach((share, region) => {
            if (share > 0) expect(healthy[region]).toBe(true);
          });
        }
      }),
      { seed: 11, numRuns: 1000 },
    );
  });

  it('are as healthy as their targets, and open group by group', () => {
    const europe: Policy = { kind: 'weighted', weights: [0, 1, 3, 0] };
    const groups = [{ policy: europe, atLeast: 2 }];
    const root: Policy = { kind: 'failover', order: [4, 0] };
    const answer = (...healthy: boolean[]) => answerFor(root, 'users', healthy, { groups });
    expect(answer(true, true, true, true)).toEqual([0, 0.25, 0.75, 0]);
    expect(answer(true, false, true, true)).toEqual([1, 0, 0, 0]);
    // Nobody is healthy enough: the first target again, which still leaves out its own unhealthy region.
    expect(answer(false, false, true, true)).toEqual([0, 0, 1, 0]);
    expect(answer(false, false, false, true)).toEqual([0, 0.25, 0.75, 0]);
  });
});

describe('when nobody is healthy', () => {
  const none = [false, false, false, false];
  const order: Policy = { kind: 'failover', order: [2, 0, 1] };
  const roundTrips = { users: [5, 3, 9, 1] };

  it('each way of failing open answers as its vendor does', () => {
    const open = (failOpen: DecisionRules['failOpen'] & object) =>
      answerFor(order, 'users', none, { failOpen });
    expect(open({ kind: 'all' })).toEqual([0, 0, 1, 0]);
    expect(open({ kind: 'evenly' })).toEqual([1 / 3, 1 / 3, 1 / 3, 0]);
    // Region 3 is nearer, but the policy may not name it.
    expect(open({ kind: 'nearest', roundTrips })).toEqual([0, 1, 0, 0]);
    expect(open({ kind: 'fallback', region: 3 })).toEqual([0, 0, 0, 1]);
    expect(open({ kind: 'nothing' })).toEqual([0, 0, 0, 0]);
  });

  it('none of them matters while one is healthy', () => {
    for (const failOpen of [
      { kind: 'evenly' },
      { kind: 'nothing' },
      { kind: 'fallback', region: 3 },
    ] as const)
      expect(answerFor(order, 'users', [false, true, false, false], { failOpen })).toEqual([0, 1, 0, 0]);
  });
});

describe('a minimum of healthy regions', () => {
  const policy: Policy = { kind: 'weighted', weights: [1, 1, 1, 1] };

  it('disregards health below it, and not at it', () => {
    const answer = (minimumHealthy: number, ...healthy: boolean[]) =>
      answerFor(policy, 'users', healthy, { minimumHealthy });
    expect(answer(0.5, true, false, false, true)).toEqual([0.5, 0, 0, 0.5]);
    expect(answer(0.51, true, false, false, true)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(answer(0.5, true, false, false, false)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(answer(0.3 + 0.2, false, false, false, false)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('disregards it inside of groups too', () => {
    const groups = [{ policy: { kind: 'failover', order: [1, 2] } as Policy, atLeast: 1 }];
    const root: Policy = { kind: 'failover', order: [4, 0] };
    const answer = (minimumHealthy: number) =>
      answerFor(root, 'users', [true, false, false, true], { groups, minimumHealthy });
    expect(answer(0)).toEqual([1, 0, 0, 0]);
    expect(answer(0.5)).toEqual([0, 1, 0, 0]);
  });

  it('is undisturbed by a choice among the healthy that a population cannot have', () => {
    const located: Policy = { kind: 'geolocation', locations: { users: 0 }, fallback: undefined };
    expect(choose(located, 'users', [false, true, true, true])).toBeUndefined();
    expect(answerFor(located, 'users', [false, true, true, true])).toEqual([1, 0, 0, 0]);
  });
});
