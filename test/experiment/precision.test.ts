import { describe, expect, it } from 'vitest';
import {
  isReached,
  nextExamination,
  PrecisionError,
  parsePrecision,
} from '../../src/experiment/precision.js';
import type { ColumnName } from '../../src/measure/columns.js';
import { column, storeOf, type Value } from '../measure/batch-of.js';

const columns: readonly ColumnName[] = [
  column('rto', 's'),
  column('writesLost', 'writes'),
  column('rto', 's', { group: 'population', of: 'europe' }),
  column('rpo', 's', { group: 'store', of: 'orders.eu' }),
];

describe('parsePrecision', () => {
  it.each([
    ['rto.p95=5%', 0, 'p95', { relative: 0.05 }],
    ['rto.mean=2s', 0, 'mean', { absolute: 2 }],
    ['rto.p50=1m30s', 0, 'p50', { absolute: 90 }],
    ['rto.europe.p99=0.5%', 2, 'p99', { relative: 0.005 }],
    ['rpo.orders.eu.mean=200ms', 3, 'mean', { absolute: 0.2 }],
    ['writesLost.mean=12.5', 1, 'mean', { absolute: 12.5 }],
    [' rto.p95 = 5% ', 0, 'p95', { relative: 0.05 }],
  ])('reads %s', (text, position, stat, halfWidth) => {
    expect(parsePrecision(text, columns)).toMatchObject({ column: position, stat, halfWidth });
  });

  it.each([
    ['rto.p95', 'write FIGURE.STATISTIC=AMOUNT, as rto.p95=5% or rto.europe.p95=2s'],
    ['rto=5%', 'write FIGURE.STATISTIC=AMOUNT, as rto.p95=5% or rto.europe.p95=2s'],
    ['', 'write FIGURE.STATISTIC=AMOUNT, as rto.p95=5% or rto.europe.p95=2s'],
    ['rtoo.p95=5%', 'there is no figure "rtoo"; did you mean "rto"?'],
    ['rto.asia.p95=5%', /there is no figure "rto of asia"/],
    ['rto.p96=5%', '"p96" is no statistic with an interval: expected mean, p50, p95 or p99'],
    ['rto.max=5%', '"max" is no statistic with an interval: expected mean, p50, p95 or p99'],
    ['rto.p95=2', '2 has no unit'],
    ['rto.p95=abc', /abc/],
    ['rto.p95=-2s', '-2s is negative'],
    ['rto.p95=0%', 'no number of runs gives an interval without width'],
    ['rto.p95=0s', 'no number of runs gives an interval without width'],
    ['writesLost.mean=2s', '"2s" is neither a share as 5% nor a number of writes'],
    ['writesLost.mean=0', 'no number of runs gives an interval without width'],
    ['writesLost.mean=1e3', '"1e3" is neither a share as 5% nor a number of writes'],
  ])('refuses %s', (text, message) => {
    expect(() => parsePrecision(text, columns)).toThrow(PrecisionError);
    expect(() => parsePrecision(text, columns)).toThrow(message);
  });
});

describe('isReached', () => {
  const reached = (text: string, values: readonly Value[]) => {
    const target = parsePrecision(text, columns);
    return isReached(target, storeOf(columns[target.column]!, values));
  };
  const upTo = (n: number) => Array.from({ length: n }, (_value, k) => k + 1);

  it('takes half the width of the interval, absolute or of the value', () => {
    // p95 of 1..200 is 190, from 184 to 197: half the width is 6.5 s, or 3.42 %.
    expect(reached('rto.p95=6.5s', upTo(200))).toBe(true);
    expect(reached('rto.p95=6.4s', upTo(200))).toBe(false);
    expect(reached('rto.p95=3.43%', upTo(200))).toBe(true);
    expect(reached('rto.p95=3.42%', upTo(200))).toBe(false);
    // mean of 0 and 2 is 1 -+ 12.706
    expect(reached('rto.mean=12.71s', [0, 2])).toBe(true);
    expect(reached('rto.mean=12.70s', [0, 2])).toBe(false);
  });

  it('is not reached without an upper end, for few runs or censored ones', () => {
    expect(reached('rto.p99=100%', upTo(200))).toBe(false);
    expect(reached('rto.p95=100%', [...upTo(100), ...upTo(100).map(() => ({ atLeast: 1 }))])).toBe(false);
    expect(reached('rto.mean=100%', [...upTo(100), { atLeast: 1 }])).toBe(false);
  });

  it('is reached when all runs agree, on 0 too', () => {
    expect(reached('rto.mean=1%', [0, 0, 0])).toBe(true);
  });
});

describe('nextExamination', () => {
  it('comes at 2,000 runs, each doubling, and the last run', () => {
    const looks = [0];
    while (looks.at(-1)! < 20_000) looks.push(nextExamination(looks.at(-1)!, 20_000));
    expect(looks).toEqual([0, 2000, 4000, 8000, 16_000, 20_000]);
    expect(nextExamination(0, 500)).toBe(500);
    expect(nextExamination(2999, 200_000)).toBe(4000);
  });
});
