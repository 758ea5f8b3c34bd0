import { describe, expect, it } from 'vitest';
import { Inflow, type Stretch } from '../../../src/experiment/history/inflow.js';
import { Streams } from '../../../src/kernel/index.js';
import { constantCurve } from '../../../src/model/curve.js';
import { AgeLaw } from '../../../src/model/traffic/age.js';
import { MeanFieldCutover } from '../../../src/model/traffic/cutover.js';

const streams = new Streams('inflow');

/** From 100 on the requests of population 0 move from region 0 to region 1, a share growing evenly until 400; 1 goes on as it was. */
const cutover = new MeanFieldCutover(100, 0, [], new AgeLaw([{ weight: 1, lives: [300] }]));
const stretches: Stretch[] = [
  { from: 0, to: 100, flows: [{ population: 0, region: 0, rate: constantCurve(2) }] },
  {
    from: 100,
    to: 1_000,
    flows: [
      { population: 0, region: 0, rate: { base: 2, terms: [{ weight: -2, cutover }] } },
      { population: 0, region: 1, rate: { base: 0, terms: [{ weight: 2, cutover }] } },
      { population: 1, region: 1, rate: constantCurve(0.5) },
    ],
  },
];

describe('an inflow', () => {
  it('expects as many requests as its rates add up to', () => {
    const inflow = new Inflow(stretches);
    expect(inflow.mass(0, 100)).toBeCloseTo(200, 9);
    expect(inflow.mass(100, 1_000)).toBeCloseTo(900 * 2.5, 9);
    expect(inflow.mass(50, 150)).toBeCloseTo(100 + 125, 9);
    expect(inflow.mass(2_000, 3_000)).toBe(0);
  });

  it('draws requests by their rate: when, whose and where', () => {
    const count = 40_000;
    const requests = new Inflow(stretches).draw(count, 100, 1_000, streams.at(0).open('requests'));
    expect(requests.length).toBe(count);
    // Of 2,250: 300 of population 0 to region 0 while the share moves, evenly less and less; 450 of population 1.
    const expectShare = (wanted: number, is: (request: (typeof requests)[number]) => boolean) => {
      const share = requests.filter(is).length / count;
      expect(Math.abs(share - wanted)).toBeLessThan(4 * Math.sqrt((wanted * (1 - wanted)) / count));
    };
    expectShare(300 / 2_250, ({ population, region }) => population === 0 && region === 0);
    expectShare(1_500 / 2_250, ({ population, region }) => population === 0 && region === 1);
    expectShare(450 / 2_250, ({ population }) => population === 1);
    // Three quarters of those to region 0 come in the first half of the move.
    expectShare(225 / 2_250, ({ at, region }) => region === 0 && at <= 250);
    expectShare(375 / 2_250, ({ at }) => at <= 250);
    expect(requests.some(({ at, region }) => region === 0 && at > 400)).toBe(false);
  });

  it('gives a request of a known time to one of the flows of that time', () => {
    const inflow = new Inflow(stretches);
    const stream = streams.at(0).open('known times');
    expect(inflow.drawAt(50, stream)).toEqual({ at: 50, population: 0, region: 0 });
    for (let i = 0; i < 50; i++) expect(inflow.drawAt(900, stream).region).toBe(1);
  });

  it('finds no requests where there are none', () => {
    const stream = streams.at(0).open('nothing');
    expect(new Inflow(stretches).draw(0, 2_000, 3_000, stream)).toEqual([]);
    expect(() => new Inflow(stretches).draw(1, 2_000, 3_000, stream)).toThrow('where none can');
  });
});
