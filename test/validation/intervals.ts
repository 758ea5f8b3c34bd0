import {
  binomialProbabilities,
  clopperPearson,
  coverageOfRanks,
  coverageOfShareInterval,
  quantileRanks,
  runsForUpperBound,
  type ShareInterval,
  wald,
  wilson,
} from '../../src/index.js';
import type { Builder } from './experiment.js';
import { numbersOf } from './oracle.js';

/** The intervals that a result carries, by their exact coverage. */
export const intervals: Builder = (params) => {
  const { n, p, m } = numbersOf(params, 'n', 'p', 'm');
  const coverage = (interval: ShareInterval) => ({
    compute: () => coverageOfShareInterval(n, p, interval),
  });
  const ranks = () => quantileRanks(m, 0.95);
  return {
    'no-event-seen': { compute: () => binomialProbabilities(n, p)[0]! },
    'coverage-wald': coverage(wald),
    'coverage-wilson': coverage(wilson),
    'coverage-clopper-pearson': coverage(clopperPearson),
    'clopper-pearson-upper-at-zero': { compute: () => clopperPearson(0, n).high },
    // An end that the sample is too small to have lies one beyond it.
    'p95-rank-low': { compute: () => ranks().low ?? 0 },
    'p95-rank-high': { compute: () => ranks().high ?? m + 1 },
    'coverage-p95-ranks': { compute: () => coverageOfRanks(m, 0.95, ranks()) },
    'runs-for-one-sided-p99-bound': { compute: () => runsForUpperBound(0.99) },
  };
};
