import { exponential, type QuorumOperation } from '../../src/index.js';
import { productionOperation, threeReplicas } from '../published/production-fits.js';
import type { Drawing } from './drawing.js';
import type { Builder, SampledFigure } from './experiment.js';
import { numbersOf } from './oracle.js';

/** A unit is a write and a read of the same key; milliseconds. */
function operations(operation: QuorumOperation): Drawing {
  return {
    readings: ['slack', 'read', 'write'],
    draw: (stream) => {
      const { slack, readLatency, writeLatency } = operation.draw(stream);
      return [slack, readLatency, writeLatency];
    },
  };
}

/** Consistent reads so long after the acknowledgement. */
function consistentAt(from: Drawing, after: number): SampledFigure {
  return { from, reading: 'slack', statistic: { shareUpTo: after } };
}

/** The 99.9th percentile of a reading; of the slack it is the t-visibility. */
function late(from: Drawing, reading: string): SampledFigure {
  return { from, reading, statistic: { level: 0.999 } };
}

function exponentialLegs(writeRate: number, rate: number, read: number, write: number): Drawing {
  return operations(threeReplicas(exponential(1 / writeRate), exponential(1 / rate), { read, write }));
}

export const quorumOperation: Builder = (params) => {
  const { lw, la, t } = numbersOf(params, 'lw', 'la', 't');
  const one = exponentialLegs(lw, la, 1, 1);
  return {
    'consistent-at-t0': consistentAt(one, 0),
    'consistent-at-t1': consistentAt(one, t),
    't-visibility-999': late(one, 'slack'),
    'consistent-r1-w2': consistentAt(exponentialLegs(lw, la, 1, 2), t),
    'consistent-r2-w1': consistentAt(exponentialLegs(lw, la, 2, 1), t),
  };
};

/** Writes of several speeds; the other legs take 1 ms on average. */
export const quorumSweep: Builder = (params) => {
  const rates = params['lws'] as readonly number[];
  return Object.fromEntries(
    rates.flatMap((rate): [string, SampledFigure][] => {
      const from = exponentialLegs(rate, 1, 1, 1);
      return [
        [`consistent-at-t0-rate-${rate}`, consistentAt(from, 0)],
        [`t-visibility-999-rate-${rate}`, late(from, 'slack')],
      ];
    }),
  );
};

const quorums = [
  [1, 1],
  [1, 2],
  [2, 1],
] as const;

/** Milliseconds after the acknowledgement of a write. */
const times = [0, 1, 5, 10, 50, 100];

export const productionFits: Builder = (params) => {
  const names = params['names'] as readonly string[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const profile = name.toLowerCase().replace('.', '-');
      return quorums.flatMap(([read, write]): [string, SampledFigure][] => {
        const from = operations(productionOperation(name, read, write));
        const key = `${profile}-r${read}-w${write}`;
        return [
          ...times.map((t): [string, SampledFigure] => [`${key}-p-cons-t-${t}`, consistentAt(from, t)]),
          [`${key}-t-vis-99-9-ms`, late(from, 'slack')],
          [`${key}-read-lat-99-9-ms`, late(from, 'read')],
          [`${key}-write-lat-99-9-ms`, late(from, 'write')],
        ];
      });
    }),
  );
};
