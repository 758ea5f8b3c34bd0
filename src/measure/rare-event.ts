import { type ColumnStore, qualify, type Sample } from './columns.js';
import { type Condition, canHold, mustHold } from './condition.js';
import { remarksOn } from './rare-remarks.js';
import type { Estimate } from './result.js';
import type { Interval } from './statistics/interval.js';
import { effectiveCount, mostUnseen, weighedShare } from './statistics/weighed.js';

/** What a run may have, of which the chance is asked. */
export interface RareEventQuestion {
  /** As people say it: `writesLost > 0`. */
  readonly text: string;
  readonly figure: string;
  /** A population or a store. */
  readonly of?: string | undefined;
  readonly over: Condition;
  /** Of objectives that bound the share of runs that have it. */
  readonly promises?: readonly EventPromise[];
}

/** A bound on the share of runs that have something. */
export interface EventPromise {
  readonly objective: string;
  readonly op: '<=' | '>=';
  readonly value: number;
}

/** How likely a run has something, by weighed runs. */
export interface RareEvent {
  /** As it was asked: `writesLost > 0`. */
  event: string;
  /** Of runs in which so many faults were in force at once: as many as was asked, else as few as it was seen with; 0 = all runs. */
  atOnce: number;
  /** That a run has it, and so many faults at once; of what is usual, one less the chance of lacking it. */
  chance: Estimate;
  /** Most runs have it: what follows is then about lacking it. */
  isUsual: boolean;
  /** Standard error as a share of the chance; null where no run has it, or runs are fewer than three. */
  relativeError: number | null;
  /** Runs that had it. */
  seen: number;
  /** As many of equal weight would tell as much. */
  effectiveSeen: number;
  /** Plain runs that would tell the chance as exactly; null where that cannot be told. */
  plainRuns: number | null;
  /** The most that the chance of having it with fewer faults at once can be, of which no run was seen; 0 where that was not asked. */
  withFewer: number;
  /** Runs with so many faults in force at once, and how many of them had it. */
  levels: { atOnce: number; runs: number; seen: number }[];
  /** What makes the estimate doubtful. */
  remarks: string[];
}

/** Every run: its weight, and how many faults were in force at once in it. */
export interface WeighedRuns {
  readonly weights: Float64Array;
  readonly levels: Float64Array;
}

/**
 * Answers a question by weighed runs. Pressing on tells nothing of what single faults do: runs with few faults at once are as rare as ever,
 * and none of them seen leaves a chance far above that of a meeting. So the chance is that of having it with as many faults at once as it
 * was seen with, and what fewer may do is bounded beside it. `atOnce` asks for so many. Throws RangeError for a figure that the batch lacks.
 */
export function answer(
  question: RareEventQuestion,
  store: ColumnStore,
  runs: WeighedRuns,
  atOnce: number | undefined,
): RareEvent {
  const { weights, levels } = runs;
  const sample = sampleOf(question, store);
  const had = runsWith(sample, (low, high) => mustHold(question.over, low, high));
  const isUsual = weighedShare(had, weights).value > 0.5;
  const rare = isUsual ? had.map((has) => !has) : had;
  const least = atOnce ?? leastLevel(rare, levels);
  const having = rare.map((has, run) => has && levels[run]! >= least);
  const { value, error, interval, equivalent: plainRuns } = weighedShare(having, weights);
  const told = having.includes(true) ? estimateOf({ value, interval }) : unseen(runs, least);
  const own = weights.filter((_, run) => having[run]);
  const [seen, effectiveSeen] = [own.length, effectiveCount(own)];
  const fewer = weights.filter((_, run) => levels[run]! < least);
  return {
    event: question.text,
    atOnce: least,
    chance: withOpen(isUsual ? lessThanOne(told) : told, question, sample, runs, { isUsual, least }),
    isUsual,
    relativeError: error === null || value === 0 ? null : error / value,
    seen,
    effectiveSeen,
    plainRuns,
    withFewer: atOnce === undefined && fewer.length > 0 ? mostUnseen(fewer, weights.length) : 0,
    levels: tally(rare, levels),
    remarks: remarksOn({
      runs: weights.length,
      isUsual,
      atOnce: least,
      seen,
      effectiveSeen,
      heaviest: heaviestShare(own),
      plainRuns,
    }),
  };
}

/** None of the runs with so many faults at once, which weigh what they weigh; nothing is known of them where there are none. */
function unseen({ weights, levels }: WeighedRuns, least: number): Told {
  const able = weights.filter((_, run) => levels[run]! >= least);
  return { value: 0, low: 0, high: mostUnseen(able.length > 0 ? able : weights, weights.length) };
}

function lessThanOne({ value, low, high }: Told): Told {
  return { value: 1 - value, low: high === null ? null : 1 - high, high: low === null ? null : 1 - low };
}

type Told = Estimate & { value: number };

export function estimateOf({
  value,
  interval,
}: {
  readonly value: number;
  readonly interval: Interval | null;
}): Told {
  // No figure of a run is negative; an interval may be.
  return { value, low: interval && Math.max(0, interval.low), high: interval?.high ?? null };
}

function sampleOf({ figure, of, text }: RareEventQuestion, store: ColumnStore): Sample {
  const column = store.indexOf(qualify(figure, of));
  if (column < 0) throw new RangeError(`no figure "${qualify(figure, of)}" to tell "${text}" by`);
  return store.sample(column);
}

/** As few faults at once as it was seen with; 0 where it was not. */
function leastLevel(had: readonly boolean[], levels: Float64Array): number {
  const least = levels.reduce(
    (few, level, run) => (had[run] ? Math.min(few, level) : few),
    Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(least) ? least : 0;
}

/** What happens after the horizon may give it to runs that did not have it by then. */
function withOpen(
  chance: Told,
  { over }: RareEventQuestion,
  sample: Sample,
  { weights, levels }: WeighedRuns,
  { isUsual, least }: { readonly isUsual: boolean; readonly least: number },
): Estimate {
  if (sample.censored === 0) return chance;
  const may = runsWith(sample, (low, high) => canHold(over, low, high));
  const having = may.map((can, run) => can !== isUsual && levels[run]! >= least);
  const told = estimateOf(weighedShare(having, weights));
  const most = isUsual ? lessThanOne(told) : told;
  if (most.value === chance.value) return chance;
  return { value: chance.value, low: chance.low, high: most.high, lowerBound: true };
}

function heaviestShare(weights: Float64Array): number {
  const total = weights.reduce((sum, one) => sum + one, 0);
  return total === 0 ? 0 : weights.reduce((most, one) => Math.max(most, one), 0) / total;
}

function tally(had: readonly boolean[], levels: Float64Array): RareEvent['levels'] {
  const counts = new Map<number, { atOnce: number; runs: number; seen: number }>();
  levels.forEach((atOnce, run) => {
    const count = counts.get(atOnce) ?? { atOnce, runs: 0, seen: 0 };
    count.runs += 1;
    if (had[run]) count.seen += 1;
    counts.set(atOnce, count);
  });
  return [...counts.values()].sort((a, b) => a.atOnce - b.atOnce);
}

function runsWith({ atLeast, values }: Sample, holds: (least: number, most: number) => boolean): boolean[] {
  return Array.from(atLeast, (least, run) => holds(least, values[run]!));
}
