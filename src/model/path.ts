import type { Micros } from '../kernel/index.js';

/** Where recovery time goes; `rideOut` is time that only the end of the fault ended. */
export type Phase = 'detect' | 'decide' | 'act' | 'propagate' | 'absorb' | 'rideOut';

/** The time until `until` (from the milestone before it) was spent in `phase`. */
export interface Milestone {
  readonly phase: Phase;
  readonly until: Micros;
}

/** How an event came about: milestones in order of time, the last one at the event itself. */
export type Path = readonly Milestone[];
