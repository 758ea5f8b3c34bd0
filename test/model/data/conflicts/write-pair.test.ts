import { describe, expect, it } from 'vitest';
import { exp, normalCdf, normalQuantile, Streams, second } from '../../../../src/kernel/index.js';
import { Clock } from '../../../../src/model/data/clocks/clock.js';
import { keepsEarlierWrite } from '../../../../src/model/data/conflicts/write-pair.js';

const streams = new Streams('pairs of writes');
const pairs = 40_000;

/** Share of pairs in the wrong order, both clocks off by a normal error of `sd` seconds, drawn for each pair. */
function shareWrong(sd: number, gapOf: (u: number) => number, lag?: number): number {
  let wrong = 0;
  for (let k = 0; k < pairs; k += 1) {
    const stream = streams.at(k).open('pair');
    const clock = () => new Clock({ error: sd * second * normalQuantile(stream.next()) });
    const pair = { clocks: [clock(), clock()] as const, gap: gapOf(stream.next()) * second };
    const hybrid = lag === undefined ? {} : { hybrid: { lag: lag * second } };
    if (keepsEarlierWrite({ ...pair, ...hybrid })) wrong += 1;
  }
  return wrong / pairs;
}

function expectShare(share: number, exact: number): void {
  const z = (share - exact) / Math.sqrt((exact * (1 - exact)) / pairs);
  expect(Math.abs(z)).toBeLessThan(4);
}

const exponentialGap = (rate: number) => (u: number) => -Math.log(1 - u) / rate;

describe('the later of two writes loses, clock errors being N(0, s²) each,', () => {
  it.each([
    [0.03, 0.025],
    [0.2, 0.5],
  ])('as often as Φ(-g/(s√2)) says: s = %d s, g = %d s', (sd, gap) => {
    expectShare(
      shareWrong(sd, () => gap),
      normalCdf(-gap / (sd * Math.SQRT2)),
    );
  });

  it.each([
    [0.03, 4],
    [0.4, 0.7],
  ])('as often over exponential gaps as the integral of that says: s = %d s, rate %d/s', (sd, rate) => {
    const difference = sd * Math.SQRT2;
    const tilt = rate * difference;
    const exact = 0.5 - exp((tilt * tilt) / 2) * normalCdf(-tilt);
    expectShare(shareWrong(sd, exponentialGap(rate)), exact);
  });

  it.each([
    [0.03, 4, 0.02],
    [0.4, 0.7, 0.3],
  ])(
    'with hybrid clocks only while the first is on its way: s = %d s, rate %d/s, lag %d s',
    (sd, rate, lag) => {
      const difference = sd * Math.SQRT2;
      const tilt = rate * difference;
      const late = lag / difference;
      const exact =
        0.5 -
        exp(-rate * lag) * normalCdf(-late) -
        exp((tilt * tilt) / 2) * (normalCdf(late + tilt) - normalCdf(tilt));
      expectShare(shareWrong(sd, exponentialGap(rate), lag), exact);
    },
  );

  it('with hybrid clocks never once the first has arrived', () => {
    expect(shareWrong(0.2, (u) => 0.05 + u, 0.05)).toBe(0);
    expect(shareWrong(0.2, (u) => 0.05 + u)).toBeGreaterThan(0.01);
  });
});

it('clocks that drift or are set put writes in the wrong order when they are that far off', () => {
  const slow = new Clock({ drift: -1e-3 });
  const pair = { clocks: [new Clock(), slow] as const, gap: 50 };
  expect(keepsEarlierWrite({ ...pair, at: 40_000 })).toBe(false);
  expect(keepsEarlierWrite({ ...pair, at: 60_000 })).toBe(true);
  const set = new Clock();
  set.step(1000, -51);
  expect(keepsEarlierWrite({ clocks: [new Clock(), set], gap: 50, at: 949 })).toBe(false);
  expect(keepsEarlierWrite({ clocks: [new Clock(), set], gap: 50, at: 950 })).toBe(true);
});
