import fc from 'fast-check';
import type { MicroOperation, Operation } from '../../../src/measure/history/operation.js';

export const some: Operation[] = [
  { index: 0, time: 5, type: 'info', process: 'nemesis', f: 'lose', value: 'us-east' },
  {
    index: 1,
    time: 1_500,
    type: 'invoke',
    process: 3,
    f: 'txn',
    value: [
      ['append', 7, 41],
      ['r', 8, null],
    ],
    population: 'americas',
    region: 'us-east',
  },
  {
    index: 2,
    time: 1_500,
    type: 'ok',
    process: 3,
    f: 'txn',
    value: [
      ['append', 7, 41],
      ['r', 8, [1, 2]],
    ],
    population: 'americas',
    region: 'us-east',
  },
  { index: 3, time: 2_000, type: 'ok', process: 0, f: 'read', value: [] },
];

/** Any line of a history, sensible or not. */
export function operation(): fc.Arbitrary<Operation> {
  const whole = fc.nat({ max: 2 ** 31 });
  const micro: fc.Arbitrary<MicroOperation> = fc.oneof(
    fc.tuple(fc.constant('append' as const), whole, whole),
    fc.tuple(fc.constant('w' as const), whole, whole),
    fc.tuple(fc.constant('r' as const), whole, fc.oneof(fc.constant(null), whole, fc.array(whole))),
  );
  return fc.record(
    {
      index: whole,
      time: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      type: fc.constantFrom('invoke', 'ok', 'fail', 'info'),
      process: fc.oneof(whole, fc.constant('nemesis' as const)),
      f: fc.constantFrom('txn', 'add', 'read', 'lose'),
      value: fc.oneof(
        fc.constant(null),
        whole,
        fc.string({ unit: 'grapheme-ascii' }),
        fc.array(whole),
        fc.array(micro),
      ),
      population: fc.constantFrom('americas', 'eu-"west"\\'),
      region: fc.constantFrom('us-east', 'a'),
    },
    { requiredKeys: ['index', 'time', 'type', 'process', 'f', 'value'] },
  );
}
