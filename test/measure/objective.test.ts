import { describe, expect, it } from 'vitest';
import { judge, type Objective, type Statistic, worstVerdict } from '../../src/measure/objective.js';
import { column, storeOf, type Value } from './batch-of.js';

const upTo = (n: number) => Array.from({ length: n }, (_value, k) => k + 1);
const unended = (n: number, atLeast: number): Value[] => upTo(n).map(() => ({ atLeast }));

function promise(stat: Statistic, op: '<=' | '>=', value: number): Objective {
  return { text: `rto ${stat} ${op} ${value}s`, figure: 'rto', stat, op, value };
}

function share(
  over: '<' | '<=' | '=' | '>=' | '>',
  limit: number,
  op: '<=' | '>=',
  value: number,
): Objective {
  return { text: 'share', figure: 'rto', over: { op: over, value: limit }, op, value };
}

const verdict = (objective: Objective, values: readonly Value[]) =>
  judge(objective, storeOf(column('rto', 's'), values)).verdict;

describe('judge', () => {
  // p95 of 1..200 is 190, from 184 to 197.
  it.each([
    ['<=', 197, 'met'],
    ['<=', 196.9, 'unknown'],
    ['<=', 184, 'unknown'],
    ['<=', 183.9, 'missed'],
    ['>=', 184, 'met'],
    ['>=', 184.1, 'unknown'],
    ['>=', 197, 'unknown'],
    ['>=', 197.1, 'missed'],
  ] as const)('p95 %s %f is %s', (op, limit, expected) => {
    expect(verdict(promise('p95', op, limit), upTo(200))).toBe(expected);
  });

  it('says the figure, and why it cannot tell', () => {
    const result = judge(promise('p95', '<=', 190), storeOf(column('rto', 's'), upTo(200)));
    expect(result).toEqual({
      objective: 'rto p95 <= 190s',
      verdict: 'unknown',
      figure: { value: 190, low: 184, high: 197 },
      because: 'the 95 % interval, 184 s to 197 s, holds the limit: more runs narrow it',
    });
  });

  it('cannot say that p99 is kept below 368 runs, but can say that it is missed', () => {
    const kept = judge(promise('p99', '<=', 1000), storeOf(column('rto', 's'), upTo(367)));
    expect(kept).toMatchObject({ verdict: 'unknown', because: 'p99 has no upper end below 368 runs' });
    expect(verdict(promise('p99', '<=', 1000), upTo(368))).toBe('met');
    expect(verdict(promise('p99', '<=', 100), upTo(367))).toBe('missed');
  });

  it('finds censored runs decisive only where nothing after the horizon changes the verdict', () => {
    const few = [...upTo(199), ...unended(1, 50)];
    expect(verdict(promise('p95', '<=', 198), few)).toBe('met');
    const many = [...upTo(100), ...unended(100, 50)];
    expect(verdict(promise('p95', '<=', 100), many)).toBe('unknown');
    expect(verdict(promise('p95', '<=', 40), many)).toBe('missed');
    expect(verdict(promise('p95', '>=', 40), many)).toBe('met');
    expect(verdict(promise('p95', '>=', 1e9), many)).toBe('unknown');
    expect(judge(promise('p95', '<=', 100), storeOf(column('rto', 's'), many)).because).toBe(
      '100 of 200 runs had not ended by the horizon, and may end on either side',
    );
  });

  it('judges a mean with censored runs by its lower bound only', () => {
    const values = [...upTo(99), ...unended(1, 50)];
    expect(verdict(promise('mean', '<=', 1e9), values)).toBe('unknown');
    expect(verdict(promise('mean', '<=', 40), values)).toBe('missed');
    expect(verdict(promise('mean', '>=', 40), values)).toBe('met');
    expect(verdict(promise('mean', '<=', 60), upTo(99))).toBe('met');
  });

  it('judges a mean of one run not at all', () => {
    const result = judge(promise('mean', '<=', 10), storeOf(column('rto', 's'), [1]));
    expect(result).toMatchObject({ verdict: 'unknown', because: 'one run has no interval' });
  });

  it('judges the maximum as it was observed', () => {
    expect(verdict(promise('max', '<=', 3), [1, 2, 3])).toBe('met');
    expect(verdict(promise('max', '<=', 2.9), [1, 2, 3])).toBe('missed');
    expect(verdict(promise('max', '<=', 3), [1, 2, { atLeast: 1 }])).toBe('unknown');
    expect(verdict(promise('max', '<=', 3), [1, 2, { atLeast: 4 }])).toBe('missed');
    expect(verdict(promise('max', '>=', 3), [1, 2, { atLeast: 4 }])).toBe('met');
  });

  it('judges shares by their Wilson interval', () => {
    const half = [...upTo(100).map(() => 0), ...upTo(100)];
    // 100 of 200: 0.4314 to 0.5686
    expect(verdict(share('>', 0, '<=', 0.57), half)).toBe('met');
    expect(verdict(share('>', 0, '<=', 0.56), half)).toBe('unknown');
    expect(verdict(share('>', 0, '<=', 0.43), half)).toBe('missed');
    expect(verdict(share('=', 0, '>=', 0.43), half)).toBe('met');
    expect(verdict(share('>', 50, '<=', 0.317), half)).toBe('met');
    expect(verdict(share('>=', 50, '<=', 0.317), half)).toBe('unknown');
  });

  it.each([
    ['>', 40, 'yes'],
    ['>', 50, 'open'],
    ['>=', 50, 'yes'],
    ['>=', 51, 'open'],
    ['<', 50, 'no'],
    ['<', 51, 'open'],
    ['<=', 49, 'no'],
    ['<=', 50, 'open'],
    ['=', 49, 'no'],
    ['=', 50, 'open'],
    ['=', 60, 'open'],
  ] as const)('a run of at least 50 compared %s %i counts as %s', (over, limit, expected) => {
    const { figure } = judge(share(over, limit, '<=', 0.5), storeOf(column('rto', 's'), unended(1, 50)));
    const counted = { yes: { value: 1 }, no: { value: 0 }, open: { value: 0, lowerBound: true } };
    expect(figure).toMatchObject(counted[expected]);
    if (expected !== 'open') expect(figure).not.toHaveProperty('lowerBound');
  });

  it('says that no sample shows a share of exactly nothing', () => {
    const result = judge(share('>', 0, '<=', 0), storeOf(column('rto', 's'), [0, 0, 0]));
    expect(result.verdict).toBe('unknown');
    expect(result.because).toBe('no number of runs shows a share of exactly 0 %: bound the max instead');
    expect(verdict(promise('max', '<=', 0), [0, 0, 0])).toBe('met');
  });

  it('looks for the figure of the population or store that is named', () => {
    const store = storeOf(column('rto', 's', { group: 'population', of: 'europe' }), upTo(200));
    expect(judge({ ...promise('p50', '<=', 200), of: 'europe' }, store).verdict).toBe('met');
    expect(() => judge(promise('p50', '<=', 200), store)).toThrow(/no figure "rto"/);
  });
});

describe('worstVerdict', () => {
  it('lets missed outrank unknown, and unknown met', () => {
    expect(worstVerdict(['met', 'missed', 'unknown'])).toBe('missed');
    expect(worstVerdict(['met', 'unknown', 'met'])).toBe('unknown');
    expect(worstVerdict(['met'])).toBe('met');
    expect(worstVerdict([])).toBe('met');
  });
});
