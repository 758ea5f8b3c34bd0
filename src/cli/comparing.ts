/** Compares scenarios, with progress, and hands the comparison on. */
import { type BatchOptions, type Comparison, compare, type OpenOptions, RunFailure } from '../index.js';
import { Fault } from './fault.js';
import { interruptible } from './interruption.js';
import { startProgress } from './progress.js';

/** Throws Fault when a run of one of them fails. */
export async function compareFiles(
  [first, second, ...others]: readonly [string, string, ...string[]],
  options: BatchOptions & OpenOptions,
  quiet: boolean,
): Promise<Comparison> {
  const progress = startProgress(quiet);
  try {
    return await interruptible((signal) =>
      compare(first, second, { ...options, others, signal, onProgress: progress.show }).finally(progress.end),
    );
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error;
    const words = [
      'compare',
      first,
      second,
      ...others,
      '--seed',
      error.seed,
      '--runs',
      String(error.run + 1),
    ];
    throw new Fault(error, words);
  }
}
