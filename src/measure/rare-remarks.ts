/** What weighed runs cannot be trusted with, said plainly. */

/** What is known of how an event was seen. */
export interface RareFinding {
  readonly runs: number;
  /** Runs that had it. */
  readonly seen: number;
  /** As many of equal weight would tell as much. */
  readonly effectiveSeen: number;
  /** Share of the weight of those runs that the heaviest of them has. */
  readonly heaviest: number;
  /** Plain runs that would tell it as exactly. */
  readonly plainRuns: number | null;
}

/** Fewer hits than this say little of how much they differ. */
const fewHits = 10;
/** One run in so many parts of the estimate is too many. */
const tooHeavy = 0.25;
/** Weights that leave fewer than one run in so many are spread too far. */
const leastKept = 10;
/** Standard errors that the mean of the weights may be away from 1. */
const farAway = 4;

const percent = (share: number) => `${Math.round(share * 100)} %`;

export function remarksOn({ runs, seen, effectiveSeen, heaviest, plainRuns }: RareFinding): string[] {
  if (seen === 0)
    return [
      `none of the ${runs} runs has it: the upper end is that of runs without any help. It may be impossible, need a meeting that is not pressed on, or need more runs`,
    ];
  if (seen === runs) return ['every run has it: it is not rare (regionfall run)'];
  const few = effectiveSeen < fewHits;
  return [
    ...(few
      ? [
          `it rests on ${seen === 1 ? 'one run' : `${seen} runs, which tell as much as ${Number(effectiveSeen.toPrecision(2))} of equal weight`}: more runs`,
        ]
      : []),
    ...(!few && heaviest > tooHeavy
      ? [
          `one run has ${percent(heaviest)} of the weight: the weights are degenerate here, and the interval may be too narrow`,
        ]
      : []),
    ...(plainRuns !== null && plainRuns <= runs
      ? ['it is not rare enough for this: as many plain runs tell it better (regionfall run)']
      : []),
  ];
}

export function remarksOnWeights({
  runs,
  effectiveRuns,
  weight: { value, low, high },
}: {
  readonly runs: number;
  readonly effectiveRuns: number;
  readonly weight: { readonly value: number; readonly low: number | null; readonly high: number | null };
}): string[] {
  const error = low === null || high === null ? 0 : (high - low) / 4;
  return [
    ...(effectiveRuns * leastKept < runs
      ? [
          `the weights are degenerate: ${runs} runs tell as much as ${Number(effectiveRuns.toPrecision(2))}. Press on in fewer cycles (--chance)`,
        ]
      : []),
    ...(error > 0 && Math.abs(value - 1) > farAway * error
      ? [
          `the mean of the weights should be 1 and is ${Number(value.toPrecision(3))}: do not trust these numbers`,
        ]
      : []),
  ];
}
