import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draw } from '../../src/experiment/blueprint.js';
import type { System } from '../../src/experiment/build.js';
import { Reader } from '../../src/experiment/history/reader.js';
import { type Batch, build } from '../../src/experiment/simulate.js';
import { minute, Streams } from '../../src/kernel/index.js';
import { runsOverTime } from '../../src/measure/bands.js';
import { type Curve, valueAt } from '../../src/model/curve.js';
import type { TraceRecord } from '../../src/model/trace.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario, Spec } from '../../src/scenario/schema.js';
import { scenarios } from '../drafts/scenarios.js';

function batchOf(scenario: Scenario, seed = '81'): Batch {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return build(parsed.spec, seed);
}

const hasShare = (record: TraceRecord) => record.type === 'goodput' || record.type === 'misdirected';

/** Looks at everything that a record says, so that whatever is drawn only when looked at is drawn now. */
function lookClosely(record: TraceRecord): void {
  const times = [record.at, record.at + 1, record.at + 12_345_678, record.at + 3_600_000_000];
  if (hasShare(record)) for (const at of times) valueAt(record.share, at);
  if (record.type === 'version-reached')
    for (const at of times) for (const share of [record.share, record.others]) valueAt(share, at);
  if (record.type === 'reads-served') record.view.between(times[0]!, times.at(-1)!);
  if (record.type === 'routed') {
    for (const { cutover } of record.answers) {
      for (const at of times) {
        cutover?.share(at);
        cutover?.reaches(0.5);
      }
    }
  }
}

/** Lets somebody read each store ten times a minute. */
function attend(system: System, scenario: Scenario, run: number): void {
  const { spec } = parseScenario(scenario) as { spec: Spec };
  const stream = new Streams('81').at(run).open('readers');
  for (const store of Object.keys(spec.data)) {
    new Reader(draw(spec), store, 10 / minute, Math.ceil(spec.horizon), stream).attend(system);
  }
}

/** A record as it was told, its curves by what they are before an instant. */
function retell(record: TraceRecord, before: number): unknown {
  const times = [0, 0.25, 0.5, 0.75, 1].map((part) =>
    Math.floor(record.at + part * (before - 1 - record.at)),
  );
  const told = (curve: Curve) => times.map((at) => valueAt(curve, at));
  if (record.type === 'version-reached')
    return { ...record, share: told(record.share), others: told(record.others) };
  if (hasShare(record)) return { ...record, share: told(record.share) };
  if (record.type === 'reads-served') return { ...record, view: record.view.between(record.at, before) };
  if (record.type !== 'routed') return record;
  const answers = record.answers.map(({ shares, cutover }) => ({
    shares,
    moved: times.map((at) => cutover?.share(at)),
  }));
  return { ...record, answers };
}

function tracesBefore(batch: Batch, run: number, before: number): unknown[] {
  const told: unknown[] = [];
  batch.simulate(run, (record) => {
    if (record.at < before) told.push(retell(record, before));
  });
  return told;
}

describe('observing', () => {
  it('never changes a run, whether or not it is one of those drawn over time', () => {
    fc.assert(
      fc.property(scenarios(), fc.nat({ max: 3 }), (scenario, offset) => {
        const batch = batchOf(scenario);
        for (const run of [offset, runsOverTime + offset]) {
          const unseen = batch.simulate(run);
          const seen = batch.simulate(run, lookClosely);
          expect(seen).toEqual(unseen);
          const read = batch.simulate(run, undefined, (system) => attend(system, scenario, run));
          expect(read).toEqual(unseen);
        }
        expect(batch.simulate(offset).overTime).toBeDefined();
        expect(batch.simulate(runsOverTime).overTime).toBeUndefined();
      }),
      { seed: 81, numRuns: 100, endOnFailure: true },
    );
  });
});

describe('a seed', () => {
  it('gives the same runs again, in any order', () => {
    fc.assert(
      fc.property(scenarios(), (scenario) => {
        const [first, second] = [batchOf(scenario), batchOf(scenario)];
        const runs = [0, 1, 2].map((run) => first.simulate(run));
        const backwards = [2, 1, 0].map((run) => second.simulate(run)).reverse();
        expect(backwards).toEqual(runs);
      }),
      { seed: 82, numRuns: 100, endOnFailure: true },
    );
  });

  it('tells runs apart, and itself from other seeds', () => {
    const scenario: Scenario = {
      title: 'One region is lost',
      regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
      clients: { users: { place: 'city/london', requests: '10/s' } },
      routing: {
        policy: 'failover',
        order: ['east', 'west'],
        ttl: '60s',
        health: { interval: '10s', timeout: '2s', failures: 3 },
      },
      data: { notes: { primary: 'east', standbys: ['west'], replication: { mode: 'async', lag: '1s' } } },
      faults: [{ lose: 'east', at: { between: ['1m', '9m'] } }],
      horizon: '20m',
    };
    const batch = batchOf(scenario);
    expect(batch.simulate(1)).not.toEqual(batch.simulate(0));
    expect(batchOf(scenario, '82').simulate(0)).not.toEqual(batch.simulate(0));
  });
});

describe('a fault added at an instant', () => {
  it('leaves everything before as it was, bit for bit', () => {
    const added = fc.record({
      at: fc.integer({ min: 1, max: 9 }),
      place: fc.nat({ max: 5 }),
      kind: fc.constantFrom('lose', 'destroy', 'crash', 'isolate'),
      target: fc.nat({ max: 3 }),
    });
    fc.assert(
      fc.property(scenarios(), added, (scenario, { at, place, kind, target }) => {
        const minutes = Math.floor((Number.parseInt(scenario.horizon, 10) * at) / 10);
        const regions = Object.keys(scenario.regions);
        const region = regions[target % regions.length]!;
        // It draws numbers of its own, and must draw them from nobody else's.
        const span: [string, string] = [`${minutes}m`, `${minutes + 5}m`];
        const fault = { [kind]: region, at: { between: span }, for: { mean: '5m' }, name: 'added' };
        const more = { ...scenario, faults: [...(scenario.faults ?? [])] };
        more.faults.splice(place, 0, fault);
        const before = minutes * 60e6;
        for (const run of [0, 1]) {
          const changed = tracesBefore(batchOf(more), run, before);
          expect(changed).toEqual(tracesBefore(batchOf(scenario), run, before));
        }
      }),
      { seed: 83, numRuns: 120, endOnFailure: true },
    );
  });
});
