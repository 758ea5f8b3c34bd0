import type { Micros } from '../../kernel/index.js';
import type { KeyLaw } from './conflicts/keys.js';

/** What limits the commits of a primary, apart from its disks and links. */
export interface CeilingOptions {
  /** Commits that can be under way at once; absent = any number. */
  readonly sessions?: number | undefined;
  /** How the writes fall on rows; absent = never two on one row at once. */
  readonly keys?: KeyLaw | undefined;
  /** Writes that are asked for, per microsecond. */
  readonly rate: number;
}

/** Groups of rows so alike that one of them is summed row by row where the limit falls into it. */
const alike = 1.02;

/**
 * Share of the writes that a primary can commit. A commit holds its session and the lock of its row for as long as it
 * takes: no row has more than one commit a latency, and no primary more than its sessions a latency. The writes above that
 * find the row locked, or no session, until their clients give up.
 */
export function committedShare({ sessions, keys, rate }: CeilingOptions, latency: Micros): number {
  if (latency <= 0 || rate <= 0) return 1;
  const ofRows = keys ? knownRowsWithin(keys, 1 / (rate * latency)) : 1;
  const ofSessions = sessions === undefined ? 1 : sessions / (rate * latency);
  return Math.min(1, ofRows, ofSessions);
}

/** The same in every run of a scenario: a load over the day has few steps. */
const mostKnown = 1_000;
const known = new WeakMap<KeyLaw, Map<number, number>>();

function knownRowsWithin(keys: KeyLaw, limit: number): number {
  const sums = known.get(keys) ?? new Map<number, number>();
  known.set(keys, sums);
  const sum = sums.get(limit) ?? rowsWithin(keys, limit);
  if (sums.size >= mostKnown) sums.clear();
  sums.set(limit, sum);
  return sum;
}

/** Sum over rows of the smaller of the chance that a write is to the row and a limit. */
function rowsWithin(keys: KeyLaw, limit: number): number {
  let sum = 0;
  for (const { keys: count, least, most, mass, chance } of keys.groups(alike)) {
    if (most <= limit) sum += mass;
    else if (least >= limit) sum += count * limit;
    else for (let place = 0; place < count; place++) sum += Math.min(limit, chance(place));
  }
  return sum;
}
