import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/scenario/dimension.js';
import { longest, parseDuration, printDuration } from '../../src/scenario/duration.js';
import { parseRate } from '../../src/scenario/rate.js';
import { parseShare, printShare } from '../../src/scenario/share.js';
import { bandwidth, size } from '../../src/scenario/size.js';

const refusal = (reading: Reading) => ('wrong' in reading ? reading : { wrong: `read as ${reading.value}` });

describe('durations', () => {
  it.each([
    ['0s', 0],
    ['1us', 1],
    ['90ms', 90_000],
    ['4s', 4e6],
    ['1.5s', 1.5e6],
    ['0.1ms', 100],
    ['2m', 120e6],
    ['1h30m', 5400e6],
    ['1d', 86_400e6],
    ['2w', 1_209_600e6],
    ['1w2d3h4m5s6ms7us', 788_645_006_007],
    ['36525d', 36_525 * 86_400e6],
  ])('%s is %d microseconds', (text, value) => {
    expect(parseDuration(text)).toEqual({ value });
  });

  it.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['4', '4 has no unit'],
    ['-4s', '-4s is negative'],
    ['4 s', '"4 s" has spaces in it', '4s'],
    ['4S', '"S" is not a unit of time', '4s'],
    ['3 hours', '"hours" is not a unit of time', '3h'],
    ['10min', '"min" is not a unit of time', '10m'],
    ['5minuts', '"minuts" is not a unit of time', '5m'],
    ['3mo', '"mo" is not a unit of time'],
    ['30m1h', 'the units do not go from large to small, each once'],
    ['1h1h', 'the units do not go from large to small, each once'],
    ['20%', '20% is a share'],
    ['400/s', '400/s is a rate'],
    ['10KiB', '10KiB is a size'],
    ['1MiB/s', '1MiB/s is a bandwidth'],
    ['1e3s', '1e3s is not written in plain decimals'],
    ['0x10', '0x10 is not written in plain decimals'],
    ['NaN', '"NaN" is not a duration'],
    ['Infinity', '"Infinity" is not a duration'],
    ['.5s', '".5s" is not a duration'],
    ['4s!', '"4s!" is not a duration'],
    ['36525d1us', 'is longer than 100 years'],
    [`${'9'.repeat(400)}s`, 'is longer than 100 years'],
  ])('%s is refused', (text, wrong, didYouMean?: string) => {
    expect(refusal(parseDuration(text))).toEqual({ wrong, ...(didYouMean && { didYouMean }) });
  });

  it('print as a person would write them', () => {
    expect([0, 90_000, 5400e6, 86_400e6, 0.25, 3_723_000_004].map(printDuration)).toEqual([
      '0s',
      '90ms',
      '1h30m',
      '1d',
      '0.25us',
      '1h2m3s4us',
    ]);
  });

  it('parse back what was printed', () => {
    const wholes = fc.integer({ min: 0, max: longest });
    const parts = fc.double({ min: 0.001, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(wholes, parts), (micros) => {
        expect(parseDuration(printDuration(micros))).toEqual({ value: micros });
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('rates', () => {
  it.each([
    ['400/s', 400],
    ['2k/s', 2000],
    ['1.5M/s', 1.5e6],
    ['30/min', 0.5],
    ['36/h', 0.01],
    ['86400/d', 1],
    ['0/s', 0],
    ['1000M/s', 1e9],
  ])('%s is %d a second', (text, value) => {
    expect(parseRate(text)).toEqual({ value });
  });

  it.each([
    ['400', '400 has no unit'],
    ['400/sec', '"/sec" is not a unit of rates', '400/s'],
    ['5/m', '"/m" is not a unit of rates', '5/min'],
    ['2K/s', '"K" is not a prefix of rates', '2k/s'],
    ['2 k/s', '"2 k/s" has spaces in it', '2k/s'],
    ['1001M/s', '1001M/s is more than a billion a second'],
    ['4s', '4s is a duration'],
    ['1MiB/s', '1MiB/s is a bandwidth'],
    ['-1/s', '-1/s is negative'],
    ['/s', '"/s" is not a rate'],
    ['400/', '"400/" is not a rate'],
  ])('%s is refused', (text, wrong, didYouMean?: string) => {
    expect(refusal(parseRate(text))).toEqual({ wrong, ...(didYouMean && { didYouMean }) });
  });
});

describe('shares', () => {
  it('are fractions, correctly rounded', () => {
    expect(parseShare('20%')).toEqual({ value: 0.2 });
    expect(parseShare('99.9%')).toEqual({ value: 0.999 });
    expect(parseShare('0%')).toEqual({ value: 0 });
    expect(parseShare('100%')).toEqual({ value: 1 });
  });

  it.each([
    ['0.2', '0.2 has no unit', '20%'],
    ['20', '20 has no unit'],
    ['120%', '120% is more than 100%'],
    ['-1%', '-1% is negative'],
    ['20 %', '"20 %" has spaces in it', '20%'],
    ['20percent', '"20percent" is not a share'],
  ])('%s is refused', (text, wrong, didYouMean?: string) => {
    expect(refusal(parseShare(text))).toEqual({ wrong, ...(didYouMean && { didYouMean }) });
  });

  it('print back', () => {
    expect([0.2, 1 / 3, 0.999].map(printShare)).toEqual(['20%', '33.3333333333%', '99.9%']);
  });
});

describe('sizes and bandwidths', () => {
  it('tell powers of 1000 from powers of 1024, and bits from bytes', () => {
    expect(['1B', '10kB', '10KiB', '1MB', '1MiB', '2GiB'].map((text) => size.read(text))).toEqual(
      [1, 10_000, 10_240, 1e6, 1_048_576, 2_147_483_648].map((value) => ({ value })),
    );
    expect(bandwidth.read('100Mbit/s')).toEqual({ value: 12.5e6 });
    expect(bandwidth.read('1MiB/s')).toEqual({ value: 1_048_576 });
  });

  it.each([
    ['10kb', '"kb" is not a unit of a size', '10kB'],
    ['10KB', '"KB" is not a unit of a size', '10kB'],
    ['1MiB/s', '1MiB/s is a bandwidth'],
    ['2000TiB', '2000TiB is more than 1 PiB'],
    ['10', '10 has no unit'],
  ])('the size %s is refused', (text, wrong, didYouMean?: string) => {
    expect(refusal(size.read(text))).toEqual({ wrong, ...(didYouMean && { didYouMean }) });
  });

  it.each([
    ['100Mb/s', '"Mb/s" is not a unit of a bandwidth', '100MB/s'],
    ['10KiB', '10KiB is a size'],
    ['400/s', '400/s is a rate'],
  ])('the bandwidth %s is refused', (text, wrong, didYouMean?: string) => {
    expect(refusal(bandwidth.read(text))).toEqual({ wrong, ...(didYouMean && { didYouMean }) });
  });
});
