import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../src/kernel/index.js';
import { constantCurve } from '../../../src/model/curve.js';
import { Timeline } from '../../../src/model/data/timeline.js';
import { AgeLaw } from '../../../src/model/traffic/age.js';
import { MeanFieldCutover } from '../../../src/model/traffic/cutover.js';

const streams = new Streams('timeline');

/** A timeline of a thousand microseconds: a steady rate, a draining one, none, and a steady one again. */
function timelineOf(run: number, rate = 1): Timeline {
  const stream = streams.at(run).open('writes');
  const timeline = new Timeline(0, () => stream);
  const cutover = new MeanFieldCutover(200, 0, [], new AgeLaw([{ weight: 1, lives: [300] }]));
  timeline.acknowledge(0, constantCurve(0.5 * rate));
  timeline.acknowledge(200, { base: 0.5 * rate, terms: [{ weight: -0.5 * rate, cutover }] });
  timeline.acknowledge(600, constantCurve(0));
  timeline.acknowledge(700, constantCurve(2 * rate));
  return timeline;
}

/** 100 + 75 + 0 + 600, at rate 1. */
const whole = 775;

const span = fc
  .tuple(fc.integer({ min: -20, max: 1000 }), fc.integer({ min: 0, max: 1000 }))
  .map(([from, length]): [number, number] => [from, Math.min(1000, from + length)]);

describe('a timeline', () => {
  it('knows how many writes are expected', () => {
    const timeline = timelineOf(0);
    expect(timeline.mass(0, 200)).toBeCloseTo(100, 9);
    expect(timeline.mass(200, 500)).toBeCloseTo(75, 9);
    expect(timeline.mass(500, 700)).toBeCloseTo(0, 9);
    expect(timeline.mass(-50, 1000)).toBeCloseTo(whole, 9);
    expect(timeline.rateAt(350)).toBeCloseTo(0.25, 9);
  });

  it('finds its rates and their changes wherever it is asked about', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 20 }), span, (gaps, [from, to]) => {
        const stream = streams.at(0).open('writes');
        const timeline = new Timeline(0, () => stream);
        const pieces = gaps.map((_, i) => ({
          at: gaps.slice(0, i + 1).reduce((a, b) => a + b, 0),
          rate: i + 1,
        }));
        for (const { at, rate } of pieces) timeline.acknowledge(at, constantCurve(rate));
        const all = [{ at: 0, rate: 0 }, ...pieces];
        const inside = all.map(({ at }) => at).filter((at) => at > from && at < to);
        expect(timeline.changesIn(from, to)).toEqual(inside);
        const inForce = all.findLast(({ at }) => at <= from)?.rate ?? 0;
        expect(timeline.rateAt(from)).toBe(inForce);
        if (from < 0 || to <= from) return;
        const later = all.filter(({ at }) => inside.includes(at)).map(({ rate }) => rate);
        expect(timeline.rates(from, to).map(({ base }) => base)).toEqual([inForce, ...later]);
      }),
      { seed: 71, numRuns: 300 },
    );
  });

  it('counts the same writes however it is asked', () => {
    fc.assert(
      fc.property(fc.nat({ max: 99 }), fc.array(span, { maxLength: 8 }), span, (run, asked, [from, to]) => {
        const timeline = timelineOf(run);
        const before = asked.map(([a, b]) => timeline.count(a, b));
        const all = timeline.count(from, to);
        const middle = Math.floor((from + to) / 2);
        expect(timeline.count(from, middle) + timeline.count(middle, to)).toBe(all);
        expect(asked.map(([a, b]) => timeline.count(a, b))).toEqual(before);
        const total = timeline.count(-20, 1000);
        expect(all).toBeLessThanOrEqual(total);
        expect(timeline.close(1000)).toEqual({ acknowledged: total, surviving: total });
      }),
      { seed: 91, numRuns: 500 },
    );
  });

  it('gives each write one class, and tells how many have none', () => {
    fc.assert(
      fc.property(fc.nat({ max: 99 }), fc.array(span, { maxLength: 5 }), (run, asked) => {
        const timeline = timelineOf(run);
        let classified = 0;
        let end = 0;
        // Spans one after the other.
        for (const [from, to] of [...asked].sort(([a], [b]) => a - b)) {
          const start = Math.max(from, end);
          if (to <= start) continue;
          classified += timeline.classify(start, to, 'lostInFailover');
          end = to;
        }
        const { acknowledged, surviving } = timeline.close(1000);
        expect(acknowledged - surviving).toBe(classified);
      }),
      { seed: 92, numRuns: 300 },
    );
  });

  it('refuses a second class', () => {
    const timeline = timelineOf(0);
    timeline.classify(100, 300, 'lostInFailover');
    expect(() => timeline.classify(200, 400, 'pending')).toThrow(/lostInFailover and pending/);
  });

  it('puts write number n where n writes have come', () => {
    fc.assert(
      fc.property(fc.nat({ max: 99 }), fc.integer({ min: 1, max: 400 }), (run, n) => {
        const timeline = timelineOf(run);
        const all = timeline.count(0, 1000);
        const at = timeline.timeOf(Math.min(n, all), 0, 1000);
        expect(timeline.count(0, at)).toBe(Math.min(n, all));
        const later = timeline.timeOf(Math.min(n + 5, all), 0, 1000);
        expect(later).toBeGreaterThanOrEqual(at);
        expect(timeline.count(0, 1000)).toBe(all);
      }),
      { seed: 93, numRuns: 300 },
    );
  });

  it('has its oldest and newest write inside the span, and none where there is none', () => {
    for (let run = 0; run < 200; run++) {
      const timeline = timelineOf(run, 0.02);
      const count = timeline.count(100, 900);
      const extremes = timeline.extremes(100, 900);
      expect(extremes === undefined).toBe(count === 0);
      if (!extremes) continue;
      expect(extremes.oldest).toBeGreaterThanOrEqual(100);
      expect(extremes.newest).toBeLessThanOrEqual(900);
      expect(extremes.newest - extremes.oldest).toBeGreaterThanOrEqual(0);
      expect(extremes.oldest === extremes.newest).toBe(count === 1);
      // Nothing is acknowledged while there is no rate.
      for (const at of [extremes.oldest, extremes.newest]) expect(at <= 500 || at >= 700).toBe(true);
    }
  });

  it('takes no more writes once it has ended', () => {
    const timeline = timelineOf(0);
    timeline.end(700);
    timeline.acknowledge(800, constantCurve(0));
    expect(timeline.mass(700, 1000)).toBe(0);
    expect(timeline.ended).toBe(700);
  });
});

describe('counts of writes', () => {
  const runs = 4000;

  function counts(ask: (timeline: Timeline) => number): { mean: number; variance: number } {
    const values = Array.from({ length: runs }, (_, run) => ask(timelineOf(run, 0.1)));
    const mean = values.reduce((a, b) => a + b, 0) / runs;
    return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1) };
  }

  /** Mean and variance of a Poisson count are its mass; four standard errors. */
  function expectPoisson(mass: number, { mean, variance }: { mean: number; variance: number }): void {
    expect(Math.abs(mean - mass)).toBeLessThan(4 * Math.sqrt(mass / runs));
    expect(Math.abs(variance - mass)).toBeLessThan(4 * Math.sqrt((2 * mass * mass + mass) / runs));
  }

  it('are Poisson, divided or not', () => {
    expectPoisson(
      77.5,
      counts((timeline) => timeline.count(0, 1000)),
    );
    expectPoisson(
      timelineOf(0, 0.1).mass(150, 800),
      counts((timeline) => {
        timeline.count(300, 1000);
        timeline.count(0, 900);
        return timeline.count(150, 800);
      }),
    );
    expectPoisson(
      77.5,
      counts((timeline) => timeline.close(1000).acknowledged),
    );
  });

  it('leave the oldest of them where the rate has it', () => {
    // P(oldest > t) = exp(-mass to t), given that there is one.
    const limit = 60;
    const mass = timelineOf(0, 0.1).mass(0, limit);
    const later = Array.from({ length: runs }, (_, run) => {
      const timeline = timelineOf(run, 0.1);
      timeline.count(0, 1000);
      return timeline.extremes(0, 1000)!.oldest > limit ? 1 : 0;
    });
    const share = later.reduce<number>((a, b) => a + b, 0) / runs;
    const expected = Math.exp(-mass);
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / runs));
  });
});
