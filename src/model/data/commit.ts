import type { Micros } from '../../kernel/index.js';

/**
 * What a commit is waited for, as PostgreSQL's synchronous_commit has it. `off`: nothing. `local`: the primary's own disk.
 * `remote_write`: that standbys have written it, to their operating system. `on`: to their disks. `remote_apply`: that their
 * readers see it.
 */
export type Durability = 'off' | 'local' | 'remote_write' | 'on' | 'remote_apply';

/** When a write is acknowledged: what a primary waits for. */
export interface CommitRule {
  readonly mode: 'async' | 'semi-sync' | 'sync' | 'quorum';
  /** Acknowledgements wanted from standbys (semi-sync, sync). */
  readonly wait: number;
  /** Those of the first standbys in the list that answer (FIRST), rather than of any (ANY). */
  readonly inOrder?: boolean;
  /** `on` when absent. */
  readonly commit?: Durability;
}

/** What one standby takes for a commit, microseconds. */
export interface StandbyTimes {
  readonly roundTrip: Micros;
  readonly flush: Micros;
  readonly apply: Micros;
}

/** How many of the standbys of `copies` copies must have a write before it is acknowledged. */
export function standbysAwaited(rule: CommitRule, copies: number): number {
  if (rule.commit === 'off' || rule.commit === 'local') return 0;
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

/** From the primary's sending of a commit until a standby's answer is back. */
export function answerTime(commit: Durability, { roundTrip, flush, apply }: StandbyTimes): Micros {
  switch (commit) {
    case 'on':
      return roundTrip + flush;
    case 'remote_apply':
      return roundTrip + flush + apply;
    default:
      return roundTrip;
  }
}

/**
 * When so many standbys have answered: the k-th smallest time, or, in order, the largest of the first k; 0 when none is
 * awaited. Times are those of the standbys that answer, in their order.
 */
export function acknowledgedAfter(times: readonly number[], awaited: number, inOrder = false): Micros {
  if (awaited === 0) return 0;
  if (times.length < awaited) return Number.POSITIVE_INFINITY;
  if (inOrder) return Math.max(...times.slice(0, awaited));
  return [...times].sort((a, b) => a - b)[awaited - 1]!;
}
