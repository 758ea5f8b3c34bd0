import type { Micros } from '../../../kernel/index.js';
import { applicationMerge, type MergeSource } from './application-merge.js';
import { discardMinority } from './discard-minority.js';
import { freeze } from './freeze.js';
import { ignore } from './ignore.js';
import { lastWriterWins } from './last-writer-wins.js';
import type { ConflictPolicy } from './policy.js';
import { priority } from './priority.js';
import { queue } from './queue.js';
import { type ReplicatedTypeName, replicatedType } from './replicated-type.js';
import { siblings } from './siblings.js';

/** What each policy needs to know. */
interface Options {
  'last-writer-wins': unknown;
  priority: { readonly order: readonly string[] };
  siblings: unknown;
  crdt: { readonly type: ReplicatedTypeName };
  merge: MergeSource & { readonly rate?: number };
  'discard-minority': { readonly order: readonly string[] };
  freeze: { readonly after: Micros; readonly rate?: number };
  queue: { readonly rate: number };
  ignore: unknown;
}

export type PolicyName = keyof Options;

/** A policy by its name, with what it needs to know. */
export type PolicyOptions = { [Name in PolicyName]: { readonly policy: Name } & Options[Name] }[PolicyName];

const policies: { readonly [Name in PolicyName]: (options: Options[Name]) => ConflictPolicy } = {
  'last-writer-wins': () => lastWriterWins,
  priority: ({ order }) => priority(order),
  siblings: () => siblings,
  crdt: ({ type }) => replicatedType(type),
  merge: (options) => applicationMerge(options, options.rate),
  'discard-minority': ({ order }) => discardMinority(order),
  freeze: ({ after, rate }) => freeze(after, rate),
  queue: ({ rate }) => queue(rate),
  ignore: () => ignore,
};

/** The policy of that name. */
export function conflictPolicy(options: PolicyOptions): ConflictPolicy {
  const make = policies[options.policy] as (options: PolicyOptions) => ConflictPolicy;
  return make(options);
}
