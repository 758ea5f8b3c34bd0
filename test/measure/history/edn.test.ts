import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyEdn } from '../../../src/measure/history/edn.js';
import type { Operation } from '../../../src/measure/history/operation.js';
import { type Form, readEdn } from './edn-reader.js';
import { operation, some } from './some-operations.js';

describe('a history in EDN', () => {
  // The form of the examples in elle-cli's README: keywords for types, functions and micro-operations.
  it('is one map a line, with keywords where Jepsen and Elle have them', () => {
    expect(historyEdn(some).split('\n')).toEqual([
      '{:index 0, :time 5, :type :info, :process :nemesis, :f :lose, :value "us-east"}',
      '{:index 1, :time 1500, :type :invoke, :process 3, :f :txn, :value [[:append 7 41] [:r 8 nil]], ' +
        ':population "americas", :region "us-east"}',
      '{:index 2, :time 1500, :type :ok, :process 3, :f :txn, :value [[:append 7 41] [:r 8 [1 2]]], ' +
        ':population "americas", :region "us-east"}',
      '{:index 3, :time 2000, :type :ok, :process 0, :f :read, :value []}',
      '',
    ]);
  });

  it('says what the history says', () => {
    fc.assert(
      fc.property(fc.array(operation()), (history) => {
        expect(readEdn(historyEdn(history))).toEqual(history.map(inEdn));
      }),
      { seed: 41, numRuns: 200 },
    );
  });
});

/** What the EDN form of an operation reads as. */
function inEdn(one: Operation): Form {
  const value = Array.isArray(one.value)
    ? one.value.map((micro) => (Array.isArray(micro) ? [`:${micro[0]}`, ...micro.slice(1)] : micro))
    : one.value;
  const process = one.process === 'nemesis' ? ':nemesis' : one.process;
  return { ...one, type: `:${one.type}`, f: `:${one.f}`, process, value } as Form;
}
