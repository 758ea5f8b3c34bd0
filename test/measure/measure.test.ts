import { describe, expect, it } from 'vitest';
import { Trace } from '../../src/kernel/index.js';
import { layOut } from '../../src/measure/layout.js';
import { Measure } from '../../src/measure/measure.js';
import { phaseNames } from '../../src/measure/result.js';
import { constantCurve } from '../../src/model/curve.js';
import type { Path } from '../../src/model/path.js';
import { type RequestKind, type TraceRecord, type WriteClass, writeClasses } from '../../src/model/trace.js';
import { columnsFor } from './columns-for.js';

const second = 1e6;
const horizon = 1000 * second;
const stores = ['orders', 'carts'];
const populations = [
  // Ten requests a second, of which two write; five that only read.
  { name: 'shoppers', rate: 10 / second, writes: 0.2 },
  { name: 'robots', rate: 5 / second, writes: 0 },
];
const columns = columnsFor(
  populations.map(({ name }) => name),
  stores,
);

/** A run that is told record by record; times in seconds. */
class Told {
  private readonly trace = new Trace<TraceRecord>();
  private readonly measure = new Measure(
    {
      layout: layOut(
        columns,
        populations.map(({ name }) => name),
        stores,
      ),
      stores,
      populations,
      threshold: 0.95,
      rule: { settle: 60 * second, horizon },
    },
    this.trace,
  );

  constructor() {
    this.measure.begin();
    for (const { name } of populations)
      for (const kind of ['reads', 'writes'] as const) this.goodput(0, name, kind, 1);
  }

  goodput(at: number, population: string, kind: RequestKind, share: number, path: Path = []): this {
    const record = { at: at * second, population, kind, share: constantCurve(share), path };
    this.trace.emit({ type: 'goodput', ...record });
    return this;
  }

  fault(at: number): this {
    this.trace.emit({ type: 'fault-began', at: at * second, fault: 'loss', kind: 'lose', on: 'east' });
    return this;
  }

  classified(
    store: string,
    as: WriteClass,
    count: number,
    tail: { oldest?: number; newest?: number; faultAt?: number } = {},
  ) {
    const times = Object.fromEntries(Object.entries(tail).map(([key, time]) => [key, time * second]));
    const record = { at: horizon, store, shard: store, class: as, count, ...times };
    this.trace.emit({ type: 'writes-classified', ...record });
    return this;
  }

  acknowledged(store: string, count: number): this {
    this.trace.emit({ type: 'writes-acknowledged', at: horizon, store, count });
    return this;
  }

  /** Figures by name; what is censored as `at least N`. */
  figures(): Record<string, number | string> {
    const { values, atLeast } = this.measure.row();
    return Object.fromEntries(
      columns.map(({ name }, index) => [
        name,
        values[index] === Number.POSITIVE_INFINITY ? `at least ${atLeast[index]}` : values[index]!,
      ]),
    );
  }
}

/** Shoppers cannot write for 200 s and robots cannot read for 50 s, from 100 s on. */
function outage(): Told {
  const path: Path = [
    { phase: 'detect', until: 130 * second },
    { phase: 'act', until: 300 * second },
  ];
  return new Told()
    .fault(100)
    .goodput(100, 'shoppers', 'writes', 0)
    .goodput(100, 'robots', 'reads', 0.9)
    .goodput(150, 'robots', 'reads', 1)
    .goodput(300, 'shoppers', 'writes', 1, path);
}

describe('the figures of a run', () => {
  it('are nothing but acknowledged writes when nothing happens', () => {
    const figures = new Told().classified('orders', 'surviving', 7).acknowledged('orders', 7).figures();
    const other = Object.entries(figures).filter(([, value]) => value !== 0);
    expect(Object.fromEntries(other)).toEqual({
      servedRequests: expect.closeTo(15_000),
      'servedRequests of shoppers': expect.closeTo(10_000),
      'servedRequests of robots': expect.closeTo(5000),
      availability: 1,
      requestAvailability: 1,
      'availability of shoppers': 1,
      'requestAvailability of shoppers': 1,
      'availability of robots': 1,
      'requestAvailability of robots': 1,
      acknowledged: 7,
      surviving: 7,
      'acknowledged of orders': 7,
      'surviving of orders': 7,
    });
  });

  it('take an outage from its opening to the recovery of the last', () => {
    const figures = outage().figures();
    expect(figures).toMatchObject({
      rto: 200,
      downtime: 200,
      availability: 0.8,
      incidents: 1,
      relapses: 0,
      'rto of shoppers': 200,
      'rto of robots': 50,
      'downtime of robots': 50,
      'availability of robots': 0.95,
      detect: 30,
      act: 170,
    });
    expect(phaseNames.reduce((sum, phase) => sum + Number(figures[phase]), 0)).toBe(200);
  });

  it('count requests that fail, weighted by their rates', () => {
    const figures = outage().figures();
    expect(figures['failedRequests of shoppers']).toBeCloseTo(2 * 200, 9);
    expect(figures['failedRequests of robots']).toBeCloseTo(0.5 * 50, 9);
    expect(figures['failedRequests']).toBeCloseTo(425, 9);
    expect(figures['requestAvailability']).toBeCloseTo(1 - 425 / 15_000, 12);
  });

  it('are censored when service does not settle before the horizon', () => {
    const figures = new Told()
      .goodput(900, 'robots', 'reads', 0)
      .goodput(960, 'robots', 'reads', 1)
      .figures();
    expect(figures).toMatchObject({
      rto: 'at least 60',
      downtime: 60,
      'rto of robots': 'at least 60',
      'rto of shoppers': 0,
    });
  });

  it('take the worst of several incidents, and add up their downtime', () => {
    const told = new Told();
    for (const [from, to] of [
      [100, 110],
      [300, 350],
      [700, 720],
    ]) {
      told.goodput(from!, 'robots', 'reads', 0).goodput(to!, 'robots', 'reads', 1);
    }
    expect(told.figures()).toMatchObject({ rto: 50, downtime: 80, incidents: 3 });
  });

  it('tell lost writes from those that wait, by store and in all', () => {
    const figures = new Told()
      .fault(500)
      .classified('orders', 'lostInFailover', 3, { oldest: 490, newest: 499, faultAt: 500 })
      .classified('orders', 'surviving', 100)
      .classified('carts', 'pending', 5, { oldest: 480, newest: 510, faultAt: 500 })
      .classified('carts', 'lostInRestore', 2, { oldest: 400, newest: 420, faultAt: 450 })
      .acknowledged('orders', 103)
      .acknowledged('carts', 7)
      .figures();
    expect(figures).toMatchObject({
      writesLost: 5,
      lostInFailover: 3,
      lostInRestore: 2,
      pending: 5,
      acknowledged: 110,
      surviving: 100,
      'writesLost of orders': 3,
      'pending of carts': 5,
      rpo: 100,
      'rpo of orders': 10,
      'rpo of carts': 50,
      rto: 0,
      incidents: 1,
    });
  });

  it('are refused when a write has no class, or two', () => {
    const told = () => new Told().classified('orders', 'surviving', 7);
    expect(() => told().acknowledged('orders', 8).figures()).toThrow(
      '8 writes of orders were acknowledged, 7 have a class',
    );
    expect(() => told().classified('orders', 'pending', 1).acknowledged('orders', 7).figures()).toThrow(
      /7 .* 8/,
    );
    expect(writeClasses).toHaveLength(7);
  });
});
