import { describe, expect, it } from 'vitest';
import { exp, ln, Streams } from '../../../src/index.js';
import { clopperPearson } from '../../../src/measure/statistics/share-interval.js';
import {
  effectiveCount,
  mostUnseen,
  weighedMean,
  weighedShare,
} from '../../../src/measure/statistics/weighed.js';

const alike = (count: number) => new Float64Array(count).fill(1);
const marks = (hits: number, of: number) => Array.from({ length: of }, (_, run) => run < hits);

describe('runs of equal weight', () => {
  it('tell what plain runs do', () => {
    const values = Float64Array.from([1, 2, 3, 4, 10]);
    const { value, error } = weighedMean(values, alike(5));
    expect(value).toBe(4);
    // s = sqrt(50 / 4), with three degrees of freedom for the residuals: sqrt(50 / 3 / 5).
    expect(error).toBeCloseTo(Math.sqrt(50 / 3 / 5), 12);
    const share = weighedShare(marks(300, 2000), alike(2000));
    expect(share.value).toBeCloseTo(0.15, 12);
    expect(share.equivalent).toBeCloseTo(1998, 6);
    const exact = clopperPearson(300, 2000);
    expect(share.interval!.low).toBeCloseTo(exact.low, 3);
    expect(share.interval!.high).toBeCloseTo(exact.high, 3);
  });

  it('count as many as they are', () => {
    expect(effectiveCount(alike(7))).toBe(7);
    expect(effectiveCount(Float64Array.from([3, 1]))).toBeCloseTo(16 / 10, 12);
    expect(effectiveCount(new Float64Array())).toBe(0);
  });
});

describe('weighed runs', () => {
  const weights = Float64Array.from([0.5, 1.7, 0.01, 1.2, 1.9, 0.2]);

  it('have exactly what is the same in all', () => {
    const { value, interval } = weighedMean(new Float64Array(6).fill(0.9999), weights);
    expect(value).toBeCloseTo(0.9999, 14);
    expect(interval!.high - interval!.low).toBeLessThan(1e-13);
  });

  it('have no interval while they are fewer than three', () => {
    expect(weighedMean(Float64Array.of(1, 2), Float64Array.of(1, 2))).toMatchObject({ interval: null });
    expect(weighedShare([true, false], Float64Array.of(0.1, 1))).toMatchObject({ interval: null });
  });

  it('tell of what all have as of what none has', () => {
    const none = weighedShare(marks(0, 6), weights);
    const all = weighedShare(marks(6, 6), weights);
    expect(none).toMatchObject({ value: 0, interval: { low: 0 } });
    // Ends when none of 6 has it: 1 - 0.025 ^ (1 / 6), times the heaviest weight.
    expect(none.interval!.high).toBeCloseTo(1.9 * (1 - 0.025 ** (1 / 6)), 12);
    expect(all).toMatchObject({ value: 1, interval: { high: 1 } });
    expect(all.interval!.low).toBeCloseTo(1 - none.interval!.high, 12);
  });

  it('bound what was not seen among some of them by the heaviest of those', () => {
    expect(mostUnseen(Float64Array.of(1e-3, 2e-3), 1000)).toBeCloseTo(2e-3 * (1 - 0.025 ** 1e-3), 12);
  });

  it('keep the precision of what is far below 1, though most of them have it', () => {
    const tiny = Float64Array.from({ length: 900 }, (_, run) => (run < 600 ? 1e-9 * (1 + (run % 3)) : 3));
    expect(weighedShare(marks(600, 900), tiny).value / ((600 * 2e-9) / 900)).toBeCloseTo(1, 6);
  });
});

/**
 * Two meetings that seldom come about, pressed on in some runs, with holding times that are pressed on too; what the weights of
 * importance sampling look like. The chance is the square of `plain`.
 */
function drawRuns(runs: number, plain: number, pressed: number, faster: number, seed: string) {
  const stream = new Streams(seed).at(0).open('runs');
  const chance = 0.4;
  const having: boolean[] = [];
  const weights = Float64Array.from({ length: runs }, () => {
    const biased = stream.next() < chance;
    const rate = biased ? faster : 1;
    const time = -ln(1 - stream.next()) / rate;
    let ratio = faster * exp(-(faster - 1) * time);
    let met = true;
    for (let meeting = 0; meeting < 2 && met; meeting += 1) {
      met = stream.next() < (biased ? pressed : plain);
      ratio *= met ? pressed / plain : (1 - pressed) / (1 - plain);
    }
    having.push(met);
    return 1 / (1 - chance + chance * ratio);
  });
  return { having, weights };
}

describe('the interval of a weighed share', () => {
  const batches = 400;
  /** Of so many batches a share of 5 % is missed so often, or fewer, in all but one case in ten thousand. */
  const most = 38;

  it.each([
    ['many hits of like weight', 300, 1e-3, 0.5, 1.5],
    ['few hits', 300, 1e-3, 0.15, 2],
    ['what is not rare', 300, 0.3, 0.5, 2],
  ])('holds the truth with %s', (_name, runs, plain, pressed, faster) => {
    let missed = 0;
    for (let batch = 0; batch < batches; batch += 1) {
      const { having, weights } = drawRuns(runs, plain, pressed, faster, String(batch));
      const { low, high } = weighedShare(having, weights).interval!;
      if (low > plain * plain || high < plain * plain) missed += 1;
    }
    expect(missed).toBeLessThanOrEqual(most);
  });

  it('is narrow where hits are many: 25 million plain runs would be needed, and more', () => {
    const { having, weights } = drawRuns(1000, 1e-3, 0.5, 1.5, '1');
    const { value, error, equivalent } = weighedShare(having, weights);
    expect(Math.abs(value / 1e-6 - 1)).toBeLessThan(4 * (error! / value));
    expect(error! / value).toBeLessThan(0.2);
    expect(equivalent).toBeGreaterThan(2.5e7);
  });
});
