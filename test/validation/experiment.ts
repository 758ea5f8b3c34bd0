import type { Scenario, Spec } from '../../src/index.js';
import type { Drawing } from './drawing.js';
import type { Params } from './oracle.js';

type RareOptions = NonNullable<Spec['rare']>;

/** A scenario whose runs are the units, and what is read from each. */
export interface Experiment {
  readonly scenario: Scenario;
  /** Given where rare meetings of faults are sought: each run then counts by its weight. */
  readonly rare?: RareOptions;
  readonly readings: Readonly<Record<string, Reading>>;
}

/** Figures of a run (each of them a unit of its own, where they are several), or a number in its trace. */
export type Reading =
  | { readonly figures: readonly string[] }
  | { readonly record: 'caught-up'; readonly field: 'served' }
  | FaultReading
  | RestoreReading;

/** What the faults of a run, or their losses, come to; hours. */
export type FaultReading =
  /** Of the faults that begin before a time: how long the longest lasts, or all of them together. */
  | { readonly faults: 'longest' | 'total'; readonly before: number }
  /**
   * Of the faults in force at a time: cycles from none to none, those among them that reach a depth, visits to a level and steps from it
   * to the next; or the hours that are on the way to a depth, which those after it until all is well are not. Times the weight of the run.
   */
  | { readonly levels: 'cycles' | 'deep' | 'visits' | 'steps' | 'atRisk' | 'ever'; readonly level: number }
  /** When the first write is lost, the horizon when none is; or 1 where one is, and 0 where none is. */
  | { readonly loss: 'first' | 'any'; readonly before: number };

/** How often data are harmed, an hour, and how likely a backup is bad. */
export interface Odds {
  readonly rate: number;
  readonly bad: number;
}

/**
 * Whether a run has a restore that finds no good backup; or the weight alone. The run is drawn by other odds than are meant, and counts by
 * the likelihood ratio of the harms that came and of the backups that were tried.
 */
export interface RestoreReading {
  readonly restores: 'none good' | 'weight';
  readonly drawn: Odds;
  readonly meant: Odds;
}

/** What is compared with the number of a figure that is not a law. */
export type Statistic =
  | 'mean'
  | 'sd'
  | { readonly level: number }
  | { readonly shareUpTo: number }
  | { readonly shareAbove: number };

/** A figure that is sampled, by the name of its reading. */
export interface SampledFigure {
  readonly from: Experiment | Drawing;
  readonly reading: string;
  /** For a figure that is one number; the mean when absent. */
  readonly statistic?: Statistic;
  /** The figure's units in one unit of the reading: 1000 for a figure in milliseconds. */
  readonly scale?: number;
  /** The mean of the reading for each one of another reading's: a ratio of means, with the residuals around it as units. */
  readonly per?: string;
  /** Units of which a run has no value, or only that it is beyond, are left out: what is read is conditional. */
  readonly where?: 'known';
  /** Taken off each unit, after the scale. */
  readonly minus?: number;
  /** Whole numbers: a quantile is then checked on both sides of its step. */
  readonly counts?: boolean;
  /** Fewest units, where they are so dear that fewer than usual must do. */
  readonly fewest?: number;
}

/** A figure that no sampling touches. */
export interface ComputedFigure {
  readonly compute: () => number;
}

export type FigureSource = SampledFigure | ComputedFigure;

/** Turns the parameters of an oracle into its figures, by key. */
export type Builder = (params: Params) => Readonly<Record<string, FigureSource>>;

/** Each figure is a reading of its own name. */
export function reading(...figures: string[]): Reading {
  return { figures };
}
