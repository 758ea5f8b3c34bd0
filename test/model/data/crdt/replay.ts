import fc from 'fast-check';

/** An operation that was done at a replica, and those that the replica knew of. */
export interface Done<Operation> {
  readonly id: number;
  readonly replica: number;
  readonly operation: Operation;
  /** Ids of the operations that its replica had done or received before. */
  readonly saw: ReadonlySet<number>;
}

/** A state, and the operations whose effect is in it: what a specification needs to say what the state should read as. */
export interface Knowledge<State, Operation> {
  readonly state: State;
  readonly known: readonly Done<Operation>[];
}

/** Does an operation at a replica; no new state if the replica refuses it. */
export type Apply<State, Operation> = (
  state: State,
  replica: number,
  operation: Operation,
  /** Unique, and growing in the order in which operations are done. */
  id: number,
) => State | undefined;

/** A replica does something, or receives a state that some replica had at some time: late, again, or out of order. */
type Command<Operation> =
  | { readonly replica: number; readonly operation: Operation }
  | { readonly replica: number; readonly message: number };

export const replicas = [0, 1, 2];

/** What replicas do and receive. */
export function commands<Operation>(
  operation: fc.Arbitrary<Operation>,
): fc.Arbitrary<readonly Command<Operation>[]> {
  const replica = fc.constantFrom(...replicas);
  return fc.array(
    fc.oneof(fc.record({ replica, operation }), fc.record({ replica, message: fc.nat({ max: 1000 }) })),
    { maxLength: 25, size: 'max' },
  );
}

/** All states that there were, in order; the last ones of each replica are `latest`. */
export function play<State extends { merge(other: State): State }, Operation>(
  list: readonly Command<Operation>[],
  empty: State,
  apply: Apply<State, Operation>,
): { all: Knowledge<State, Operation>[]; latest: Knowledge<State, Operation>[] } {
  const latest: Knowledge<State, Operation>[] = replicas.map(() => ({ state: empty, known: [] }));
  const all = [...latest];
  list.forEach((command, id) => {
    const here = latest[command.replica]!;
    let next: Knowledge<State, Operation>;
    if ('operation' in command) {
      const { replica, operation } = command;
      const state = apply(here.state, replica, operation, id);
      if (state === undefined) return;
      const saw = new Set(here.known.map((done) => done.id));
      next = { state, known: [...here.known, { id, replica, operation, saw }] };
    } else {
      next = mergeBoth(here, all[command.message % all.length]!);
    }
    latest[command.replica] = next;
    all.push(next);
  });
  return { all, latest };
}

/** Both states merged, and what is known then. */
export function mergeBoth<State extends { merge(other: State): State }, Operation>(
  a: Knowledge<State, Operation>,
  b: Knowledge<State, Operation>,
): Knowledge<State, Operation> {
  const ids = new Set(a.known.map(({ id }) => id));
  return { state: a.state.merge(b.state), known: [...a.known, ...b.known.filter(({ id }) => !ids.has(id))] };
}
