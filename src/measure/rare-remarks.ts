/** What weighed runs cannot be trusted with, said plainly. */

/** What is known of how an event was seen. */
export interface RareFinding {
  readonly runs: number;
  /** It is about runs that lack it. */
  readonly isUsual: boolean;
  /** Of runs with so many faults at once; 0 = all. */
  readonly atOnce: number;
  /** Runs that had it. */
  readonly seen: number;
  /** As many of equal weight would tell as much. */
  readonly effectiveSeen: number;
  /** Share of the weight of those runs that the heaviest of them has. */
  readonly heaviest: number;
  /** Plain runs that would tell it as exactly. */
  readonly plainRuns: number | null;
}

/** Two of them fit any line: no error is left to be seen. */
const fewestRuns = 3;
/** Fewer hits than this say little of how much they differ. */
const fewHits = 10;
/** One run in so many parts of the estimate is too many. */
const tooHeavy = 0.25;
/** Weights that leave fewer than one run in so many are spread too far. */
const leastKept = 10;
/** Standard errors that the mean of the weights may be away from 1. */
const farAway = 4;

const percent = (share: number) => `${Math.round(share * 100)} %`;

export function remarksOn(finding: RareFinding): string[] {
  const { runs, isUsual, seen, effectiveSeen, heaviest, plainRuns } = finding;
  if (seen === 0) return [neverSeen(finding)];
  if (runs < fewestRuns) return ['fewer than three runs have no interval'];
  if (seen === runs) return [`every run ${isUsual ? 'lacks' : 'has'} it: it is not rare (regionfall run)`];
  const remarks: string[] = [];
  if (effectiveSeen < fewHits) remarks.push(restsOn(finding));
  else if (heaviest > tooHeavy)
    remarks.push(
      `one run has ${percent(heaviest)} of the weight: the weights are degenerate here, and the interval may be too narrow`,
    );
  if (plainRuns !== null && plainRuns <= runs)
    remarks.push('it is not rare enough for this: as many plain runs tell it better (regionfall run)');
  return remarks;
}

function neverSeen({ runs, isUsual, atOnce }: RareFinding): string {
  const has = isUsual ? 'lacks' : 'has';
  if (atOnce > 1)
    return `no run with ${atOnce} faults at once ${has} it: it may be impossible, or need more runs`;
  const end = isUsual ? 'lower' : 'upper';
  return `none of the ${runs} runs ${has} it: the ${end} end is that of runs without any help. It may be impossible, need a meeting that is not pressed on, or need more runs`;
}

function restsOn({ seen, effectiveSeen }: RareFinding): string {
  if (seen === 1) return 'it rests on one run: more runs';
  return `it rests on ${seen} runs, which tell as much as ${Number(effectiveSeen.toPrecision(2))} of equal weight: more runs`;
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
