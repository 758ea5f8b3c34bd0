/**
 * The history of a run as the checkers of Jepsen read it (jepsen.history 0.1, github.com/jepsen-io/history): a client invokes an
 * operation and later learns how it went. Invocations and completions pair up by process, and a process does one thing at a time.
 */

/** One step of a transaction: an append to a list, a write of a register, or a read of either; keys and values are numbers. */
export type MicroOperation =
  | readonly ['append', key: number, value: number]
  | readonly ['w', key: number, value: number]
  /** A list, the value of a register, or null: not yet read, or nothing there. */
  | readonly ['r', key: number, value: readonly number[] | number | null];

/**
 * `invoke`: asked; `ok`: done; `fail`: certainly not done; `info`: nobody knows, it may have been done or be done later, and the
 * process does nothing more. What the nemesis, who breaks things, does is `info` too.
 */
export type OperationType = 'invoke' | 'ok' | 'fail' | 'info';

/** A line of a history. */
export interface Operation {
  /** From 0, without gaps: the order in which things happened. */
  readonly index: number;
  /** Whole nanoseconds since the start of the run. */
  readonly time: number;
  readonly type: OperationType;
  /** A client, by number, or the one who breaks things. */
  readonly process: number | 'nemesis';
  /**
   * Of clients: `txn` (micro-operations), `add` (an element to a set), `read` (a set or a register), `write` and `cas` (a register).
   * Of the nemesis: the kind of fault.
   */
  readonly f: string;
  readonly value: readonly MicroOperation[] | readonly number[] | number | string | null;
  /** The client population whose request it is. */
  readonly population?: string;
  /** The region that the request was sent to. */
  readonly region?: string;
}
