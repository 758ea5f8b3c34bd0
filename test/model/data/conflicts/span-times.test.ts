import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpanTimes } from '../../../../src/model/data/conflicts/span-times.js';
import type { WriteSpan } from '../../../../src/model/data/conflicts/split.js';

const second = 1e6;

/** Half an hour: a rate that falls, none at all for a while, and one that rises steeply at the end. */
const [from, to] = [3600 * second, 5400 * second];
const massTo = (time: number) => {
  const x = (time - from) / (to - from);
  if (x < 0.4) return 100 * (x - (x * x) / 0.8);
  return x < 0.6 ? 20 : 20 + 80 * ((x - 0.6) / 0.4) ** 3;
};
const steady: WriteSpan = { side: 0, region: 'a', writer: 0, from, to, mass: 100, clock: 0 };
const uneven: WriteSpan = { ...steady, massTo, clock: (time) => 1.0001 * time + second };

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the times of writes', () => {
  it.each([
    ['steady', steady],
    ['uneven', uneven],
  ])('are those by which a share has come: %s', (_, span) => {
    const times = new SpanTimes(span);
    fc.assert(
      fc.property(share, share, (a, b) => {
        const time = times.timeAt(a);
        expect(time).toBeGreaterThanOrEqual(from);
        expect(time).toBeLessThanOrEqual(to);
        expect(times.shareAt(time)).toBeCloseTo(a, 9);
        if (a < b) expect(time).toBeLessThanOrEqual(times.timeAt(b) + 0.001);
        // The stamp lies within the bounds that are cheap to have.
        const stamp = times.stampAt(time);
        expect(times.earliestStamp(a)).toBeLessThanOrEqual(stamp);
        expect(times.latestStamp(a)).toBeGreaterThanOrEqual(stamp);
      }),
      { seed: 351, numRuns: 500 },
    );
  });

  it('are found in few steps', () => {
    let steps = 0;
    const counted = (time: number) => {
      steps += 1;
      return massTo(time);
    };
    const times = new SpanTimes({ ...uneven, massTo: counted });
    for (let i = 0; i <= 512; i += 1) times.timeAt(i / 512);
    steps = 0;
    for (let i = 0; i < 1000; i += 1) times.timeAt((i + 0.5) / 1000);
    expect(steps / 1000).toBeLessThan(15);
  });

  it('are found after a century', () => {
    const late = 100 * 366 * 24 * 3600 * second;
    const times = new SpanTimes({
      ...uneven,
      from: from + late,
      to: to + late,
      massTo: (time) => massTo(time - late),
    });
    for (let i = 0; i < 200; i += 1) expect(times.shareAt(times.timeAt(i / 200))).toBeCloseTo(i / 200, 7);
  });

  it('are of the same law where spans and clocks are the same', () => {
    const like = (other: Partial<WriteSpan>) =>
      new SpanTimes(steady).isLike(new SpanTimes({ ...steady, ...other }));
    expect(like({ mass: 7, writer: 1, side: 1 })).toBe(true);
    expect(like({ to: to + 1 })).toBe(false);
    expect(like({ from: from - 1 })).toBe(false);
    expect(like({ clock: 1 })).toBe(false);
    expect(like({ clock: (time) => time })).toBe(false);
    expect(like({ massTo })).toBe(false);
  });
});
