import { type Apply, drawRead, drawStaleReads, exponential } from '../../src/index.js';
import type { Drawing } from './drawing.js';
import type { Builder } from './experiment.js';
import { numbersOf } from './oracle.js';

/** Reads at random instants of a key at a replica with exponential lags; seconds. */
export const lateReplica: Builder = (params) => {
  const { w, mu, r } = numbersOf(params, 'w', 'mu', 'r');
  const lag = exponential(1 / mu);
  const reads = (apply: Apply): Drawing => ({
    readings: ['behind', 'age'],
    draw: (stream) => {
      const { behind, age } = drawRead({ writeRate: w, lag, apply }, stream);
      return [behind, age];
    },
  });
  const stale = (from: Drawing) => ({ from, reading: 'behind', statistic: { shareAbove: 0.5 } });
  const inOrder = reads('in-order');
  const isolated: Drawing = {
    readings: ['reads'],
    draw: (stream) => [drawStaleReads(r, lag, stream)],
  };
  return {
    'stale-newest-wins': stale(reads('newest-wins')),
    'stale-in-order': stale(inOrder),
    'mean-versions-behind': { from: inOrder, reading: 'behind' },
    'mean-staleness': { from: inOrder, reading: 'age' },
    'stale-reads-after-isolated-write': { from: isolated, reading: 'reads' },
  };
};
