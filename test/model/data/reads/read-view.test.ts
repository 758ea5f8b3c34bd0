import { describe, expect, test } from 'vitest';
import { constant, exponential, Streams } from '../../../../src/kernel/index.js';
import { constantCurve } from '../../../../src/model/curve.js';
import { KeyLaw } from '../../../../src/model/data/conflicts/keys.js';
import { Consistency } from '../../../../src/model/data/reads/consistency.js';
import type { Behind } from '../../../../src/model/data/reads/read-source.js';
import { ReadView } from '../../../../src/model/data/reads/read-view.js';
import { Timeline } from '../../../../src/model/data/timeline.js';

/** Writes to one key, 0.2 a unit of time until 100, then none until 140, then 0.5. */
function timeline(): Timeline {
  const one = new Timeline(0, () => new Streams('1').at(0).open('writes'));
  one.acknowledge(0, constantCurve(0.2));
  one.acknowledge(100, constantCurve(0));
  one.acknowledge(140, constantCurve(0.5));
  return one;
}

const consistency = new Consistency(new KeyLaw({ count: 1 }));

/** Two regions that share the reads evenly; the second one is served from a copy. */
function viewOf(behind: Behind, commits = false): ReadView {
  const half = constantCurve(0.5);
  return new ReadView({
    regions: [
      { region: 0, reads: half, writes: half, sources: [] },
      { region: 1, reads: half, writes: half, sources: [{ timeline: timeline(), behind, commits }] },
    ],
    readRate: 10,
    writeRate: 4,
    think: 2,
    answers: [{ shares: [0.5, 0.5] }],
    renewed: 0.1,
    demand: constantCurve(1),
    consistency,
  });
}

/** The midpoint rule, fine. */
function average(of: (at: number) => number, from: number, to: number): number {
  const n = 40_000;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += of(from + ((i + 0.5) * (to - from)) / n);
  return sum / n;
}

/** Expected writes in (60, at]. */
const missing = (at: number) => 0.2 * Math.min(Math.max(at - 60, 0), 40) + 0.5 * Math.max(at - 140, 0);

describe('a copy that follows with a fixed lag', () => {
  const view = viewOf({ kind: 'follows', lag: constant(5), floor: 0 });

  test('is stale as the writes of its lag are', () => {
    const { reads, stale, age } = view.between(20, 80);
    expect(reads).toBeCloseTo(600, 9);
    expect(stale / 300).toBeCloseTo(1 - Math.exp(-1), 7);
    expect(age / 300).toBeCloseTo(5 - (1 - Math.exp(-1)) / 0.2, 6);
    expect(view.between(105, 135).stale).toBe(0);
  });

  test('misses the writes of clients that think for less than the lag', () => {
    const { ownReads, ownMissed } = view.between(20, 80);
    expect([ownReads, ownMissed]).toEqual([240, 120]);
    expect(viewOf({ kind: 'follows', lag: constant(1.5), floor: 0 }).between(20, 80).ownMissed).toBe(0);
    expect(viewOf({ kind: 'follows', lag: constant(5), floor: 0 }, true).between(20, 80).ownMissed).toBe(0);
  });

  test('shows an older state to clients that come from the other region', () => {
    // A tenth of them look up anew between two reads; half of these had been at the first region, half go to the second.
    const { backwards } = view.between(20, 80);
    expect(backwards).toBeCloseTo(600 * 0.1 * 0.25 * (1 - Math.exp(-0.2 * 3)), 6);
  });
});

describe('a copy whose lag varies', () => {
  const [w, mu] = [0.2, 0.25];
  const view = viewOf({ kind: 'follows', lag: exponential(1 / mu), floor: 0 });

  test('misses what one lag for the whole log says', () => {
    const { stale, age, ownMissed } = view.between(20, 80);
    expect(stale / 300).toBeCloseTo(w / (w + mu), 4);
    // The oldest write within the lag L: L - (1 - e^(-wL))/w, on average 1/mu - 1/(w + mu).
    expect(age / 300).toBeCloseTo(1 / mu - 1 / (w + mu), 3);
    expect(ownMissed / 120).toBeCloseTo(Math.exp(-2 * mu), 12);
  });

  test('goes back in time by what is left of the lag after the think time', () => {
    const { backwards } = view.between(20, 80);
    const expected = Math.exp(-2 * mu) * (w / (w + mu));
    expect(backwards / (600 * 0.1 * 0.25) / expected).toBeCloseTo(1, 3);
  });

  test('is never less behind than its floor', () => {
    const far = viewOf({ kind: 'follows', lag: constant(1), floor: 5 }).between(20, 80);
    expect(far.stale / 300).toBeCloseTo(1 - Math.exp(-1), 7);
    expect(far.ownMissed).toBe(120);
  });
});

describe('copies of two writers', () => {
  const half = constantCurve(0.5);
  /** The first region lacks what the second one wrote, and the other way round. */
  function apart(first: Behind, second: Behind): ReadView {
    const [east, west] = [timeline(), timeline()];
    return new ReadView({
      regions: [
        { region: 0, reads: half, writes: half, sources: [{ timeline: west, behind: first, commits: true }] },
        {
          region: 1,
          reads: half,
          writes: half,
          sources: [{ timeline: east, behind: second, commits: true }],
        },
      ],
      readRate: 10,
      writeRate: 4,
      think: 2,
      answers: [{ shares: [0.5, 0.5] }],
      renewed: 0.1,
      demand: constantCurve(1),
      consistency,
    });
  }

  test('each lack what the other wrote within the lag', () => {
    const follows = (lag: number): Behind => ({ kind: 'follows', lag: constant(lag), floor: 0 });
    const { stale, ownMissed, backwards } = apart(follows(5), follows(3)).between(20, 80);
    expect(stale / 300).toBeCloseTo(2 - Math.exp(-1) - Math.exp(-0.6), 6);
    expect(ownMissed).toBe(0);
    // Whoever comes from the other region saw all that was written there.
    const chances = 1 - Math.exp(-0.2 * 3) + (1 - Math.exp(-0.2 * 1));
    expect(backwards).toBeCloseTo(600 * 0.1 * 0.25 * chances, 6);
  });

  test('lack all of it once they are cut off', () => {
    const cut: Behind = { kind: 'cut-off', upTo: 60, missing: 0 };
    const { stale } = apart(cut, cut).between(70, 170);
    expect(stale / 1000).toBeCloseTo(
      average((at) => 1 - Math.exp(-missing(at)), 70, 170),
      6,
    );
  });

  test('of which one is cut off and one follows are missed together', () => {
    const [one, two] = [timeline(), timeline()];
    const sources = [
      { timeline: one, behind: { kind: 'follows', lag: constant(5), floor: 0 }, commits: true },
      { timeline: two, behind: { kind: 'cut-off', upTo: 60, missing: 0 }, commits: true },
    ] as const;
    const view = new ReadView({
      regions: [{ region: 0, reads: constantCurve(1), writes: half, sources }],
      readRate: 1,
      writeRate: 1,
      think: 2,
      answers: [{ shares: [1] }],
      renewed: 0.1,
      demand: constantCurve(1),
      consistency,
    });
    const found = view.between(80, 80.001);
    expect(found.stale / 0.001).toBeCloseTo(1 - Math.exp(-0.2 * 25), 4);
    // Ages x: up to 5 both rates, from there to 20 the one that is cut off.
    const older = (x: number) => 0.2 * Math.max(0, 5 - x) + 0.2 * (20 - x);
    const age = average((x) => 1 - Math.exp(-older(x)), 0, 20) * 20;
    expect(found.age / 0.001).toBeCloseTo(age, 2);
  });
});

describe('a copy that is cut off', () => {
  const view = viewOf({ kind: 'cut-off', upTo: 60, missing: 0 });

  test('is ever more stale', () => {
    const stale = (at: number) => 1 - Math.exp(-missing(at));
    const age = (at: number) => average(stale, 60, at) * (at - 60);
    const found = view.between(70, 170);
    expect(found.stale / 500).toBeCloseTo(average(stale, 70, 170), 6);
    expect(view.between(80, 80.001).age / 0.005).toBeCloseTo(age(80), 3);
    expect(view.between(160, 160.001).age / 0.005).toBeCloseTo(age(160), 2);
  });

  test('misses every write made since, once its client has thought', () => {
    const { ownReads, ownMissed } = view.between(50, 80);
    // From 62 on, at the second region.
    expect([ownReads, ownMissed]).toEqual([120, 36]);
  });

  test('shows an older state to clients that come from the primary', () => {
    const { backwards } = view.between(70, 90);
    const chance = average((at) => 1 - Math.exp(-missing(at)), 70, 90);
    expect(backwards).toBeCloseTo(200 * 0.1 * 0.25 * chance, 5);
  });

  test('lacks what was under way to it as well', () => {
    const more = viewOf({ kind: 'cut-off', upTo: 60, missing: 3 });
    expect(more.between(60, 60.001).stale / 0.005).toBeCloseTo(1 - Math.exp(-3), 3);
  });
});

test('what is expected of a stretch is the sum over its parts', () => {
  for (const behind of [
    { kind: 'follows', lag: constant(5), floor: 0 },
    { kind: 'cut-off', upTo: 60, missing: 1 },
  ] as const) {
    const view = viewOf(behind);
    const [whole, first, second] = [view.between(65, 180), view.between(65, 120), view.between(120, 180)];
    for (const figure of ['reads', 'stale', 'age', 'ownReads', 'ownMissed', 'backwards'] as const)
      expect((first[figure] + second[figure]) / whole[figure]).toBeCloseTo(1, 5);
  }
});
