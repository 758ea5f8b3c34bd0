import type { ColumnStore } from './columns.js';
import type { Bounds } from './estimate.js';
import { decide, worstVerdict } from './objective.js';
import {
  answer,
  type EventPromise,
  estimateOf,
  type RareEvent,
  type RareEventQuestion,
} from './rare-event.js';
import { remarksOnWeights } from './rare-remarks.js';
import type { Estimate, ObjectiveResult, Unit, Verdict } from './result.js';
import { mean, meanInterval } from './statistics/mean.js';
import { effectiveCount, weighedMean, weighedShare } from './statistics/weighed.js';

/** A figure over weighed runs. */
export interface RareFigure {
  unit: Unit;
  mean: Estimate;
  /** Share of runs with a value above 0. */
  shareAboveZero: Estimate;
}

/** How faults are made to meet. */
export interface TiltReport {
  /** Chance that faults are pressed on in a cycle from all is well to all is well. */
  chance: number;
  /** So many in force, and nothing is pressed on any more until all is well: one of these, each as likely. */
  depths: number[];
  faults: (
    | {
        fault: string;
        /** Mean up time, and the shortest one while a single other fault is in force and faults are pressed on; seconds. */
        every: number;
        pressedEvery: number;
      }
    /** Why it is left as it is. */
    | { fault: string; because: string }
  )[];
}

/** What weighed runs say: plain JSON. */
export interface RareResult {
  regionfall: string;
  scenario: string;
  question?: string;
  seed: string;
  runs: number;
  confidence: number;
  /** Length of a run, seconds. */
  horizon: number;
  events: RareEvent[];
  /** Promises about the share of runs that have one of the events. */
  objectives: ObjectiveResult[];
  verdict: Verdict;
  tilt: TiltReport;
  /** Of the weights: 1, or something is wrong. */
  weight: Estimate;
  /** As many runs of equal weight would tell as much of what they all have in common. */
  effectiveRuns: number;
  /** What makes the weights doubtful. */
  remarks: string[];
  /** Of whole runs, by name. */
  figures: Record<string, RareFigure>;
  defaults: string[];
  notModelled: string[];
  warnings?: string[];
  stopped?: string;
}

type Summary = Pick<
  RareResult,
  'events' | 'objectives' | 'verdict' | 'weight' | 'effectiveRuns' | 'remarks' | 'figures'
>;

/**
 * Sums up weighed runs: chances of events and means of figures, with their intervals. Throws RangeError where an event is of a figure that
 * the batch does not have.
 */
export function summariseRare(
  store: ColumnStore,
  questions: readonly RareEventQuestion[],
  atOnce?: number,
): Summary {
  const weights = store.sample(store.indexOf('weight')).values;
  const levels = store.sample(store.indexOf('faultsAtOnce')).values;
  const weight = estimateOf({ value: mean(weights), interval: meanInterval(weights) });
  const events = questions.map((question) => answer(question, store, { weights, levels }, atOnce));
  const objectives = questions.flatMap((question, index) => judge(question, events[index]!));
  const effectiveRuns = effectiveCount(weights);
  return {
    events,
    objectives,
    verdict: worstVerdict(objectives.map(({ verdict }) => verdict)),
    weight,
    effectiveRuns,
    remarks: remarksOnWeights({ runs: store.runs, effectiveRuns, weight }),
    figures: figuresOf(store, weights),
  };
}

/** By all that the chance can be, what was never seen with fewer faults at once included. */
function judge({ promises = [], text }: RareEventQuestion, event: RareEvent): ObjectiveResult[] {
  return promises.flatMap((promise) => judgeOne(promise, text, event));
}

function judgeOne({ objective, op, value }: EventPromise, text: string, event: RareEvent): ObjectiveResult[] {
  const { chance } = event;
  if (chance.value === null) return [];
  const figure = { ...chance, ...whole(event) };
  const verdict = decide(op, value, figure);
  if (verdict !== 'unknown') return [{ objective, verdict, figure }];
  const asSeen = decide(op, value, chance);
  const because =
    asSeen === 'unknown'
      ? `the interval of the chance of ${text} holds the limit: more runs narrow it`
      : `${asSeen} by what was seen, but fewer than ${event.atOnce} faults at once, by which none was seen, may add to it`;
  return [{ objective, verdict, figure, because }];
}

/** The ends of the chance with what fewer faults at once may do. */
function whole({ chance, withFewer, isUsual }: RareEvent): Bounds {
  if (chance.value === null) return { low: null, high: null };
  const { low, high } = chance;
  if (isUsual) return { low: low === null ? null : Math.max(0, low - withFewer), high };
  return { low, high: high === null ? null : Math.min(1, high + withFewer) };
}

function figuresOf(store: ColumnStore, weights: Float64Array): Record<string, RareFigure> {
  const figures = store.columns.flatMap(({ group, figure, name, unit }, index): [string, RareFigure][] => {
    if (group !== 'run' || figure === 'weight') return [];
    const { atLeast, censored } = store.sample(index);
    const told = estimateOf(weighedMean(atLeast, weights));
    const above = Array.from(atLeast, (one) => one > 0);
    return [
      [
        name,
        {
          unit,
          mean: censored > 0 ? { ...told, high: null, lowerBound: true } : told,
          shareAboveZero: estimateOf(weighedShare(above, weights)),
        },
      ],
    ];
  });
  return Object.fromEntries(figures);
}
