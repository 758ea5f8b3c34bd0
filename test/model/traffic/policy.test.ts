import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFor, type Policy } from '../../../src/model/traffic/policy.js';

const regions = 4;
const policies: fc.Arbitrary<Policy> = fc.oneof(
  fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }).map((order): Policy => ({ kind: 'failover', order })),
  fc
    .array(fc.nat({ max: 3 }), { minLength: regions, maxLength: regions })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights): Policy => ({ kind: 'weighted', weights })),
  fc
    .array(fc.integer({ min: 1, max: 3 }), { minLength: regions, maxLength: regions })
    .map((roundTrips): Policy => ({ kind: 'latency', roundTrips: { users: roundTrips } })),
  fc
    .tuple(fc.nat({ max: 3 }), fc.option(fc.nat({ max: 3 }), { nil: undefined }))
    .map(([home, fallback]): Policy => ({ kind: 'geolocation', locations: { users: home }, fallback })),
);

/** Regions that a policy may ever answer with. */
function named(policy: Policy): number[] {
  switch (policy.kind) {
    case 'failover':
      return [...policy.order];
    case 'weighted':
      return policy.weights.flatMap((weight, region) => (weight > 0 ? [region] : []));
    case 'latency':
      return [0, 1, 2, 3];
    case 'geolocation':
      return [policy.locations['users']!, policy.fallback].filter((region) => region !== undefined);
  }
}

const health = fc.array(fc.boolean(), { minLength: regions, maxLength: regions });

describe('every policy', () => {
  it('answers with healthy regions that it may name, and fails open when there is none', () => {
    fc.assert(
      fc.property(policies, health, (policy, healthy) => {
        const answer = answerFor(policy, 'users', healthy);
        expect(answer).toHaveLength(regions);
        expect(answer.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
        const able = named(policy).filter((region) => healthy[region]);
        const allowed = able.length > 0 ? able : named(policy);
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
  });
});
