import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedCounter } from '../../../../src/model/data/crdt/bounded-counter.js';
import { GrowOnlyCounter } from '../../../../src/model/data/crdt/grow-only-counter.js';
import { LastWriterWinsMap } from '../../../../src/model/data/crdt/last-writer-wins-map.js';
import { LastWriterWinsRegister } from '../../../../src/model/data/crdt/last-writer-wins-register.js';
import { MultiValueRegister } from '../../../../src/model/data/crdt/multi-value-register.js';
import { ObservedRemoveSet } from '../../../../src/model/data/crdt/observed-remove-set.js';
import { UpDownCounter } from '../../../../src/model/data/crdt/up-down-counter.js';
import { type Apply, commands, type Done, mergeBoth, play, replicas } from './replay.js';

/** A replicated type, and what its states should read as, said of the operations that are known and of nothing else. */
interface Type<State, Operation> {
  readonly name: string;
  readonly empty: State;
  readonly operation: fc.Arbitrary<Operation>;
  readonly apply: Apply<State, Operation>;
  read(state: State): unknown;
  specify(known: readonly Done<Operation>[]): unknown;
}

const amount = fc.nat({ max: 4 });
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Operations that none of the others has seen. */
const unseen = <Operation>(known: readonly Done<Operation>[], by = known) =>
  known.filter(({ id }) => !by.some(({ saw }) => saw.has(id)));

const growOnly: Type<GrowOnlyCounter, number> = {
  name: 'grow-only counter',
  empty: GrowOnlyCounter.zero,
  operation: amount,
  apply: (state, replica, by) => state.increment(replica, by),
  read: ({ value }) => value,
  specify: (known) => sum(known.map(({ operation }) => operation)),
};

const upDown: Type<UpDownCounter, number> = {
  name: 'up-down counter',
  empty: UpDownCounter.zero,
  operation: fc.integer({ min: -4, max: 4 }),
  apply: (state, replica, by) => (by < 0 ? state.decrement(replica, -by) : state.increment(replica, by)),
  read: (state) => [state.value, ...replicas.map((replica) => state.of(replica))],
  specify: (known) => {
    const of = (replica: number) =>
      sum(known.filter((done) => done.replica === replica).map(({ operation }) => operation));
    return [sum(replicas.map(of)), ...replicas.map(of)];
  },
};

interface SetOperation {
  readonly add: boolean;
  readonly element: string;
}

const observedRemove: Type<ObservedRemoveSet<string>, SetOperation> = {
  name: 'observed-remove set',
  empty: ObservedRemoveSet.empty(),
  operation: fc.record({ add: fc.boolean(), element: fc.constantFrom('milk', 'tea') }),
  apply: (state, replica, { add, element }) => (add ? state.add(replica, element) : state.remove(element)),
  read: ({ elements }) => elements,
  specify: (known) => {
    const there = known.filter(({ id, operation: { add, element } }) => {
      const removedBy = (done: Done<SetOperation>) =>
        !done.operation.add && done.operation.element === element && done.saw.has(id);
      return add && !known.some(removedBy);
    });
    return new Set(there.map(({ operation }) => operation.element));
  },
};

const multiValue: Type<MultiValueRegister<string>, string> = {
  name: 'multi-value register',
  empty: MultiValueRegister.empty(),
  operation: fc.constantFrom('red', 'blue'),
  apply: (state, replica, value, id) => state.write(replica, `${value} ${id}`),
  read: ({ values }) => new Set(values),
  specify: (known) => new Set(unseen(known).map(({ operation, id }) => `${operation} ${id}`)),
};

interface StampedWrite {
  readonly key: string;
  readonly value: number | undefined;
  readonly time: number;
}

/** The id as counter makes the stamp unique. */
const write = fc.record({
  key: fc.constantFrom('a', 'b'),
  value: fc.option(fc.nat(), { nil: undefined, freq: 3 }),
  time: fc.integer({ min: -2, max: 2 }),
});

const latest = (known: readonly Done<StampedWrite>[]) =>
  [...known].sort((a, b) => a.operation.time - b.operation.time || a.id - b.id).at(-1)?.operation.value;

const map: Type<LastWriterWinsMap<string, number>, StampedWrite> = {
  name: 'last-writer-wins map',
  empty: LastWriterWinsMap.empty(),
  operation: write,
  apply: (state, writer, { key, value, time }, counter) =>
    value === undefined
      ? state.delete(key, { time, counter, writer })
      : state.set(key, value, { time, counter, writer }),
  read: (state) => [state.entries, state.get('a'), state.get('b')],
  specify: (known) => {
    const of = (key: string) => latest(known.filter(({ operation }) => operation.key === key));
    const entries = ['a', 'b'].map((key) => [key, of(key)] as const);
    return [new Map(entries.filter(([, value]) => value !== undefined)), of('a'), of('b')];
  },
};

const register: Type<LastWriterWinsRegister<number | undefined>, StampedWrite> = {
  name: 'last-writer-wins register',
  empty: new LastWriterWinsRegister<number | undefined>(undefined, {
    time: Number.NEGATIVE_INFINITY,
    counter: 0,
    writer: 0,
  }),
  operation: write,
  apply: (state, writer, { value, time }, counter) => state.write(value, { time, counter, writer }),
  read: ({ value }) => value,
  specify: latest,
};

type BoundedOperation = readonly ['add' | 'take', number] | readonly ['give', number, number];

const boundedCounter: Type<BoundedCounter, BoundedOperation> = {
  name: 'bounded counter',
  empty: BoundedCounter.at(-3),
  operation: fc.oneof(
    fc.tuple(fc.constantFrom('add' as const, 'take' as const), amount),
    fc.tuple(fc.constant('give' as const), amount, fc.constantFrom(...replicas)),
  ),
  apply: (state, replica, [kind, by, to]) => {
    if (kind === 'add') return state.increment(replica, by);
    if (by > state.rights(replica)) {
      expect(() => state.decrement(replica, by)).toThrow(RangeError);
      expect(() => state.transfer(replica, (replica + 1) % 3, by)).toThrow(RangeError);
      return undefined;
    }
    return kind === 'take' ? state.decrement(replica, by) : state.transfer(replica, to!, by);
  },
  read: (state) => [state.value, ...replicas.map((replica) => state.rights(replica))],
  specify: (known) => {
    const rights = replicas.map((replica) =>
      sum(
        known.map(({ replica: by, operation: [kind, number, to] }) => {
          const own = by === replica ? { add: number, take: -number, give: -number }[kind] : 0;
          return own + (kind === 'give' && to === replica ? number : 0);
        }),
      ),
    );
    return [-3 + sum(rights), ...rights];
  },
};

/** One type after the other, each with its own kinds of state and operation. */
function everyType(
  check: <State extends { merge(other: State): State }, Operation>(type: Type<State, Operation>) => void,
): void {
  check(growOnly);
  check(upDown);
  check(observedRemove);
  check(multiValue);
  check(register);
  check(map);
  check(boundedCounter);
}

everyType((type) => {
  describe(type.name, () => {
    const { empty, apply, read, specify } = type;
    const history = commands(type.operation);
    const picks = fc.array(fc.nat({ max: 1000 }), { minLength: 3, maxLength: 6 });

    it('reads at every replica, at every time, as the operations that it knows of say', () => {
      fc.assert(
        fc.property(history, (list) => {
          for (const { state, known } of play(list, empty, apply).all)
            expect(read(state)).toEqual(specify(known));
        }),
        { seed: 1, numRuns: 300 },
      );
    });

    it('merges in any order, in any grouping, and as often as one likes', () => {
      fc.assert(
        fc.property(history, picks, (list, [i, j, k]) => {
          const { all } = play(list, empty, apply);
          const [a, b, c] = [i, j, k].map((pick) => all[pick! % all.length]!.state);
          expect(a!.merge(b!)).toEqual(b!.merge(a!));
          expect(a!.merge(b!).merge(c!)).toEqual(a!.merge(b!.merge(c!)));
          expect(a!.merge(a!)).toEqual(a);
          expect(a!.merge(b!).merge(b!).merge(a!)).toEqual(a!.merge(b!));
        }),
        { seed: 2, numRuns: 300 },
      );
    });

    it('is the same whichever states arrive, in which order and how often, once all is known', () => {
      fc.assert(
        fc.property(history, picks, (list, order) => {
          const { all, latest } = play(list, empty, apply);
          const all3 = latest.reduce(mergeBoth);
          const random = order.map((pick) => all[pick % all.length]!);
          const other = [...random, ...[...latest].reverse(), ...random].reduce(mergeBoth);
          expect(other.state).toEqual(all3.state);
          expect(read(other.state)).toEqual(specify(other.known));
        }),
        { seed: 3, numRuns: 300 },
      );
    });

    it('never changes: a new state is another object', () => {
      fc.assert(
        fc.property(history, (list) => {
          const copies: unknown[] = [];
          const { all } = play(list, empty, (state, replica, operation, id) => {
            copies.push([state, structuredClone(state)]);
            return apply(state, replica, operation, id);
          });
          for (const [state, copy] of copies as [object, object][]) expect({ ...state }).toEqual({ ...copy });
          expect(read(empty)).toEqual(specify([]));
          expect(all.length).toBeGreaterThan(0);
        }),
        { seed: 4, numRuns: 100 },
      );
    });
  });
});
