import { describe, expect, it } from 'vitest';
import { build } from '../../../../src/experiment/simulate.js';
import { expMinusOne } from '../../../../src/kernel/index.js';
import { writeClasses } from '../../../../src/model/trace.js';
import { parseScenario } from '../../../../src/scenario/parse.js';
import type { Scenario } from '../../../../src/scenario/schema.js';

type Faults = NonNullable<Scenario['faults']>;

/** Writes a second of each of three regions, keys, and the seconds that a write takes. */
const [rate, keys, lag] = [5, 1000, 1];
const horizon = 3600;

/** The figures of a run of three regions that all take writes. */
function figuresOf(faults: Faults): (figure: string) => number {
  const scenario: Scenario = {
    title: 'Three writers',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/eu-west-1' },
    },
    clients: Object.fromEntries(
      [
        ['easterners', 'aws/us-east-1'],
        ['westerners', 'aws/us-west-2'],
        ['northerners', 'aws/eu-west-1'],
      ].map(([name, place]) => [name!, { place: place!, requests: `${rate}/s`, writes: '100%' }]),
    ),
    routing: { policy: 'latency', ttl: '1s', health: { interval: '10s', timeout: '2s', failures: 3 } },
    data: {
      carts: {
        writers: ['east', 'west', 'north'],
        replication: { mode: 'async', lag: `${lag}s` },
        keys: { count: keys },
        conflicts: { policy: 'siblings' },
      },
    },
    faults,
    horizon: `${horizon}s`,
  };
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '1');
  const { values } = batch.simulate(0);
  const figure = (name: string) => values[batch.columns.findIndex((one) => one.name === name)]!;
  expect(writeClasses.reduce((sum, name) => sum + figure(name), 0)).toBe(figure('acknowledged'));
  return figure;
}

/** A Poisson count: within five standard errors. */
function expectCount(mean: number, count: number): void {
  expect(Math.abs(count - mean), `${count} should be ${mean}`).toBeLessThanOrEqual(5 * Math.sqrt(mean));
}

/** From the tenth minute on each writer is alone; the west and the north find each other again five minutes later. */
const apart: Faults = [
  { partition: [['east'], ['west', 'north']], at: '10m' },
  { partition: ['west', 'north'], at: '10m', for: '5m' },
];

describe('sides that joined before their disks went', () => {
  it('take with them all that they wrote apart', () => {
    const figure = figuresOf([...apart, { destroy: 'west', at: '20m' }, { destroy: 'north', at: '20m' }]);
    // The clients of the west go to the north or the east for a while, by the second.
    expectCount(2 * rate * (600 + lag), figure('lostInFailover'));
    expect(figure('rpo of carts')).toBeCloseTo(600 + lag, 0);
  });

  it('hold all that they wrote apart while nobody reaches them', () => {
    const figure = figuresOf([...apart, { lose: 'west', at: '20m' }, { lose: 'north', at: '20m' }]);
    expectCount(2 * rate * (600 + lag), figure('pending'));
    expect(figure('lostInFailover')).toBe(0);
  });

  it('hold on one disk what was written on another that is destroyed', () => {
    const figure = figuresOf([...apart, { destroy: 'west', at: '20m' }, { lose: 'north', at: '21m' }]);
    // The west's last second was on its way to the north.
    expect(figure('lostInFailover')).toBeGreaterThan(0);
    expect(figure('lostInFailover')).toBeLessThan(5 * lag * rate);
    expect(figure('pending')).toBeGreaterThan(2 * rate * 550);
  });
});

describe('writers whose disks are gone', () => {
  it('part nobody later', () => {
    const [at, lasts] = [2400, 120];
    const figure = figuresOf([
      { destroy: 'north', at: '10m' },
      { partition: ['east', 'west'], at: `${at}s`, for: `${lasts}s` },
    ]);
    // The north's clients write to the east: a key expects these of the two sides.
    const [own, other] = [(2 * rate * (lasts + 2 * lag)) / keys, (rate * (lasts + 2 * lag)) / keys];
    expectCount(keys * expMinusOne(-own) * expMinusOne(-other), figure('keysInConflict of carts'));
    expect(figure('apart of carts')).toBeCloseTo(lasts + lag, 3);
  });

  it('take everything with them when they were the last', () => {
    const cut: Faults = [{ partition: ['east', ['west', 'north']], at: '5m', for: '1m' }];
    for (const [west, north] of [
      [20, 20],
      [15, 18],
    ]) {
      const figure = figuresOf([
        ...cut,
        { destroy: 'west', at: `${west}m` },
        { destroy: 'north', at: `${north}m` },
        { destroy: 'east', at: '20m' },
      ]);
      expect(figure('surviving')).toBe(0);
      expect(figure('lostInFailover') + figure('merged')).toBe(figure('acknowledged'));
      expect(figure('rpo of carts')).toBeGreaterThan(1199);
    }
  });
});
