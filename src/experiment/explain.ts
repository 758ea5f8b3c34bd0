import { type Account, RunAccount } from '../measure/account.js';
import type { ColumnName } from '../measure/columns.js';
import type { Unit } from '../measure/result.js';
import { checkWhole, defaultSeed } from './batch-options.js';
import { loadMerges } from './merges.js';
import { type OpenOptions, openScenario, type ScenarioSource } from './open.js';
import { build } from './simulate.js';
import { version } from './version.js';

const microsPerSecond = 1e6;

/** A figure of one run: the entry of row k. */
export interface RunFigure {
  readonly name: string;
  /** The figure alone, and whose it is: `rto`, `europe`. */
  readonly figure: string;
  readonly group: ColumnName['group'];
  readonly of?: string;
  readonly unit: Unit;
  /** Seconds, a count or a share; null when it was not observed inside the horizon. */
  readonly value: number | null;
  /** The least that the value can be. */
  readonly atLeast: number;
}

/** One run of a batch: its figures, what happened and when. Times are microseconds unless a figure. */
export interface Explanation {
  readonly regionfall: string;
  readonly scenario: string;
  readonly seed: string;
  readonly run: number;
  /** Seconds. */
  readonly horizon: number;
  /** Share of requests answered below which service is down. */
  readonly threshold: number;
  readonly figures: readonly RunFigure[];
  readonly account: Account;
}

export interface ExplainOptions extends OpenOptions {
  /** Any text; `1` by default. */
  readonly seed?: string | undefined;
}

/**
 * Tells run number `run` (from 0) of the batch that `run(source, { seed })` makes: watching changes nothing, so that its figures
 * are those of row `run`. Throws ScenarioError for a scenario with mistakes, RangeError for an impossible number, MergeError when a merge function fails.
 */
export async function explain(
  source: ScenarioSource,
  run: number,
  options: ExplainOptions = {},
): Promise<Explanation> {
  checkWhole('run', run, 0);
  const seed = options.seed ?? defaultSeed;
  const spec = await openScenario(source, options);
  const batch = build(spec, seed, await loadMerges(spec, options.merges));
  const account = new RunAccount({
    regions: Object.keys(spec.regions),
    populations: Object.entries(spec.clients).map(([name, { requests, writes }]) => ({
      name,
      rate: requests / microsPerSecond,
      writes,
    })),
    threshold: spec.service.threshold,
    horizon: spec.horizon,
  });
  const row = batch.simulate(run, (record) => account.note(record));
  return {
    regionfall: version,
    scenario: spec.title,
    seed,
    run,
    horizon: spec.horizon / microsPerSecond,
    threshold: spec.service.threshold,
    figures: batch.columns.map(({ lessIsBetter: _, ...column }, index) => {
      const value = row.values[index]!;
      const observed = value !== Number.POSITIVE_INFINITY;
      return { ...column, value: observed ? value : null, atLeast: observed ? value : row.atLeast[index]! };
    }),
    account: account.close(),
  };
}
