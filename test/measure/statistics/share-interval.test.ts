import { describe, expect, it } from 'vitest';
import {
  clopperPearson,
  coverageOfShareInterval,
  wald,
  wilson,
} from '../../../src/measure/statistics/share-interval.js';

describe('wilson', () => {
  // Newcombe 1998, Statistics in Medicine 17:857, table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is %f to %f', (count, n, low, high) => {
    const interval = wilson(count, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('reaches exactly 0 and 1 at the ends', () => {
    for (const n of [1, 7, 300, 2000, 199_999]) {
      expect(wilson(0, n).low).toBe(0);
      expect(wilson(n, n).high).toBe(1);
      expect(wilson(0, n).high).toBeGreaterThan(0);
    }
  });
});

describe('clopperPearson', () => {
  it.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('of %i in %i is %f to %f', (count, n, low, high) => {
    const interval = clopperPearson(count, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('is 1 - 0.025^(1/n) after no event in n', () => {
    expect(clopperPearson(0, 300).high / 0.01222097469429355 - 1).toBeCloseTo(0, 10);
    expect(clopperPearson(300, 300).low).toBeCloseTo(1 - 0.01222097469429355, 12);
  });
});

describe('wald', () => {
  it('collapses after no event: why it is not used', () => {
    expect(wald(0, 300)).toEqual({ low: 0, high: 0 });
  });
});

describe('coverageOfShareInterval', () => {
  it.each([
    ['Wald', wald, 0.7987476238656913],
    ['Wilson', wilson, 0.9672490535972208],
    ['Clopper-Pearson', clopperPearson, 0.9885259213651222],
  ])('of %s for a share of 1 % in 300 runs', (_name, interval, expected) => {
    expect(coverageOfShareInterval(300, 0.01, interval) / expected - 1).toBeCloseTo(0, 10);
  });

  it('never falls below the nominal one for Clopper-Pearson', () => {
    for (let hundredths = 1; hundredths < 100; hundredths++) {
      expect(coverageOfShareInterval(60, hundredths / 100, clopperPearson)).toBeGreaterThanOrEqual(0.95);
    }
  });
});
