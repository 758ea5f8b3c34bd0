import type { Distribution, Micros } from '../../kernel/index.js';

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

/** The law of one standby's answer: that of its round trip, so much later. */
export interface AnswerLaw {
  readonly roundTrip: Distribution;
  readonly delay: Micros;
}

/** Where the tail of a law is cut when it is integrated. */
const levels = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999, 1 - 1e-6, 1 - 1e-9];

/** Nodes of Gauss's rule of two points on (0, 1). */
const gauss = [0.2113248654051871, 0.7886751345948129];

/** Mean of {@link acknowledgedAfter} over independent answers, none later than `cap`: the integral of the chance that it lasts longer. */
export function meanAcknowledgedAfter(
  laws: readonly AnswerLaw[],
  awaited: number,
  inOrder = false,
  cap = Number.POSITIVE_INFINITY,
): Micros {
  if (awaited === 0) return 0;
  const asked = inOrder ? laws.slice(0, awaited) : laws;
  if (asked.length < awaited) return cap;
  const knots = asked.flatMap(({ roundTrip, delay }) => levels.map((u) => delay + roundTrip.quantile(u)));
  const ends = [...new Set([...knots.filter((knot) => knot < cap), Math.min(cap, Math.max(...knots))])];
  let [mean, from] = [0, 0];
  for (const to of ends.sort((a, b) => a - b)) {
    mean += integrate((x) => 1 - chanceOf(asked, awaited, x), from, to);
    from = to;
  }
  return mean;
}

function integrate(f: (x: number) => number, from: number, to: number): number {
  const panels = 16;
  const width = (to - from) / panels;
  let sum = 0;
  for (let i = 0; i < panels; i++) for (const node of gauss) sum += f(from + (i + node) * width);
  return (sum * width) / 2;
}

/** Chance that so many have answered by a time. */
function chanceOf(laws: readonly AnswerLaw[], awaited: number, at: Micros): number {
  /** By the number that has answered, the last entry for enough. */
  const chances = new Array<number>(awaited + 1).fill(0);
  chances[0] = 1;
  for (const { roundTrip, delay } of laws) {
    const answers = roundTrip.cdf(at - delay);
    chances[awaited]! += chances[awaited - 1]! * answers;
    for (let k = awaited - 1; k > 0; k--) {
      chances[k] = chances[k]! * (1 - answers) + chances[k - 1]! * answers;
    }
    chances[0]! *= 1 - answers;
  }
  return chances[awaited]!;
}
