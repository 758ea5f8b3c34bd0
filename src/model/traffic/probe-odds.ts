import type { Micros } from '../../kernel/index.js';

/** What a probe meets: an answer, a refusal (at once), or silence until its timeout. */
export type Condition = 'ok' | 'refused' | 'silent';

/** The chances of each result of a probe; they add up to 1, and each probe meets them on its own. */
export type ProbeOdds = Readonly<Record<Condition, number>>;

/**
 * The odds at a target in some condition of whose answers a share are errors (`errors`, a gray failure), by a way that loses a
 * share of the probes (`loss`).
 */
export function oddsOf(condition: Condition, errors = 0, loss = 0): ProbeOdds {
  const arrives = 1 - loss;
  switch (condition) {
    case 'ok':
      return { ok: arrives * (1 - errors), refused: arrives * errors, silent: loss };
    case 'refused':
      return { ok: 0, refused: arrives, silent: loss };
    case 'silent':
      return { ok: 0, refused: 0, silent: 1 };
  }
}

/** The result that every probe has, if chance decides nothing. */
export function certainResult({ ok, refused, silent }: ProbeOdds): Condition | undefined {
  if (ok === 1) return 'ok';
  return refused === 1 ? 'refused' : silent === 1 ? 'silent' : undefined;
}

export function sameOdds(a: ProbeOdds, b: ProbeOdds): boolean {
  return a.ok === b.ok && a.refused === b.refused && a.silent === b.silent;
}

/** Probes by their result. */
export interface ProbeCounts {
  ok: number;
  refused: number;
  silent: number;
}

/** From the launch of one probe to the launch of the next, by the result of the first; whole microseconds. */
export type Periods = Readonly<Record<Condition, Micros>>;

/** How long so many probes take, each with the wait for the next launch. */
export function timeOf({ ok, refused, silent }: ProbeCounts, periods: Periods): Micros {
  return ok * periods.ok + refused * periods.refused + silent * periods.silent;
}
