import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countOf,
  formatCount,
  formatDifference,
  formatDuration,
  formatEstimate,
  formatInterval,
  formatLargest,
  formatPoint,
  formatShare,
  formatValue,
} from '../../src/report/format.js';
import { results } from './fixture.js';

describe('durations', () => {
  test.each([
    [0, '0 s'],
    [1.2e-5, '12 µs'],
    [0.0009996, '1 ms'],
    [0.04, '40 ms'],
    [0.0999, '99.9 ms'],
    [0.09996, '0.1 s'],
    [0.73, '0.73 s'],
    [4.2, '4.2 s'],
    [9.996, '10 s'],
    [12.34, '12.3 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min'],
    [252, '4 min 12 s'],
    [242, '4 min 02 s'],
    [300, '5 min'],
    [3599.4, '59 min 59 s'],
    [3599.6, '1 h'],
    [3780, '1 h 03 min'],
    [86_399, '1 d'],
    [86_400 * 3 + 4 * 3600, '3 d 04 h'],
    [86_400 * 3650, '3\u202f650 d'],
    [-252, '\u22124 min 12 s'],
  ])('%d s reads %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });

  test('words never go down as the time goes up', () => {
    const time = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(time, time, (a, b) => {
        expect(secondsOf(formatDuration(Math.min(a, b)))).toBeLessThanOrEqual(
          secondsOf(formatDuration(Math.max(a, b))),
        );
      }),
      { seed: 11, numRuns: 2000 },
    );
  });

  test('words are never more than a twentieth off', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 86_400 * 90, noNaN: true }), (seconds) => {
        expect(Math.abs(secondsOf(formatDuration(seconds)) - seconds)).toBeLessThanOrEqual(seconds / 20);
      }),
      { seed: 12, numRuns: 2000 },
    );
  });

  /** Reads the words back. */
  function secondsOf(words: string): number {
    const units: Record<string, number> = { µs: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600, d: 86_400 };
    const parts = words.replaceAll('\u202f', '').matchAll(/([\d.]+) (µs|ms|s|min|h|d)/g);
    return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit!]!, 0);
  }
});

describe('counts', () => {
  test.each([
    [0, '0'],
    [7, '7'],
    [0.25, '0.25'],
    [0.000123, '0.000123'],
    [12.34, '12.3'],
    [99.96, '100'],
    [1204, '1\u202f204'],
    [1234567.8, '1\u202f234\u202f568'],
    [1.2345e18, '1.23e18'],
    [-3, '\u22123'],
  ])('%d reads %s', (count, words) => {
    expect(formatCount(count)).toBe(words);
  });

  test('take an s but for one', () => {
    expect([0, 1, 2000].map((count) => countOf(count, 'run'))).toEqual([
      '0 runs',
      '1 run',
      '2\u202f000 runs',
    ]);
  });
});

describe('shares', () => {
  test.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.123, '12.3 %'],
    [0.5, '50 %'],
    [0.00012, '0.012 %'],
    [0.99995, '99.995 %'],
    [0.9999999, '99.99999 %'],
    [1e-10, 'under 0.000001 %'],
    [1 - 1e-16, '100 %'],
  ])('%d reads %s', (share, words) => {
    expect(formatShare(share)).toBe(words);
  });

  test('only 0 and 1 read 0 % and 100 %', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
        expect(['0 %', '100 %']).not.toContain(formatShare(share));
      }),
      { seed: 13, numRuns: 2000 },
    );
  });
});

describe('estimates', () => {
  test.each([
    [{ value: 310, low: 298, high: 322 }, 's', '5 min 10 s (4 min 58 s to 5 min 22 s)'],
    [{ value: 310, low: 298, high: null }, 's', '5 min 10 s (4 min 58 s or more)'],
    [{ value: 310, low: null, high: 322 }, 's', '5 min 10 s (up to 5 min 22 s)'],
    [{ value: 310, low: null, high: null }, 's', '5 min 10 s'],
    [{ value: 0, low: 0, high: 0 }, 's', '0 s'],
    [{ value: 310, low: 298, high: 322, lowerBound: true }, 's', 'at least 5 min 10 s (4 min 58 s or more)'],
    [{ value: null, atLeast: 9660 }, 's', 'over 2 h 41 min'],
    [{ value: 1, low: 1, high: null }, 'share', '100 %'],
    [{ value: 1, low: 0.97, high: null }, 'share', '100 % (97 % or more)'],
    [{ value: 1, low: 1, high: null }, 'incidents', '1 (1 or more)'],
    [{ value: 0.6, low: 0.58, high: 0.62 }, 'share', '60 % (58 % to 62 %)'],
    [{ value: 18.2, low: 16.2, high: 20.2 }, 'writes', '18.2 (16.2 to 20.2)'],
  ] as const)('%o in %s reads %s', (estimate, unit, words) => {
    expect(formatEstimate(estimate, unit)).toBe(words);
  });

  test('the point and the interval can be had apart', () => {
    const estimate = { value: 310, low: 298, high: 322 };
    expect(formatPoint(estimate, 's')).toBe('5 min 10 s');
    expect(formatInterval(estimate, 's')).toBe('4 min 58 s to 5 min 22 s');
    expect(formatInterval({ value: null, atLeast: 3 }, 's')).toBeUndefined();
  });

  test('differences carry signs, and shares of them points', () => {
    expect(formatDifference({ value: -252, low: -300, high: -200 }, 's')).toBe(
      '\u22124 min 12 s (\u22125 min to \u22123 min 20 s)',
    );
    expect(formatDifference({ value: 0.1234, low: -0.01, high: 0.2 }, 'share')).toBe(
      '+12.3 points (\u22121 to +20)',
    );
    expect(formatDifference({ value: 0, low: 0, high: 0 }, 'writes')).toBe('0');
    expect(formatDifference({ value: 60, low: 50, high: null, lowerBound: true }, 's')).toBe(
      'at least +1 min (+50 s or more)',
    );
    expect(formatDifference({ value: -60, low: null, high: -50, upperBound: true }, 's')).toBe(
      'at most \u22121 min (up to \u221250 s)',
    );
  });
});

test('the largest value is open where runs are censored', () => {
  const rto = results['some censored']!.figures['rto']!;
  expect(formatLargest(rto)).toBe(`over ${formatDuration(rto.max)}`);
  expect(formatLargest({ ...rto, censored: 0 })).toBe(formatDuration(rto.max));
});

test('what is no number has no words', () => {
  for (const unit of ['s', 'share', 'writes'] as const) {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => formatValue(value, unit)).toThrow(RangeError);
    }
  }
});
