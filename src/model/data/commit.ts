import type { Micros } from '../../kernel/index.js';

/** When a write is acknowledged: what a primary waits for. */
export interface CommitRule {
  readonly mode: 'async' | 'semi-sync' | 'sync' | 'quorum';
  /** Acknowledgements wanted from standbys (semi-sync, sync). */
  readonly wait: number;
}

/** How many of the standbys of `copies` copies must have a write before it is acknowledged. */
export function standbysAwaited(rule: CommitRule, copies: number): number {
  switch (rule.mode) {
    case 'async':
      return 0;
    case 'quorum':
      // The primary is one of the majority.
      return majority(copies) - 1;
    default:
      return rule.wait;
  }
}

export function majority(members: number): number {
  return Math.floor(members / 2) + 1;
}

/** The k-th smallest round trip, k = awaited; 0 when none is. */
export function acknowledgedAfter(roundTrips: readonly number[], awaited: number): Micros {
  if (awaited === 0) return 0;
  return [...roundTrips].sort((a, b) => a - b)[awaited - 1] ?? Number.POSITIVE_INFINITY;
}
