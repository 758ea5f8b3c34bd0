import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFor } from '../../../src/model/traffic/policies/decision.js';
import { type Policy, targetsOf } from '../../../src/model/traffic/policy.js';

const regions = 4;
const all = [0, 1, 2, 3];
const some = fc.shuffledSubarray(all, { minLength: 1 });
const far = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: regions, maxLength: regions });
const policies: fc.Arbitrary<Policy> = fc.oneof(
  some.map((order): Policy => ({ kind: 'failover', order })),
  fc
    .array(fc.nat({ max: 3 }), { minLength: regions, maxLength: regions })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights): Policy => ({ kind: 'weighted', weights })),
  far.map((roundTrips): Policy => ({ kind: 'latency', roundTrips: { users: roundTrips } })),
  fc
    .tuple(fc.nat({ max: 3 }), fc.option(fc.nat({ max: 3 }), { nil: undefined }))
    .map(([home, fallback]): Policy => ({ kind: 'geolocation', locations: { users: home }, fallback })),
  fc
    .tuple(far, fc.array(fc.integer({ min: -99, max: 99 }), { minLength: regions, maxLength: regions }), some)
    .map(([users, biases, among]): Policy => ({ kind: 'geoproximity', distances: { users }, biases, among })),
  fc
    .tuple(some, fc.integer({ min: 1, max: 8 }), fc.boolean())
    .map(([among, atMost, triesNext]): Policy => ({ kind: 'multivalue', among, atMost, triesNext })),
);

const health = fc.array(fc.boolean(), { minLength: regions, maxLength: regions });

describe('every policy', () => {
  it('answers with healthy regions that it may name, and fails open when there is none', () => {
    fc.assert(
      fc.property(policies, health, (policy, healthy) => {
        const answer = answerFor(policy, 'users', healthy);
        expect(answer).toHaveLength(regions);
        expect(answer.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        const able = targetsOf(policy).filter((region) => healthy[region]);
        const allowed = able.length > 0 ? able : targetsOf(policy);
        answer.forEach((share, region) => {
          if (share > 0) expect(allowed).toContain(region);
        });
        if (able.length === 0) {
          const open = answerFor(
            policy,
            'users',
            healthy.map(() => true),
          );
          expect(answer).toEqual(open);
        }
      }),
      { seed: 97, numRuns: 1000 },
    );
  });
});

describe('each policy', () => {
  it('prefers what it is for', () => {
    const healthy = [true, false, true, true];
    expect(answerFor({ kind: 'failover', order: [1, 3, 0] }, 'users', healthy)).toEqual([0, 0, 0, 1]);
    expect(answerFor({ kind: 'weighted', weights: [1, 5, 3, 0] }, 'users', healthy)).toEqual([
      0.25, 0, 0.75, 0,
    ]);
    expect(answerFor({ kind: 'latency', roundTrips: { users: [9, 1, 5, 5] } }, 'users', healthy)).toEqual([
      0, 0, 1, 0,
    ]);
    const located: Policy = { kind: 'geolocation', locations: { users: 1 }, fallback: 3 };
    expect(answerFor(located, 'users', healthy)).toEqual([0, 0, 0, 1]);
    expect(answerFor(located, 'strangers', healthy)).toEqual([0, 0, 0, 1]);
    expect(answerFor(located, 'users', [true, true, true, true])).toEqual([0, 1, 0, 0]);
    const several: Policy = { kind: 'multivalue', among: all, atMost: 8, triesNext: true };
    expect(answerFor(several, 'users', healthy)).toEqual([1 / 3, 0, 1 / 3, 1 / 3]);
    const near: Policy = { kind: 'latency', roundTrips: { users: [1, 9, 5, 5] }, among: [1, 3] };
    expect(answerFor(near, 'users', [true, true, true, true])).toEqual([0, 0, 0, 1]);
  });

  it('weighs distances by their bias', () => {
    const toward = (biases: number[]): number[] =>
      answerFor(
        { kind: 'geoproximity', distances: { users: [1000, 1400, 5000, 9000] }, biases, among: all },
        'users',
        [true, true, true, true],
      );
    expect(toward([0, 0, 0, 0])).toEqual([1, 0, 0, 0]);
    // 1400 less 25 % is 1050, less 30 % is 980; 1000 / (1 - 0.25) is 1333, / (1 - 0.3) is 1429.
    expect(toward([0, 25, 0, 0])).toEqual([1, 0, 0, 0]);
    expect(toward([0, 30, 0, 0])).toEqual([0, 1, 0, 0]);
    expect(toward([-25, 0, 0, 0])).toEqual([1, 0, 0, 0]);
    expect(toward([-30, 0, 0, 0])).toEqual([0, 1, 0, 0]);
    expect(toward([0, 0, 0, 99])).toEqual([0, 0, 0, 1]);
  });
});
