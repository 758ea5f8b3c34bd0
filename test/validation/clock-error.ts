import {
  Clock,
  drawExponential,
  keepsEarlierWrite,
  normalQuantile,
  type Stream,
  second,
} from '../../src/index.js';
import type { Drawing } from './drawing.js';
import type { Builder, SampledFigure } from './experiment.js';
import { numbersOf } from './oracle.js';

interface PairOptions {
  /** Standard deviation of the error of each clock, seconds. */
  readonly error: number;
  /** Seconds from the first write to the second. */
  readonly gap: (stream: Stream) => number;
  /** Seconds that the first write takes to the other node, whose clock is hybrid then. */
  readonly lag?: number;
}

/** Two writes to one key by two nodes: 1 where the last writer wins and is the wrong one. */
function pairs({ error, gap, lag }: PairOptions): SampledFigure {
  const clock = (stream: Stream) => new Clock({ error: error * second * normalQuantile(stream.next()) });
  const from: Drawing = {
    readings: ['wrong'],
    draw: (stream) => {
      const clocks = [clock(stream), clock(stream)] as const;
      const pair = { gap: gap(stream) * second, clocks };
      const wrong = keepsEarlierWrite(lag === undefined ? pair : { ...pair, hybrid: { lag: lag * second } });
      return [wrong ? 1 : 0];
    },
  };
  return { from, reading: 'wrong', statistic: { shareAbove: 0.5 } };
}

export const clockError: Builder = (params) => {
  const { s, mu, L, g } = numbersOf(params, 's', 'mu', 'L', 'g');
  const exponential = (stream: Stream) => drawExponential(1 / mu, stream);
  return {
    'wrong-order-fixed-gap': pairs({ error: s, gap: () => g }),
    'wrong-order-exponential-gap': pairs({ error: s, gap: exponential }),
    'wrong-order-hlc': pairs({ error: s, gap: exponential, lag: L }),
  };
};
