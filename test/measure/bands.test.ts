import { describe, expect, it } from 'vitest';
import { bandOverTime } from '../../src/measure/bands.js';
import type { OverTimeSample, TimeSeries } from '../../src/measure/columns.js';

function series(times: number[], east: number[], goodput: number[], lost: number[]): TimeSeries {
  return {
    times: Float64Array.from(times),
    traffic: { 'us-east': Float64Array.from(east) },
    goodput: Float64Array.from(goodput),
    lossWindow: { orders: Uint8Array.from(lost) },
  };
}

describe('bandOverTime', () => {
  it('is undefined without samples', () => {
    expect(bandOverTime([])).toBeUndefined();
  });

  it('takes mean, 5th and 95th percentile at each time, and the share of runs that lost writes there', () => {
    const samples = Array.from({ length: 40 }, (_sample, k) =>
      series([0, 60], [1, k + 1], [1, k % 2], [0, k < 10 ? 1 : 0]),
    );
    const bands = bandOverTime(samples);
    expect(bands).toEqual({
      runs: 40,
      times: [0, 60],
      traffic: { 'us-east': { mean: [1, 20.5], p5: [1, 2], p95: [1, 38] } },
      goodput: { mean: [1, 0.5], p5: [1, 0], p95: [1, 1] },
      lossWindow: { orders: [0, 0.25] },
    });
  });

  it('keeps the axis of the incident apart, over the runs that had one and where they say something', () => {
    const own = series([0], [1], [1], [0]);
    const around = (goodput: number[]): OverTimeSample => ({
      ...own,
      around: series([-5, 0, 5], [0, 0.5, 1], goodput, [0, 1, 0]),
    });
    const bands = bandOverTime([own, around([Number.NaN, 0.2, Number.NaN]), around([Number.NaN, 0.4, 1])]);
    expect(bands?.runs).toBe(3);
    expect(bands?.aroundIncident?.runs).toBe(2);
    expect(bands?.aroundIncident?.times).toEqual([0, 5]);
    expect(bands?.aroundIncident?.goodput.mean[0]).toBeCloseTo(0.3, 15);
    expect(bands?.aroundIncident?.goodput.mean[1]).toBe(1);
    expect(bands?.aroundIncident?.lossWindow).toEqual({ orders: [1, 0] });
  });
});
