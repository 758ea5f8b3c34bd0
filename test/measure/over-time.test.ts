import { describe, expect, it } from 'vitest';
import { Trace } from '../../src/kernel/index.js';
import { OverTimeFold } from '../../src/measure/over-time.js';
import type { TraceRecord } from '../../src/model/trace.js';
import { AgeLaw } from '../../src/model/traffic/age.js';
import { MeanFieldCutover } from '../../src/model/traffic/cutover.js';

const second = 1e6;
const horizon = 1200 * second;
const populations = [
  { name: 'shoppers', rate: 3, writes: 0.5 },
  { name: 'clerks', rate: 1, writes: 0 },
];

/** Shoppers move from east to west after 600 s, over 100 s; east answers nothing from 500 s on; clerks stay at west. */
function foldOfLoss(): OverTimeFold {
  const trace = new Trace<TraceRecord>();
  const fold = new OverTimeFold(
    { regions: ['east', 'west'], stores: ['orders'], populations, horizon },
    trace,
  );
  const cutover = new MeanFieldCutover(
    600 * second,
    0,
    [],
    new AgeLaw([{ weight: 1, lives: [100 * second] }]),
  );
  const [east, west] = [
    [1, 0],
    [0, 1],
  ];
  const goodput = (at: number, population: string, kind: 'reads' | 'writes', base: number, moving = false) =>
    trace.emit({
      type: 'goodput',
      at: at * second,
      population,
      kind,
      share: { base, terms: moving ? [{ weight: 1, cutover }] : [] },
      path: [],
    });
  for (const { name } of populations) {
    const answers = [{ shares: name === 'shoppers' ? east! : west! }];
    trace.emit({ type: 'routed', at: 0, population: name, answers });
    for (const kind of ['reads', 'writes'] as const) goodput(0, name, kind, 1);
  }
  for (const kind of ['reads', 'writes'] as const) {
    goodput(500, 'shoppers', kind, 0);
    goodput(600, 'shoppers', kind, 0, true);
  }
  const answers = [{ shares: east! }, { shares: west!, cutover }];
  trace.emit({ type: 'routed', at: 600 * second, population: 'shoppers', answers });
  const lost = { store: 'orders', shard: 'orders', count: 5, faultAt: 500 * second };
  const tail = { oldest: 450 * second, newest: 500 * second };
  trace.emit({ type: 'writes-classified', at: 640 * second, class: 'lostInFailover', ...lost, ...tail });
  const waiting = { oldest: 100 * second, newest: 200 * second };
  trace.emit({ type: 'writes-classified', at: 900 * second, class: 'pending', ...lost, ...waiting });
  return fold;
}

describe('a run over time', () => {
  const { times, traffic, goodput, lossWindow, around } = foldOfLoss().sample(
    { opened: 500 * second },
    600 * second,
  );
  const at = (seconds: number) => times.findIndex((time) => time >= seconds);

  it('spans the run, from its start to its horizon', () => {
    expect(times[0]).toBe(0);
    expect(times.at(-1)).toBe(1200);
    expect([...times]).toEqual([...times].sort((a, b) => a - b));
  });

  it('sends all requests somewhere, as clients move', () => {
    times.forEach((_, i) => {
      expect(traffic['east']![i]! + traffic['west']![i]!).toBeCloseTo(1, 12);
    });
    expect(traffic['east']![at(590)]).toBeCloseTo(0.75, 12);
    expect(traffic['east']![at(650)]).toBeCloseTo(0.375, 12);
    expect(traffic['east']![at(700)]).toBe(0);
  });

  it('weighs what is answered by populations and kinds of requests', () => {
    expect(goodput[at(490)]).toBe(1);
    expect(goodput[at(510)]).toBeCloseTo(0.25, 12);
    expect(goodput[at(650)]).toBeCloseTo(0.25 + 0.375, 12);
    expect(goodput[at(700)]).toBe(1);
  });

  it('shows when writes were committed that are lost, not those that wait', () => {
    const shown = [...times].filter((_, i) => lossWindow['orders']![i] === 1);
    expect(Math.min(...shown)).toBeCloseTo(450, -1);
    expect(Math.max(...shown)).toBeCloseTo(500, -1);
  });

  it('is also told from the opening of its first incident on, and says nothing of what lies outside the run', () => {
    const opening = around!.times.findIndex((time) => time >= 0);
    expect(around!.goodput[opening]).toBeCloseTo(0.25, 12);
    expect(around!.goodput[opening - 1]).toBe(1);
    const late = foldOfLoss().sample({ opened: 1150 * second }, 600 * second).around!;
    late.times.forEach((time, i) => {
      expect(Number.isNaN(late.goodput[i])).toBe(time + 1150 > 1200);
    });
    expect(foldOfLoss().sample(undefined, 600 * second).around).toBeUndefined();
  });
});

it('says when writers were apart, splits that nothing ended included', () => {
  const trace = new Trace<TraceRecord>();
  const stores = ['carts', 'stock', 'orders'];
  const fold = new OverTimeFold(
    { regions: ['east', 'west'], stores, writers: ['carts', 'stock'], populations, horizon },
    trace,
  );
  const part = (at: number, store: string) =>
    trace.emit({ type: 'parted', at: at * second, store, shard: store, sides: [['east'], ['west']] });
  const counts = {
    ...{ keysInConflict: 0, conflictPairs: 0, siblings: 0, losingWrites: 0, losingVersions: 0 },
    ...{ supersededWrites: 0, divergedKeys: 0, pendingKeys: 0, repairedAt: 0, repairLasts: 0 },
  };
  const [partedAt, at] = [300 * second, 600 * second];
  part(300, 'carts');
  trace.emit({ type: 'reconciled', at, store: 'carts', shard: 'carts', partedAt, healedAt: at, ...counts });
  part(900, 'carts');
  const { times, apart } = fold.sample(undefined, horizon);
  expect(Object.keys(apart!)).toEqual(['carts', 'stock']);
  const when = [...times].filter((_, i) => apart!['carts']![i] === 1);
  expect(when.every((time) => (time >= 300 && time < 600) || (time >= 900 && time < 1200))).toBe(true);
  expect(when.length).toBe(60);
  expect([...apart!['stock']!].some((one) => one === 1)).toBe(false);
});

it('knows nothing of writers where no store takes writes everywhere', () => {
  expect(foldOfLoss().sample(undefined, horizon).apart).toBeUndefined();
});
