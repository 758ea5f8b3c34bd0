import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColumnStore, qualify } from '../../src/measure/columns.js';
import { blockOf, column, type Value } from './batch-of.js';

const columns = [column('rto', 's'), column('writesLost', 'writes')];

describe('ColumnStore', () => {
  it('gives back what was put in, however it was cut into blocks', () => {
    const value: fc.Arbitrary<Value> = fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 0, max: 1000 }) },
      { weight: 1, arbitrary: fc.record({ atLeast: fc.integer({ min: 0, max: 1000 }) }) },
    );
    const blocks = fc.array(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(blocks, (parts) => {
        const store = new ColumnStore(columns);
        for (const part of parts) store.append(blockOf(store.runs, part));
        const rows = parts.flat();
        columns.forEach((_column, index) => {
          const sample = store.sample(index);
          const values = rows.map((row) => row[index]!);
          const isNumber = (entry: Value) => typeof entry === 'number';
          expect([...sample.values]).toEqual(values.map((v) => (isNumber(v) ? v : Number.POSITIVE_INFINITY)));
          expect([...sample.atLeast]).toEqual(values.map((v) => (typeof v === 'number' ? v : v.atLeast)));
          expect(sample.censored).toBe(values.filter((v) => !isNumber(v)).length);
        });
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('keeps runs in order over many pages', () => {
    const store = new ColumnStore([column('rto', 's')]);
    for (let runs = 0; runs < 20_000; runs += 777) {
      store.append(
        blockOf(
          runs,
          Array.from({ length: 777 }, (_row, k) => [k % 97 === 96 ? { atLeast: runs + k } : runs + k]),
        ),
      );
    }
    const { values, atLeast, censored } = store.sample(0);
    expect(atLeast.every((value, run) => value === run)).toBe(true);
    expect(values.filter((value) => value === Number.POSITIVE_INFINITY)).toHaveLength(censored);
    expect(censored).toBe(26 * 8);
  });

  it('refuses a block that leaves a gap or comes twice', () => {
    const store = new ColumnStore(columns);
    store.append(blockOf(0, [[1, 1]]));
    expect(() => store.append(blockOf(2, [[1, 1]]))).toThrow(new RangeError('expected run 1, got run 2'));
    expect(() => store.append(blockOf(0, [[1, 1]]))).toThrow(new RangeError('expected run 1, got run 0'));
  });

  it('finds columns by name', () => {
    const store = new ColumnStore(columns);
    expect([store.indexOf('writesLost'), store.indexOf('rpo')]).toEqual([1, -1]);
  });
});

describe('qualify', () => {
  it('says figures as objectives do', () => {
    expect([qualify('rto'), qualify('rto', 'europe')]).toEqual(['rto', 'rto of europe']);
  });
});
