import type { Operation } from './operation.js';
import { type Call, type CallEvent, callsOf } from './register-calls.js';

export type Linearizability =
  | { readonly valid: true }
  /** Up to the operation before `index` the history can be explained by a register, with it no more. */
  | {
      readonly valid: false;
      /** Of the completion with which it fails. */
      readonly index: number;
      /** Of the invocation that it completes. */
      readonly invocation: number;
      /** What the register may have held just before, unless a call that has not returned changed it. */
      readonly held: readonly (number | null)[];
    }
  /** More ways to explain the history up to here than were to be looked at. */
  | { readonly valid: 'unknown'; readonly index: number };

export interface LinearizabilityOptions {
  /** What the register holds at first; null by default. */
  readonly initial?: number | null;
  /** The most ways to explain a history that are looked at side by side; a million by default. */
  readonly ways?: number;
}

/** One way to explain a history so far: what the register holds, and which of the calls that have not returned took effect. */
interface Way {
  readonly held: number | null;
  /** In the order in which they were made. */
  readonly done: readonly Call[];
}

/**
 * Whether one register that does one thing at a time could have given these answers, each call taking effect between being made
 * and returning (Herlihy and Wing 1990, "Linearizability: a correctness condition for concurrent objects"). Calls of which nobody
 * knows may take effect at any time after they were made, or never.
 *
 * The search is that of Wing and Gong 1993 ("Testing and verifying concurrent objects") as Lowe put it ("Testing for
 * linearizability", Concurrency and Computation 2017): just in time, no call taking effect before a return needs it, and no way
 * followed twice. All ways go forward together, from one return to the next, so that the first return which none of them survives
 * is the earliest.
 *
 * @throws TypeError if the history is not that of a register.
 */
export function checkRegister(
  history: Iterable<Operation>,
  { initial = null, ways: most = 1_000_000 }: LinearizabilityOptions = {},
): Linearizability {
  const events = callsOf(history);
  const unnoticed = unnoticedCalls(events);
  const open: Call[] = [];
  let ways: Way[] = [{ held: initial, done: [] }];
  for (const { kind, call, index } of events) {
    if (kind === 'made') {
      if (!unnoticed.has(call)) open.push(call);
      continue;
    }
    const next = waysPast(call, ways, open, most);
    if (next === undefined) return { valid: 'unknown', index };
    if (next.length === 0) {
      return {
        valid: false,
        index,
        invocation: call.index,
        held: [...new Set(ways.map(({ held }) => held))],
      };
    }
    ways = next;
    open.splice(open.indexOf(call), 1);
  }
  return { valid: true };
}

/** Calls that never returned and whose value nobody met: what happened can be explained as well without them. */
function unnoticedCalls(events: readonly CallEvent[]): Set<Call> {
  const met = new Set<number | null>();
  const unnoticed = new Set<Call>();
  for (const { kind, call } of events) {
    if (call.f === 'read') met.add(call.value);
    if (call.f === 'cas') met.add(call.expected);
    if (kind === 'made') unnoticed.add(call);
    else unnoticed.delete(call);
  }
  for (const call of unnoticed) if (met.has(call.value)) unnoticed.delete(call);
  return unnoticed;
}

/** The ways in which a call has taken effect when it returns; undefined when they are too many. */
function waysPast(
  returned: Call,
  ways: readonly Way[],
  open: readonly Call[],
  most: number,
): Way[] | undefined {
  const seen = new Map<string, Way>();
  const past: Way[] = [];
  const visit = (way: Way): void => {
    const key = keyOf(way);
    if (!seen.has(key)) seen.set(key, way);
  };
  for (const way of ways) visit(way);
  // What is added while a map is walked through is met too.
  for (const way of seen.values()) {
    if (way.done.includes(returned)) {
      past.push({ held: way.held, done: way.done.filter((call) => call !== returned) });
      continue;
    }
    for (const call of open) {
      if (!way.done.includes(call) && isPossible(call, way.held)) visit(follow(way, call));
    }
    if (seen.size > most) return undefined;
  }
  return past;
}

function isPossible({ f, value, expected }: Call, held: number | null): boolean {
  if (f === 'write') return true;
  return held === (f === 'read' ? value : expected);
}

function follow({ held, done }: Way, call: Call): Way {
  return {
    held: call.f === 'read' ? held : call.value,
    done: [...done, call].sort((a, b) => a.index - b.index),
  };
}

function keyOf({ held, done }: Way): string {
  return `${held} ${done.map(({ index }) => index).join(' ')}`;
}
