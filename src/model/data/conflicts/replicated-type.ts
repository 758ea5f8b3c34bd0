import { BoundedCounter } from '../crdt/bounded-counter.js';
import { LastWriterWinsRegister } from '../crdt/last-writer-wins-register.js';
import { MultiValueRegister } from '../crdt/multi-value-register.js';
import { ObservedRemoveSet } from '../crdt/observed-remove-set.js';
import { UpDownCounter } from '../crdt/up-down-counter.js';
import type { Conflict, Fate, KeyPolicy, Resolution, Version } from './policy.js';

/** What a value is: it decides how versions of it merge. */
export type ReplicatedTypeName = 'counter' | 'set' | 'register' | 'multi-value' | 'bounded-counter';

/**
 * Values of a replicated data type (CRDT): the versions of a key merge as the type does. The fate of a version is read off the
 * merged state.
 */
export function replicatedType(type: ReplicatedTypeName): KeyPolicy {
  return {
    name: `crdt ${type}`,
    asks: type === 'register' ? 'last' : 'sides',
    decides: 'key',
    resolve: resolutions[type],
  };
}

/** What a side's writes make of a value, and what is left of them when all sides are merged. */
interface Trial<State extends { merge(other: State): State }> {
  write(version: Version): State;
  /** Whether the merged state holds what the version wrote. */
  holds(merged: State, version: Version): boolean;
  /** Values that a reader of the merged state finds. */
  values(merged: State): number;
  /** Fate of a version that the merged state holds. */
  readonly held: Fate;
}

/** Numbers of the sides stand for the replicas, and for what they wrote. */
const resolutions: Record<ReplicatedTypeName, (conflict: Conflict) => Resolution> = {
  counter: tried<UpDownCounter>({
    write: ({ side, writes }) => UpDownCounter.zero.increment(side, writes),
    holds: (merged, { side, writes }) => merged.of(side) === writes,
    values: () => 1,
    held: 'merged',
  }),
  'bounded-counter': tried<BoundedCounter>({
    write: ({ side, writes }) =>
      BoundedCounter.at(0)
        .increment(side, writes + 1)
        .decrement(side, writes),
    holds: (merged, { side }) => merged.rights(side) === 1,
    values: () => 1,
    held: 'merged',
  }),
  set: tried<ObservedRemoveSet<number>>({
    write: ({ side }) => ObservedRemoveSet.empty<number>().add(side, side),
    holds: (merged, { side }) => merged.elements.has(side),
    values: () => 1,
    held: 'merged',
  }),
  register: tried<LastWriterWinsRegister<number>>({
    write: ({ side, stamp }) => new LastWriterWinsRegister(side, stamp),
    holds: (merged, { side }) => merged.value === side,
    values: () => 1,
    held: 'surviving',
  }),
  'multi-value': tried<MultiValueRegister<number>>({
    write: ({ side }) => MultiValueRegister.empty<number>().write(side, side),
    holds: (merged, { side }) => merged.values.includes(side),
    values: (merged) => merged.values.length,
    held: 'merged',
  }),
};

function tried<State extends { merge(other: State): State }>(trial: Trial<State>) {
  return ({ versions }: Conflict): Resolution => {
    const merged = versions.map((version) => trial.write(version)).reduce((a, b) => a.merge(b));
    const values = trial.values(merged);
    return {
      fates: versions.map((version) => (trial.holds(merged, version) ? trial.held : 'lostInConflict')),
      siblings: values > 1 ? values : 0,
    };
  };
}
