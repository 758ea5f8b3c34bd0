import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MergeFunction } from '../../../../src/model/data/conflicts/application-merge.js';
import { conflictPolicy, type PolicyOptions } from '../../../../src/model/data/conflicts/policies.js';
import type { Conflict, Fate } from '../../../../src/model/data/conflicts/policy.js';
import { conflictArbitrary, regions } from './conflict-arbitrary.js';

type Kind = 'one wins' | 'all kept' | 'all wait' | 'any';

/** Every policy, and what it claims: one winner, everything in the final state, or nothing decided. */
const cases: { readonly options: PolicyOptions; readonly kind: Kind; readonly siblings?: true }[] = [
  { options: { policy: 'last-writer-wins' }, kind: 'one wins' },
  { options: { policy: 'priority', order: regions }, kind: 'one wins' },
  { options: { policy: 'siblings' }, kind: 'all kept', siblings: true },
  { options: { policy: 'crdt', type: 'counter' }, kind: 'all kept' },
  { options: { policy: 'crdt', type: 'set' }, kind: 'all kept' },
  { options: { policy: 'crdt', type: 'register' }, kind: 'one wins' },
  { options: { policy: 'crdt', type: 'multi-value' }, kind: 'all kept', siblings: true },
  { options: { policy: 'crdt', type: 'bounded-counter' }, kind: 'all kept' },
  { options: merging(({ versions }) => ({ keep: versions.length - 1 })), kind: 'one wins' },
  { options: merging(() => 'merged'), kind: 'all kept' },
  { options: merging(() => 'siblings'), kind: 'all kept', siblings: true },
  { options: merging(() => 'pending'), kind: 'all wait' },
  { options: { policy: 'discard-minority', order: regions }, kind: 'any' },
  { options: { policy: 'freeze', after: 5 }, kind: 'all wait' },
  { options: { policy: 'queue', rate: 1 }, kind: 'all wait' },
  { options: { policy: 'ignore' }, kind: 'all wait' },
];

function merging(merge: Extract<PolicyOptions, { policy: 'merge' }>['merge']): PolicyOptions {
  return { policy: 'merge', merge, module: './merge.js', export: 'merge' };
}

/** Fates that a policy may give, by what it claims. */
const held: Record<Exclude<Kind, 'any'>, readonly Fate[]> = {
  'one wins': ['surviving', 'lostInConflict'],
  'all kept': ['merged'],
  'all wait': ['pending', 'diverged'],
};

describe.each(cases.map((one) => ({ ...one, policy: conflictPolicy(one.options) })))(
  '$policy.name, where $kind',
  ({ policy, kind, siblings }) => {
    const fatesBySide = (conflict: Conflict): Map<number, Fate> => {
      const { fates } = policy.resolve(conflict);
      expect(fates).toHaveLength(conflict.versions.length);
      return new Map(conflict.versions.map(({ side }, index) => [side, fates[index]!]));
    };
    const always = (seed: number, holds: (conflict: Required<Conflict>) => void): void => {
      fc.assert(fc.property(conflictArbitrary, holds), { seed, numRuns: 200 });
    };

    it('gives each version one fate of those that it claims', () => {
      always(1, (conflict) => {
        const { fates } = policy.resolve(conflict);
        const claimed: readonly Fate[] = kind === 'any' ? held['one wins'] : held[kind];
        expect(fates).toHaveLength(conflict.versions.length);
        expect(fates.filter((fate) => !claimed.includes(fate))).toEqual([]);
      });
    });

    it('loses one version fewer than there are, or none', () => {
      always(2, (conflict) => {
        const { fates } = policy.resolve(conflict);
        const lost = fates.filter((fate) => fate === 'lostInConflict').length;
        const sides = conflict.versions.map(({ side }) => side);
        const noneKept = policy.decides === 'side' && !sides.includes(policy.keptSide(conflict.sides));
        // What the side that is kept did not write stays as it was.
        const all = fates.length - (noneKept ? 0 : 1);
        expect(lost).toBe(kind === 'one wins' || kind === 'any' ? all : 0);
      });
    });

    it('says how many versions are left for a reader to resolve', () => {
      always(3, (conflict) => {
        expect(policy.resolve(conflict).siblings).toBe(siblings ? conflict.versions.length : 0);
      });
    });

    it('does not mind in which order versions and sides are given', () => {
      const ordered = conflictArbitrary.chain((conflict) => {
        const { versions, sides } = conflict;
        return fc.record({
          conflict: fc.constant(conflict),
          versions: fc.shuffledSubarray([...versions], { minLength: versions.length }),
          sides: fc.shuffledSubarray([...sides], { minLength: sides.length }),
        });
      });
      fc.assert(
        fc.property(ordered, ({ conflict, ...shuffled }) => {
          expect(fatesBySide(shuffled)).toEqual(fatesBySide(conflict));
        }),
        { seed: 4, numRuns: 200 },
      );
    });

    it('depends on nothing that it does not ask about', () => {
      always(5, (conflict) => {
        const asked = conflict.versions.map((one, index) => {
          if (policy.asks === 'versions') return one;
          const blank = { ...one, writes: 1, writtenAt: 0 };
          return policy.asks === 'last' ? blank : { ...blank, stamp: { time: 0, counter: 0, writer: index } };
        });
        expect(fatesBySide({ ...conflict, versions: asked })).toEqual(fatesBySide(conflict));
      });
    });

    it('answers the same when it is asked again, and leaves what it was given', () => {
      always(6, (conflict) => {
        const before = structuredClone(conflict);
        expect(policy.resolve(conflict)).toEqual(policy.resolve(conflict));
        expect(conflict).toEqual(before);
      });
    });

    it('decides the same without a side that did not win', () => {
      always(7, (conflict) => {
        const fates = fatesBySide(conflict);
        const other = conflict.versions.find(({ side }) => fates.get(side) !== 'surviving')!;
        const versions = conflict.versions.filter((one) => one !== other);
        fates.delete(other.side);
        if (versions.length > 1) expect(fatesBySide({ ...conflict, versions })).toEqual(fates);
      });
    });
  },
);

it('every policy is in the suite', () => {
  const tested = new Set(cases.map(({ options }) => options.policy));
  const all = ['last-writer-wins', 'priority', 'siblings', 'crdt', 'merge', 'discard-minority', 'freeze'];
  expect([...tested].sort()).toEqual([...all, 'ignore', 'queue'].sort());
});

it('only freezing stops writes, and people settle what they have a rate for', () => {
  const settings = (options: PolicyOptions) => {
    const { freezesAfter, repairRate } = conflictPolicy(options);
    return [freezesAfter, repairRate];
  };
  expect(settings({ policy: 'freeze', after: 5e6 })).toEqual([5e6, undefined]);
  expect(settings({ policy: 'freeze', after: 0, rate: 1e-6 })).toEqual([0, 1e-6]);
  expect(settings({ policy: 'queue', rate: 1e-6 })).toEqual([undefined, 1e-6]);
  const merge: MergeFunction = () => 'pending';
  const source = { merge, module: './merge.mjs', export: 'default' };
  expect(settings({ policy: 'merge', ...source })).toEqual([undefined, undefined]);
  expect(settings({ policy: 'merge', ...source, rate: 1e-6 })).toEqual([undefined, 1e-6]);
  expect(settings({ policy: 'ignore' })).toEqual([undefined, undefined]);
});
