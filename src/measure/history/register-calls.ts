import type { Operation } from './operation.js';

/** What a register was asked. */
export interface Call {
  readonly f: 'read' | 'write' | 'cas';
  /** Read, or to be written. */
  readonly value: number | null;
  /** What a `cas` wants to find. */
  readonly expected: number | null;
  /** Index of the invocation. */
  readonly index: number;
}

/** A call was made, and may take effect from here on; or it has returned, and has taken effect. */
export interface CallEvent {
  readonly kind: 'made' | 'returned';
  readonly call: Call;
  /** Of the operation that tells it. */
  readonly index: number;
}

/**
 * The calls of one register in the order in which they were made and returned. Failed ones took no effect and are left out; those
 * of which nobody knows never return; reads among these taught nobody anything and are left out too.
 *
 * @throws TypeError if the history is not that of a register, or a process does two things at a time.
 */
export function callsOf(history: Iterable<Operation>): CallEvent[] {
  const events: (CallEvent | undefined)[] = [];
  const open = new Map<number, { invocation: Operation; place: number }>();
  for (const operation of history) {
    const { process, type } = operation;
    if (process === 'nemesis') continue;
    const asked = open.get(process);
    if (type === 'invoke') {
      if (asked) throw mismatch(operation, `process ${process} has not finished ${asked.invocation.index}`);
      open.set(process, { invocation: operation, place: events.push(undefined) - 1 });
      continue;
    }
    if (!asked) throw mismatch(operation, `process ${process} has not asked for anything`);
    open.delete(process);
    const call =
      type === 'fail' ? undefined : callOf(asked.invocation, type === 'ok' ? operation : undefined);
    if (!call) continue;
    events[asked.place] = { kind: 'made', call, index: call.index };
    if (type === 'ok') events.push({ kind: 'returned', call, index: operation.index });
  }
  for (const { invocation, place } of open.values()) {
    const call = callOf(invocation, undefined);
    if (call) events[place] = { kind: 'made', call, index: call.index };
  }
  return events.filter((event) => event !== undefined);
}

/** A call, its value as the completion tells it; undefined for a read that never came back. */
function callOf(invocation: Operation, completion: Operation | undefined): Call | undefined {
  const { f, value, index } = invocation;
  switch (f) {
    case 'read':
      return completion && { f, value: scalar(completion.value, completion), expected: null, index };
    case 'write':
      return { f, value: scalar(value, invocation), expected: null, index };
    case 'cas': {
      if (!Array.isArray(value) || value.length !== 2) throw mismatch(invocation, 'cas takes two values');
      const [expected, wanted] = value as readonly number[];
      return { f, value: scalar(wanted, invocation), expected: scalar(expected, invocation), index };
    }
    default:
      throw mismatch(invocation, `a register knows read, write and cas, not ${f}`);
  }
}

function scalar(value: unknown, operation: Operation): number | null {
  if (value === null || typeof value === 'number') return value;
  throw mismatch(operation, 'the value of a register is a number or nil');
}

function mismatch({ index }: Operation, what: string): TypeError {
  return new TypeError(`operation ${index} is none of a register: ${what}`);
}
