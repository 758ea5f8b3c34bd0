import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderSvg } from '../../src/report/svg.js';
import { frontierChart } from './frontier-chart.js';
import { cases, fitLoad, trialOf } from './metastable-frontier.js';
import { staysDown, staysDownByRequests, type Trial } from './retry-experiment.js';

const published = cases.map(({ staysDown: down }) => down);
const { low, high, load } = fitLoad();

describe('the published retry experiment', () => {
  it('has one load at which cases a to c end as they did', () => {
    expect(high - low).toBeGreaterThan(0.02);
    for (const of of [low + 0.001, load, high - 0.001]) {
      const ended = cases.slice(0, 3).map((one) => staysDown(trialOf(one, of)));
      expect(ended).toEqual(published.slice(0, 3));
    }
  });

  it('predicts from it that case d recovers, wherever in the fitted range the load is', () => {
    for (const of of [low, load, high]) expect(staysDown(trialOf(cases[3]!, of))).toBe(false);
  });

  it('ends the same way request by request', () => {
    for (const run of [0, 1, 2])
      expect(cases.map((one) => staysDownByRequests(trialOf(one, load), 2000, run))).toEqual(published);
  });
});

describe('the frontier', () => {
  const trial = fc.record({
    load: fc.double({ min: 0.22, max: 0.8, noNaN: true }),
    size: fc.double({ min: 0.4, max: 0.98, noNaN: true }),
    duration: fc.double({ min: 2, max: 20, noNaN: true }),
  });
  const more = fc.double({ min: 0, max: 0.3, noNaN: true });

  /** Closer to an upper end by a share of the way. */
  const worse = (
    { load: at, size, duration }: Trial,
    [l, s, d]: readonly [number, number, number],
  ): Trial => ({
    load: at + l * (0.95 - at),
    size: size + s * (0.995 - size),
    duration: duration * (1 + d),
  });

  it('is monotone: what stays down does so after a trigger that is larger, or longer, or at more load', () => {
    let down = 0;
    fc.assert(
      fc.property(trial, fc.tuple(more, more, more), (one, by) => {
        if (!staysDown(one)) return;
        down += 1;
        expect(staysDown(worse(one, by))).toBe(true);
      }),
      { seed: 91, numRuns: 200, endOnFailure: true },
    );
    expect(down).toBeGreaterThan(30);
  });

  it('is monotone request by request, with the same arrivals and services', () => {
    const axes = [
      [0.25, 0.4, 0.6],
      [0.6, 0.8, 0.95],
      [3, 9, 20],
    ] as const;
    const ended = axes[0].map((at) =>
      axes[1].map((size) =>
        axes[2].map((duration) => Number(staysDownByRequests({ load: at, size, duration }, 300, 3))),
      ),
    );
    const all = ended.flat(2);
    expect(all).toContain(0);
    expect(all).toContain(1);
    const at = (l: number, s: number, d: number) => ended[l]?.[s]?.[d] ?? 1;
    for (const l of [0, 1, 2])
      for (const s of [0, 1, 2])
        for (const d of [0, 1, 2])
          expect(at(l, s, d)).toBeLessThanOrEqual(
            Math.min(at(l + 1, s, d), at(l, s + 1, d), at(l, s, d + 1)),
          );
  });

  it('needs retries that can hold the database down: with five attempts, more than a fifth of its capacity', () => {
    expect(staysDown({ load: 0.15, size: 0.98, duration: 20 })).toBe(false);
    expect(staysDown({ load: 0.25, size: 0.98, duration: 20 })).toBe(true);
  });

  it('is drawn with the cases on it', async () => {
    await expect(await renderSvg(frontierChart(load), 720)).toMatchFileSnapshot(
      '../../reports/metastable-frontier.svg',
    );
  });
});
