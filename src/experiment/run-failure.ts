import type { Result } from '../measure/result.js';
import { MergeError } from '../model/data/conflicts/application-merge.js';
import { TooManyAttempts } from '../model/traffic/capacity/too-many-attempts.js';
import type { Failure } from './chunk.js';

/**
 * A run broke: our own fault, never that of a scenario, unless `cause` is a MergeError: then a merge function of the application
 * failed, or a TooManyAttempts: it asks for more than is followed. Carries what there is of the runs before it.
 */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';
  readonly run: number;
  readonly seed: string;
  /** The results of the runs before it, one a design; none when it was the first. */
  readonly soFar: readonly Result[];

  constructor(failure: Failure, seed: string, soFar: readonly Result[]) {
    const replay = `replay with --run ${failure.run} --seed ${/^[\w.-]+$/.test(seed) ? seed : JSON.stringify(seed)}`;
    const cause = causeOf(failure);
    if (failure.stack !== undefined) cause.stack = failure.stack;
    super(`run ${failure.run} of "${failure.scenario}" failed: ${failure.message}; ${replay}`, { cause });
    this.run = failure.run;
    this.seed = seed;
    this.soFar = soFar;
  }
}

function causeOf({ ofMerge, isTooMuch, message }: Failure): Error {
  if (ofMerge) return new MergeError(message);
  return isTooMuch ? new TooManyAttempts(message) : new Error(message);
}

/** A batch was stopped before its first run was complete: there is nothing to sum up. */
export class NothingRun extends Error {
  override readonly name = 'NothingRun';
  constructor() {
    super('interrupted before the first run was complete');
  }
}
