import type { ConflictRule, Result } from '../measure/result.js';
import { summarise } from '../measure/summary.js';
import { type BatchOptions, checkWhole, defaultSeed, workersFor } from './batch-options.js';
import { Collection } from './collection.js';
import { type Executor, startExecutor } from './executor.js';
import { checkGiven, loadMerges } from './merges.js';
import { NothingRun, RunFailure } from './run-failure.js';
import { type Batch, build, type Spec } from './simulate.js';
import { version } from './version.js';

/** What `stopped` says of a batch that was aborted. */
export const interrupted = 'interrupted';

const microsPerSecond = 1e6;

/** One or more designs, run with the same numbers and the same seed. */
export interface Batches {
  readonly seed: string;
  readonly designs: readonly Batch[];
  readonly collection: Collection;
  /** How many worker threads; absent = as many as the executor chooses. */
  readonly workers: number | undefined;
}

/** Builds the designs. Throws RangeError for impossible options, ScenarioError when a merge function cannot be loaded. */
export async function prepareBatches(specs: readonly Spec[], options: BatchOptions): Promise<Batches> {
  checkWhole('runs', options.runs, 1);
  const workers = workersFor(options);
  checkGiven(options.merges, specs);
  const seed = options.seed ?? defaultSeed;
  const merges = await Promise.all(specs.map((spec) => loadMerges(spec, options.merges)));
  const designs = specs.map((spec, index) => build(spec, seed, merges[index]));
  return { seed, designs, workers, collection: new Collection(designs.map((design) => design.columns)) };
}

/** Starts workers, lets `work` make runs with them, and stops them whatever happens. */
export async function withExecutor<T>(
  { designs, seed, workers }: Batches,
  work: (executor: Executor) => Promise<T>,
): Promise<T> {
  const executor = await startExecutor(designs, seed, workers);
  try {
    return await work(executor);
  } finally {
    await executor.close();
  }
}

/**
 * The results of the designs over the runs collected. Throws RunFailure when a run broke, NothingRun when there is no run.
 */
export function concludeBatches(
  batches: Batches,
  options: BatchOptions,
  stopped: string | undefined,
): Result[] {
  const { collection, seed } = batches;
  const { failure, runs } = collection;
  if (failure) {
    const soFar = runs > 0 ? summariseDesigns(batches, options, `run ${failure.run} failed`) : [];
    throw new RunFailure(failure, seed, soFar);
  }
  if (runs === 0) throw new NothingRun();
  return summariseDesigns(batches, options, stopped);
}

/** Throws RunFailure, which has no results so far, when a run broke, NothingRun when there is no run. */
export function checkCollected({ collection: { failure, runs }, seed }: Batches): void {
  if (failure) throw new RunFailure(failure, seed, []);
  if (runs === 0) throw new NothingRun();
}

function summariseDesigns(batches: Batches, options: BatchOptions, stopped: string | undefined): Result[] {
  const { designs, collection, seed } = batches;
  return designs.map(({ spec }, design) => {
    const about = {
      regionfall: version,
      scenario: spec.title,
      question: spec.question,
      seed,
      horizon: spec.horizon / microsPerSecond,
      objectives: spec.objectives,
      conflicts: conflictRules(spec),
      defaults: spec.defaults,
      notModelled: spec.notModelled,
      warnings: spec.warnings,
      stopped,
    };
    return summarise(about, collection.stores[design]!, collection.overTime[design]!, {
      columns: options.columns ?? true,
    });
  });
}

function conflictRules({ data }: Spec): Record<string, ConflictRule> {
  return Object.fromEntries(
    Object.entries(data).flatMap(([store, { conflicts, keys }]) => {
      if (!conflicts || !keys) return [];
      const { policy, clock, type } = conflicts;
      const rule = {
        policy,
        ...(policy === 'last-writer-wins' ? { clock } : {}),
        ...(type === undefined ? {} : { type }),
        writes: keys.writes,
      };
      return [[store, rule]];
    }),
  );
}
