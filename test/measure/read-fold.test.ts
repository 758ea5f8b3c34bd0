import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build } from '../../src/experiment/simulate.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { scenarios } from '../drafts/scenarios.js';

type Faults = NonNullable<Scenario['faults']>;
type Store = NonNullable<Scenario['data']>[string];

const lag = 2;

/** Readers at east, where the primary is, and at west, whose copy is two seconds behind. */
function scenarioOf(faults: Faults, store: Partial<Store> = {}, routing?: Scenario['routing']): Scenario {
  return {
    title: 'Late readers',
    regions: { east: { place: 'aws/us-east-1' }, west: { place: 'aws/us-west-2' } },
    network: [{ between: ['east', 'west'], roundTrip: '60ms' }],
    clients: {
      easterners: { place: 'aws/us-east-1', requests: '100/s', writes: '40%' },
      westerners: { place: 'aws/us-west-2', requests: '100/s', writes: '10%', think: '1s' },
    },
    routing: routing ?? {
      policy: 'geolocation',
      locations: { easterners: 'east', westerners: 'west' },
      ttl: '60s',
      health: { interval: '10s', timeout: '2s', failures: 3 },
    },
    data: {
      orders: {
        primary: 'east',
        standbys: ['west'],
        replication: { mode: 'async', lag: `${lag}s` },
        keys: { count: 1000 },
        ...store,
      },
    },
    faults,
    horizon: '30m',
  };
}

function figuresOf(scenario: Scenario): (name: string) => number | undefined {
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '1');
  const { values } = batch.simulate(0);
  return (name) => {
    const index = batch.columns.findIndex((column) => column.name === name);
    return index < 0 ? undefined : values[index];
  };
}

/** Of reads that lack the writes of so many seconds, at 50 writes a second over a thousand keys. */
const staleFor = (seconds: number, rate = 50) => 1 - Math.exp((-rate * seconds) / 1000);

describe('what readers see', () => {
  it('is the lag of their copy, and nothing at the primary', () => {
    const figure = figuresOf(scenarioOf([]));
    expect(figure('staleReadsBefore of westerners')).toBeCloseTo(staleFor(lag), 7);
    expect(figure('ownWritesMissedBefore of westerners')).toBe(1);
    expect(figure('staleReadsBefore of easterners')).toBe(0);
    expect(figure('ownWritesMissedBefore of easterners')).toBe(0);
    expect(figure('staleReadsDuring of westerners')).toBe(0);
    // The oldest of the writes to the key within the lag; hardly ever more than one.
    expect(figure('staleAge of westerners')).toBeCloseTo(1.016, 2);
  });

  it('gets worse while the copy is cut off, and well again after the heal', () => {
    const figure = figuresOf(scenarioOf([{ partition: ['east', 'west'], at: '10m', for: '5m' }]));
    const before = figure('staleReadsBefore of westerners')!;
    expect(before).toBeCloseTo(staleFor(lag), 7);
    expect(figure('staleReadsAfter of westerners')).toBeCloseTo(before, 7);
    // In the partition only easterners write, 40 a second; the incident lasts a settling minute longer.
    const n = 30_000;
    let stale = 0;
    for (let i = 0; i < n; i++) stale += staleFor(lag * 1.25 + (300 * (i + 0.5)) / n, 40) / n;
    const during = (300 * stale + 60 * before) / 360;
    expect(figure('staleReadsDuring of westerners')).toBeCloseTo(during, 4);
  });

  it('misses no own write where the client thinks longer than the copy lags', () => {
    const base = scenarioOf([]);
    const slow = { ...base.clients['westerners']!, think: '3s' };
    const figure = figuresOf({ ...base, clients: { ...base.clients, westerners: slow } });
    expect(figure('ownWritesMissedBefore of westerners')).toBe(0);
  });

  it('goes back in time where answers are weighted', () => {
    const figure = figuresOf(
      scenarioOf(
        [],
        {},
        {
          policy: 'weighted',
          weights: { east: 1, west: 1 },
          ttl: '60s',
          health: { interval: '10s', timeout: '2s', failures: 3 },
        },
      ),
    );
    // One client in sixty looks up anew within its second; a quarter of these go from east to west.
    const expected = (1 / 60) * 0.25 * staleFor(lag - 1);
    expect(figure('backwardReadsBefore of westerners')).toBeCloseTo(expected, 9);
    expect(figure('staleReadsBefore of easterners')).toBeCloseTo(staleFor(lag) / 2, 7);
  });

  it('goes back in time when clients move back to a late copy', () => {
    const figure = figuresOf(
      scenarioOf(
        [{ crash: 'west', at: '10m', for: '5m' }],
        {},
        {
          policy: 'failover',
          order: ['west', 'east'],
          ttl: '60s',
          health: { interval: '10s', timeout: '2s', failures: 3 },
        },
      ),
    );
    expect(figure('staleReadsBefore of westerners')).toBeCloseTo(staleFor(lag), 7);
    // Everybody moves to the primary: nothing is older there.
    expect(figure('backwardReadsDuring of westerners')).toBe(0);
    // And back, once: a second of reads in the fifteen minutes that are left.
    expect(figure('backwardReadsAfter of westerners')! * 900).toBeCloseTo(staleFor(lag - 1), 4);
  });

  it('has no figures without keys', () => {
    const { orders } = scenarioOf([]).data;
    const { keys: _, ...keyless } = orders!;
    expect(
      figuresOf({ ...scenarioOf([]), data: { orders: keyless } })('staleReadsBefore of westerners'),
    ).toBeUndefined();
  });

  it('depends on what a commit waits for at a standby', () => {
    const stale = (commit: 'on' | 'remote_apply') => {
      const replication = { mode: 'sync', commit, apply: '100ms' } as const;
      return figuresOf(scenarioOf([], { replication }))('staleReadsBefore of westerners')!;
    };
    expect(stale('remote_apply')).toBe(0);
    // The commit is on its disk and the answer back after 60 ms; readers see it 30 and 100 ms after it was sent.
    expect(stale('on')).toBeCloseTo(staleFor(0.07), 7);
  });
});

it('is a share of the reads in every scenario', () => {
  const lags = scenarios({
    replication: () => ({ mode: 'async', lag: { p50: '1s', p99: '20s' } }),
    recovery: false,
  });
  const keyed = lags.map((scenario) => ({
    ...scenario,
    data: Object.fromEntries(
      Object.entries(scenario.data).map(([name, store]) => [
        name,
        'writers' in store ? store : { ...store, keys: { count: 5000, popularity: { zipf: 1 } } },
      ]),
    ),
  }));
  let told = 0;
  fc.assert(
    fc.property(keyed, (scenario) => {
      const parsed = parseScenario(scenario as Scenario);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
      const batch = build(parsed.spec, '3');
      const { values } = batch.simulate(2000);
      batch.columns.forEach(({ figure }, index) => {
        if (!/^(staleReads|ownWritesMissed|backwardReads)/.test(figure)) return;
        expect(values[index]).toBeGreaterThanOrEqual(0);
        expect(values[index]).toBeLessThanOrEqual(1 + 1e-9);
        if (values[index]! > 0) told += 1;
      });
    }),
    { seed: 1, numRuns: 40 },
  );
  expect(told).toBeGreaterThan(40);
}, 120_000);
