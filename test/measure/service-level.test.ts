import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dip, ServiceLevel } from '../../src/measure/service-level.js';
import { type Curve, valueAt } from '../../src/model/curve.js';
import type { GoodputChanged } from '../../src/model/trace.js';
import { AgeLaw } from '../../src/model/traffic/age.js';
import { MeanFieldCutover } from '../../src/model/traffic/cutover.js';

const horizon = 800;
const threshold = 0.7;

const curves: fc.Arbitrary<Curve> = fc.record({
  base: fc.constantFrom(0, 0.4, 0.7, 1),
  terms: fc.array(
    fc.record({
      weight: fc.constantFrom(-0.4, -0.3, 0.3, 0.6),
      cutover: fc
        .tuple(fc.nat({ max: 600 }), fc.integer({ min: 1, max: 200 }))
        .map(([at, life]) => new MeanFieldCutover(at, 0, [], new AgeLaw([{ weight: 1, lives: [life] }]))),
    }),
    { maxLength: 2 },
  ),
});

const stories = fc
  .array(fc.record({ at: fc.nat({ max: horizon - 1 }), share: curves }), { maxLength: 6 })
  .chain((later) => curves.map((share) => [{ at: 0, share }, ...later.sort((a, b) => a.at - b.at)]));

function record(at: number, share: Curve): GoodputChanged {
  return { type: 'goodput', at, population: 'users', kind: 'reads', share, path: [] };
}

function levelOf(story: readonly { at: number; share: Curve }[]): ServiceLevel {
  const level = new ServiceLevel(1, threshold);
  for (const { at, share } of story) level.fold(record(at, share));
  level.end(horizon);
  return level;
}

describe('a service level', () => {
  it('falls and recovers when every microsecond looked at says so', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const below = Array.from({ length: horizon }, (_, at) => {
          const { share } = story.findLast((one) => one.at <= at)!;
          return valueAt(share, at) < threshold - 1e-12;
        });
        const dips: { from: number; to: number }[] = [];
        below.forEach((isBelow, at) => {
          if (!isBelow) return;
          const last = dips.at(-1);
          if (last?.to === at) last.to = at + 1;
          else dips.push({ from: at, to: at + 1 });
        });
        expect(levelOf(story).dips.map(({ from, to }) => ({ from, to }))).toEqual(dips);
      }),
      { seed: 101, numRuns: 1000 },
    );
  });

  it('adds up what is not answered', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const steps = 8;
        let failed = 0;
        for (let i = 0; i < horizon * steps; i++) {
          const at = (i + 0.5) / steps;
          failed += (1 - valueAt(story.findLast((one) => one.at <= at)!.share, at)) / steps;
        }
        expect(levelOf(story).failedTime).toBeCloseTo(failed, 3);
      }),
      { seed: 102, numRuns: 200 },
    );
  });

  it('recovers by the way of the change that its clients move to', () => {
    const law = new AgeLaw([{ weight: 1, lives: [100] }]);
    const path = [{ phase: 'detect' as const, until: 300 }];
    const cutover = new MeanFieldCutover(300, 0, path, law);
    const [dip] = levelOf([
      { at: 0, share: { base: 1, terms: [] } },
      { at: 200, share: { base: 0, terms: [] } },
      { at: 300, share: { base: 0, terms: [{ weight: 1, cutover }] } },
    ]).dips;
    expect(dip).toEqual<Dip>({ from: 200, to: 370, path: [...path, { phase: 'propagate', until: 370 }] });
  });

  it('takes the last word of an instant, and that of the event that ended the dip', () => {
    const level = new ServiceLevel(1, threshold);
    const path = [{ phase: 'act' as const, until: 60 }];
    level.fold(record(0, { base: 1, terms: [] }));
    level.fold(record(50, { base: 0.9, terms: [] }));
    level.fold(record(50, { base: 0, terms: [] }));
    level.fold({ ...record(60, { base: 1, terms: [] }), path });
    level.fold(record(700, { base: 0.1, terms: [] }));
    level.end(horizon);
    expect(level.dips).toEqual([
      { from: 50, to: 60, path },
      { from: 700, to: horizon },
    ]);
    expect(level.failedTime).toBeCloseTo(10 + 90, 9);
  });
});
