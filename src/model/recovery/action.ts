import type { Phase } from '../path.js';

/** How it went: `idle` where there was nothing to do. */
export type Done = (worked: boolean, idle?: 'idle') => void;

/** Something that a step of a runbook does. */
export interface Action {
  /** Where the time that it takes goes. */
  readonly phase: Phase;
  /**
   * Begins it; `done` is called once, when it has worked or failed for good; the function returned calls it off. Called after it has
   * worked, that function undoes what can be undone.
   */
  begin(done: Done): () => void;
}
