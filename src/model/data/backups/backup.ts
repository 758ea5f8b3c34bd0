import type { Micros } from '../../../kernel/index.js';

/** What is wrong with a backup that is there: parts are missing, what is there is damaged, or nobody has the key. */
export const flaws = ['incomplete', 'corrupt', 'unreadable'] as const;
export type Flaw = (typeof flaws)[number];

/** A backup that is there. Nobody knows of its flaw before it is tried, unless a verification has shown it. */
export interface Backup {
  readonly job: string;
  /** Number of it in its job; with the job its name in a run. */
  readonly ordinal: number;
  /** The state that it holds: that of this instant, when it was begun. */
  readonly point: Micros;
  /** From when on it can be restored. */
  readonly ready: Micros;
  readonly flaw: Flaw | undefined;
  /** Whether a verification has shown its flaw by then. */
  readonly isKnownBad: (by: Micros) => boolean;
  readonly bytes: number;
  /** Where it is. */
  readonly vault: string;
  /** Which key opens it; absent where none is needed. */
  readonly key?: string;
}

/** A state to go back to, and what has to be read for it. */
export interface RestorePoint {
  /** The name of the job whose backup it is, or of the standby. */
  readonly of: string;
  /** The state of this instant, log replayed included. */
  readonly point: Micros;
  /** What is there before log is replayed: that of this instant. */
  readonly base: Micros;
  /** Backups that are read one after the other, the full one first. */
  readonly parts: readonly Backup[];
  /** The log that brings it from `base` to `point`, where that is one from a vault. */
  readonly log?: { readonly name: string; readonly vault: string; readonly key?: string };
  /** Sites of the standby that holds it, where it is not in a vault. */
  readonly sites?: readonly number[];
}

/** When something is looked for. */
export interface Search {
  /** Nothing newer will do: the corruption began then, or the data was gone. */
  readonly notAfter: Micros;
  /** What was not complete by then will never be: its source is gone. */
  readonly readyBy: Micros;
  /** Now: what retention has removed by now is gone. */
  readonly asOf: Micros;
}

/** A vault took what came to it after `from` and up to `to`. */
export interface Taking {
  readonly from: Micros;
  readonly to: Micros;
}

/** A vault that has all that ever came. */
export const always: readonly Taking[] = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];

/** Whether what came to a vault at an instant is there. */
export function hasTaken(spans: readonly Taking[], at: Micros): boolean {
  return spans.some(({ from, to }) => from < at && at <= to);
}

/** When a vault last took something, of the time up to an instant; -Infinity if it has nothing. */
export function lastTaken(spans: readonly Taking[], upTo: Micros): Micros {
  const last = spans.findLast(({ from }) => from < upTo);
  return last ? Math.min(last.to, upTo) : Number.NEGATIVE_INFINITY;
}

/** Whatever states to go back to come from: the newest first. */
export interface Source {
  readonly name: string;
  points(search: Search): Iterable<RestorePoint>;
  /** Whether it had stopped without anybody knowing. */
  isStopped(at: Micros): boolean;
  /** Disks of sites are destroyed; absent where what it has is kept in a vault. */
  destroy?(sites: readonly number[]): void;
}
