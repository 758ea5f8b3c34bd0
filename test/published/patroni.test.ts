import { describe, expect, it } from 'vitest';
import { agreesOnEnd, agreesOnMean, type Row, rowsOf } from './patroni.js';
import { modes } from './patroni-failures.js';

const misfits = (rows: readonly Row[], agrees: (row: Row) => boolean) =>
  rows.filter((row) => !agrees(row)).map(({ mode }) => mode);

/** Runs never leave the ends, and come near them: within a tenth of the range in 1,000 of them. */
function expectWithin({ least, most, ends }: Row): void {
  const slack = (ends[2] - ends[0]) / 10;
  expect(least).toBeGreaterThan(ends[0] - 1e-5);
  expect(least).toBeLessThan(ends[0] + slack);
  expect(most).toBeLessThan(ends[2] + 1e-5);
  expect(most).toBeGreaterThan(ends[2] - slack);
}

describe('the published recovery times of Patroni clusters', () => {
  const passive = rowsOf('passive');

  it('are those of our runs when the machine of the primary dies, all five rows', () => {
    passive.forEach(expectWithin);
    expect(misfits(passive, agreesOnMean)).toEqual([]);
    expect(misfits(passive, (row) => agreesOnEnd(row, 0))).toEqual([]);
    expect(misfits(passive, (row) => agreesOnEnd(row, 2))).toEqual([]);
  });

  it('are too long for two means when its processes die, and right otherwise', () => {
    const rows = rowsOf('active');
    rows.forEach(expectWithin);
    expect(misfits(rows, agreesOnMean)).toEqual(['fast', 'norm']);
    expect(misfits(rows, (row) => agreesOnEnd(row, 2))).toEqual([]);
  });

  it('begin, when a restart fails at once, where they are said to', () => {
    const rows = rowsOf('active, restart fails at once');
    expect(misfits(rows, (row) => agreesOnEnd(row, 0))).toEqual([]);
  });

  it('are not what the text beside the table says', () => {
    const called = modes.flatMap(({ calledOut }, i) =>
      calledOut ? [{ ...calledOut, row: passive[i]! }] : [],
    );
    expect(called.filter(({ mean, row }) => Math.abs(mean - row.mean) < row.half + 0.5)).toEqual([]);
    expect(called.filter(({ most, row }) => Math.abs(most - row.ends[2]) < 0.5)).toHaveLength(1);
  });
});
