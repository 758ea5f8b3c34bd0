import { describe, expect, it } from 'vitest';
import { runChunk } from '../../src/experiment/chunk.js';
import { MergeError } from '../../src/model/data/conflicts/application-merge.js';
import { TooManyAttempts } from '../../src/model/traffic/capacity/too-many-attempts.js';
import { fakeBatch, rto } from './fake-batch.js';

const width = 8;

describe('runChunk', () => {
  it('runs every design with the same numbers', () => {
    const designs = [fakeBatch([rto], (run) => [run]), fakeBatch([rto], (run) => [10 * run])];
    const chunk = runChunk(designs, 5, 3);
    const rtos = chunk.blocks.map(({ values }) => [0, 1, 2].map((row) => values[row * width + width - 1]));
    expect(rtos).toEqual([
      [5, 6, 7],
      [50, 60, 70],
    ]);
    expect(chunk.blocks.map(({ first, runs }) => [first, runs])).toEqual([
      [5, 3],
      [5, 3],
    ]);
    expect(chunk).not.toHaveProperty('failure');
  });

  it('carries bounds only when a run is censored', () => {
    const cut = runChunk([fakeBatch([rto], (run) => [run === 1 ? { atLeast: 60 } : run])], 0, 3);
    expect(cut.blocks[0]?.atLeast?.[width + width - 1]).toBe(60);
    expect(runChunk([fakeBatch([rto], () => [0])], 0, 3).blocks[0]).not.toHaveProperty('atLeast');
  });

  it('copies rows, so that a simulation may use their arrays again', () => {
    const batch = fakeBatch([rto], () => [0]);
    const values = new Float64Array(width);
    const reusing = { ...batch, simulate: (run: number) => ({ values: values.fill(run), atLeast: values }) };
    expect(runChunk([reusing], 0, 3).blocks[0]?.values.filter((_value, k) => k % width === 0)).toEqual(
      Float64Array.of(0, 1, 2),
    );
  });

  it('samples the first thousand runs along the time axis', () => {
    const chunk = runChunk([fakeBatch([rto], () => [0])], 998, 5);
    expect(chunk.overTime[0]?.map((sample) => sample.goodput[0])).toEqual([998, 999]);
  });

  it('ends before a run that fails in any design, and says which', () => {
    const sound = fakeBatch([rto], (run) => [run]);
    const broken = fakeBatch(
      [rto],
      (run) => {
        if (run === 6) throw new RangeError('the sum does not come out');
        return [run];
      },
      'Broken',
    );
    const chunk = runChunk([sound, broken], 4, 10);
    expect(chunk.blocks.map(({ runs }) => runs)).toEqual([2, 2]);
    expect(chunk.failure).toMatchObject({ run: 6, scenario: 'Broken', message: 'the sum does not come out' });
    expect(chunk.failure?.stack).toContain('fake-batch');
  });

  it('tells a merge function that fails from itself, with where it failed', () => {
    const failing = (error: Error) =>
      fakeBatch([rto], () => {
        throw error;
      });
    const cause = new TypeError('no carts');
    const ofMerge = runChunk([failing(new MergeError('it threw', { cause }))], 0, 1).failure;
    expect(ofMerge).toMatchObject({ message: 'it threw', ofMerge: true });
    expect(ofMerge?.stack).toMatch('\nbecause of TypeError: no carts\n    at ');
    expect(runChunk([failing(cause)], 0, 1).failure).not.toHaveProperty('ofMerge');
    expect(runChunk([failing(new TooManyAttempts())], 0, 1).failure).toHaveProperty('isTooMuch');
  });

  it('lets no figure pass that is not a number', () => {
    const chunk = runChunk([fakeBatch([rto], (run) => [run === 2 ? Number.NaN : run])], 0, 5);
    expect(chunk.failure).toMatchObject({ run: 2, message: 'rto is not a number' });
    expect(chunk.blocks[0]?.runs).toBe(2);
  });
});
