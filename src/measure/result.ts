/** What a batch of runs says: plain JSON, the one document that `run --json` prints and `report` reads. */

/** A number with its interval, or a lower bound where censored runs hide the rest. */
export type Estimate =
  | {
      /** The estimate; null when the quantile falls among censored runs. */
      value: number;
      /** Lower end of the two-sided interval, equal tails; null when the sample has none. */
      low: number | null;
      /** Upper end; null when the sample has none (p99 below 368 runs) or it falls among censored runs. */
      high: number | null;
      /** True when censored runs make the value a lower bound (a mean). */
      lowerBound?: true;
      /** True when censored runs of the first of two designs make a difference an upper bound. */
      upperBound?: true;
    }
  | { value: null; atLeast: number };

export type Unit =
  | 's'
  | 'writes'
  | 'share'
  | 'requests'
  | 'runs'
  | 'faults'
  | 'incidents'
  | 'verdicts'
  | 'attempts'
  | 'keys'
  | 'pairs'
  | 'versions'
  | 'regions';

/** A figure's distribution over runs. Times are seconds. */
export interface FigureSummary {
  unit: Unit;
  mean: Estimate;
  p50: Estimate;
  p95: Estimate;
  p99: Estimate;
  /** The largest value observed; a censored run counts as the time that was observed of it. */
  max: number;
  /** Runs whose value is only known to be at least what was observed. */
  censored: number;
  /** Share of runs with a value above 0, Wilson interval. */
  shareAboveZero: Estimate;
  /** Quantiles among the runs with an incident; absent when every run has one or none has. */
  givenIncident?: { runs: number; p50: Estimate; p95: Estimate; p99: Estimate };
}

/** Figures of a whole run, of a population or of a store, keyed by name (`rto`, `rpo`, `writesLost`, ...). */
export type Figures = Record<string, FigureSummary>;

export const phaseNames = ['detect', 'decide', 'act', 'propagate', 'absorb', 'rideOut'] as const;
export type PhaseName = (typeof phaseNames)[number];

export type Verdict = 'met' | 'missed' | 'unknown';

export interface ObjectiveResult {
  /** As the scenario says it. */
  objective: string;
  verdict: Verdict;
  figure: Estimate;
  /** Why it is unknown, in words; absent otherwise. */
  because?: string;
}

/** One column of figures, entry k = run k. Seconds, counts or shares; null = not observed inside the horizon (see `censoredAt`). */
export interface Column {
  unit: Unit;
  values: (number | null)[];
  /** For censored entries, the least that the value can be, by run number. */
  atLeast?: Record<string, number>;
}

/** A band over the first runs: at each time the mean and the 5th to 95th percentile over runs. */
export interface Band {
  mean: number[];
  p5: number[];
  p95: number[];
}

/** What the first thousand runs looked like along the time axis. */
export interface OverTime {
  runs: number;
  /** Times in seconds since the start of the run. */
  times: number[];
  /** Share of all requests that go to each region; `none` has no entry: unanswered requests count at the region they are sent to. */
  traffic: Record<string, Band>;
  /** Share of all requests that are answered. */
  goodput: Band;
  /** Share of the runs in which acknowledged writes of this instant were lost, by store: the data-loss window. */
  lossWindow: Record<string, number[]>;
  /** Share of the runs in which some writers did not see what others wrote, by store that takes writes everywhere. */
  apart?: Record<string, number[]>;
  /** Share of all requests that meet a version which came during the run, by seconds since the first one did; absent when none came. */
  versions?: { runs: number; times: number[]; share: Band };
  /** Times relative to each run's first incident, seconds (negative before), and the same bands on that axis; absent when no run had one. */
  aroundIncident?: {
    runs: number;
    times: number[];
    traffic: Record<string, Band>;
    goodput: Band;
    lossWindow: Record<string, number[]>;
    apart?: Record<string, number[]>;
  };
}

/** How a store that takes writes everywhere decides between writes that had not seen each other. */
export interface ConflictRule {
  /** As the scenario says it: `last-writer-wins`. */
  policy: string;
  /** By which clock the last writer is found. */
  clock?: 'wall' | 'hybrid';
  /** The replicated data type. */
  type?: string;
  /** What a write builds on, which says what is lost with a version. */
  writes: 'read-modify-write' | 'blind';
}

/** Figures per incident of all runs together; their intervals are clustered by run. */
export interface PerIncident {
  /** Incidents of all runs. */
  count: number;
  /** Mean recovery time, seconds. */
  recovery: Estimate;
  /** Mean of the acknowledged writes lost, those outside of incidents included. */
  writesLost: Estimate;
  /** Share of the incidents that took longer to recover from. */
  longerThan: { seconds: number; share: Estimate }[];
}

export interface Result {
  regionfall: string;
  scenario: string;
  question?: string;
  seed: string;
  runs: number;
  confidence: number;
  /** Share of runs with at least one incident. */
  incidents: Estimate;
  figures: Figures;
  /** Absent where runs are shorter than a year, or none had an incident. */
  perIncident?: PerIncident;
  /** Means add up to the mean of `rto`; seconds. */
  phases: Record<PhaseName, FigureSummary>;
  byPopulation: Record<string, Figures>;
  byStore: Record<string, Figures>;
  /** By store; absent when none takes writes everywhere. */
  conflicts?: Record<string, ConflictRule>;
  objectives: ObjectiveResult[];
  /** Worst of the objectives; `met` when none is stated. */
  verdict: Verdict;
  /** Every default that the scenario leans on, as `path = value`. */
  defaults: string[];
  notModelled: string[];
  /** What a reader of the scenario should know: steps of runbooks that lean on the region that they flee. Absent where there is nothing. */
  warnings?: string[];
  /** Set when the batch stopped before its aim: `interrupted`, or the precision that was not reached. */
  stopped?: string;
  horizon: number;
  columns?: Record<string, Column>;
  overTime?: OverTime;
}

export type ComparisonVerdict = 'better' | 'worse' | 'not distinguishable';

/** One figure of two designs under common random numbers; `difference` is second minus first. */
export interface ComparedFigure {
  figure: string;
  statistic: 'mean' | 'share above 0';
  unit: Unit;
  first: Estimate;
  second: Estimate;
  difference: Estimate;
  /** Of the second against the first; less is better except for shares that are availability. */
  verdict: ComparisonVerdict;
  /** Why the difference is only bounded, or not determined: censored runs. Then an end is null; with both null the value is only that of what was observed. */
  because?: string;
}

export interface Comparison {
  regionfall: string;
  seed: string;
  runs: number;
  confidence: number;
  first: Result;
  second: Result;
  /** Of the second against the first. */
  figures: ComparedFigure[];
  /** Further designs with the same runs; absent when there are two. */
  others?: ComparedDesign[];
  stopped?: string;
}

/** A third or further design, and its figures against those of the first. */
export interface ComparedDesign {
  design: Result;
  figures: ComparedFigure[];
}
