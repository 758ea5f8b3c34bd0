import { conflictPolicy } from '../../../../src/model/data/conflicts/policies.js';
import type { ConflictPolicy } from '../../../../src/model/data/conflicts/policy.js';
import type { Rule } from './replay.js';

const order = ['b', 'a', 'd', 'c'];

/** Keeps the version that was written first: a policy that has to see everything. */
const earliest: ConflictPolicy = {
  name: 'earliest',
  asks: 'versions',
  decides: 'key',
  resolve: ({ versions }) => {
    const first = versions.reduce((a, b) => (b.writtenAt < a.writtenAt ? b : a));
    return { fates: versions.map((one) => (one === first ? 'surviving' : 'lostInConflict')), siblings: 0 };
  },
};

/** The rules of the replay, and the policies that say the same. */
export const rules: readonly {
  readonly rule: Rule;
  readonly policy: ConflictPolicy;
  readonly order: readonly string[];
}[] = [
  { rule: 'last', policy: conflictPolicy({ policy: 'last-writer-wins' }), order },
  { rule: 'priority', policy: conflictPolicy({ policy: 'priority', order }), order },
  { rule: 'siblings', policy: conflictPolicy({ policy: 'siblings' }), order },
  { rule: 'pending', policy: conflictPolicy({ policy: 'queue', rate: 1 }), order },
  { rule: 'ignore', policy: conflictPolicy({ policy: 'ignore' }), order },
  { rule: 'discard', policy: conflictPolicy({ policy: 'discard-minority', order }), order },
  { rule: 'earliest', policy: earliest, order },
];
