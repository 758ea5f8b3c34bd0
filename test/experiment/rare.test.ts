import { describe, expect, it } from 'vitest';
import { build } from '../../src/experiment/simulate.js';
import { type RareResult, run, runRare, type Scenario } from '../../src/index.js';
import { specOf } from '../validation/specification.js';

/** Regions that fail on their own, and clients who are served while any is up; whatever takes less than a minute is no incident. */
function scenarioOf(mttf: string, mttr: string, more: Partial<Scenario> = {}): Scenario {
  const regions = ['a', 'b', 'c'];
  return {
    title: 'three regions',
    regions: {
      a: { place: 'aws/us-east-1' },
      b: { place: 'aws/us-west-2' },
      c: { place: 'aws/ca-central-1' },
    },
    clients: { users: { place: 'aws/us-east-1', requests: '100/s', writes: '0%' } },
    routing: {
      policy: 'failover',
      order: regions,
      ttl: '1ms',
      health: { interval: '1ms', timeout: '1ms', failures: 1, successes: 1 },
    },
    data: { orders: { primary: 'a', standbys: ['b', 'c'], replication: { mode: 'async', lag: '0s' } } },
    faults: regions.map((lose) => ({ lose, every: { mean: mttf }, for: { mean: mttr }, starts: 'up' })),
    service: { settle: '0s' },
    horizon: '365d',
    ...more,
  };
}

const hour = 3600;
/** All regions are down for longer than five minutes. */
const dark = 'downtime > 5m';

interface Known {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const chanceOf = ({ events: [event] }: RareResult) => event!.chance as Known;
/** Roughly the standard error. */
const errorOf = ({ low, high }: Known) => (high - low) / 4;

function expectAgreement(a: Known, b: Known): void {
  expect(Math.abs(a.value - b.value)).toBeLessThan(4 * Math.hypot(errorOf(a), errorOf(b)));
}

describe('rare meetings of faults', () => {
  // Every tenth run or so; pressing on makes it every second one, so the weights have work to do.
  it('are found as often as in plain runs, where both can go', async () => {
    const scenario = scenarioOf('100h', '10h', {
      horizon: '300h',
      objectives: [`share of runs with ${dark} <= 50%`, 'share of runs with downtime > 3h <= 50%'],
    });
    const plain = await run(scenario, { runs: 300, workers: 0 });
    const rare = await runRare(scenario, { runs: 300, workers: 0, seed: '2', rare: { chance: 0.5 } });
    expect(rare.events.map(({ event }) => event)).toEqual([dark, 'downtime > 3h']);
    rare.events.forEach(({ chance, seen }, index) => {
      const often = plain.objectives[index]!.figure as Known;
      expect(often.value).toBeGreaterThan(0.01);
      expect(seen).toBeGreaterThan(15);
      expectAgreement(often, chance as Known);
    });
    for (const figure of ['downtime', 'incidents', 'availability'])
      expectAgreement(plain.figures[figure]!.mean as Known, rare.figures[figure]!.mean as Known);
    expect(rare.verdict).toBe('met');
  });

  it('are found where plain runs meet none: all three down in a year, one in a million', async () => {
    const scenario = scenarioOf('4000h', '1.6h');
    const rare = { depth: 3 };
    const result = await runRare(scenario, {
      runs: 400,
      workers: 0,
      seed: '3',
      rare,
      events: [dark],
      atOnce: 3,
    });
    const chance = chanceOf(result);
    // 1.0494e-6 by the chain of states; longer than 5 minutes are exp(-3 x 5 / 96) of them.
    const exact = 1.0494e-6 * Math.exp(-15 / 96);
    expect(chance.low).toBeLessThan(exact);
    expect(chance.high).toBeGreaterThan(exact);
    expect(chance.high / chance.low).toBeLessThan(5);
    const [event] = result.events;
    expect(event!.plainRuns).toBeGreaterThan(1e7);
    expect(event!.levels.filter(({ atOnce }) => atOnce < 3).every(({ seen }) => seen === 0)).toBe(true);
  });

  it('are pressed on to each depth in turn: two that meet are as well known as three', async () => {
    const scenario = scenarioOf('4000h', '1.6h');
    const batch = build({ ...specOf(scenario), rare: {} }, '1');
    const at = batch.columns.findIndex(({ name }) => name === 'faultsAtOnce');
    const levels = Array.from({ length: 150 }, (_, k) => batch.simulate(k).values[at]!);
    const share = (level: number) => levels.filter((one) => one === level).length / levels.length;
    expect(share(2)).toBeGreaterThan(0.15);
    expect(share(3)).toBeGreaterThan(0.03);
  });

  it.each([
    ['by default', {}],
    ['pressed on to one depth in every third cycle', { depth: 2, chance: 0.33 }],
  ])('have weights of mean 1 %s', async (_name, rare) => {
    const scenario = scenarioOf('100h', '6h', { horizon: '400h' });
    const batch = build({ ...specOf(scenario), rare }, '1');
    const at = batch.columns.findIndex(({ name }) => name === 'weight');
    const weights = Array.from({ length: 300 }, (_, k) => batch.simulate(k).values[at]!);
    const mean = weights.reduce((sum, one) => sum + one, 0) / weights.length;
    const error = Math.sqrt(
      weights.reduce((sum, one) => sum + (one - mean) ** 2, 0) / weights.length / weights.length,
    );
    expect(Math.abs(mean - 1)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.12);
    expect(new Set(weights).size).toBeGreaterThan(150);
  });

  it('are asked once for all that is promised of them', async () => {
    const objectives = [
      `share of runs with ${dark} <= 60%`,
      `share of runs with ${dark} >= 1%`,
      'rto max <= 5s',
    ];
    const scenario = scenarioOf('400h', '10h', { horizon: '30d', objectives });
    const result = await runRare(scenario, { runs: 3, workers: 0 });
    expect(result.events.map(({ event }) => event)).toEqual([dark]);
    expect(result.objectives.map(({ objective }) => objective)).toEqual(objectives.slice(0, 2));
  });

  it('are the same with the same seed, and another with another seed', async () => {
    const scenario = scenarioOf('400h', '10h', { horizon: '90d' });
    const [a, b, c] = await Promise.all(
      ['1', '1', '2'].map((seed) => runRare(scenario, { runs: 5, workers: 0, seed, events: [dark] })),
    );
    expect(a).toEqual(b);
    expect(c!.weight).not.toEqual(a!.weight);
  });

  it('leave the chance of common causes right: one event for all', async () => {
    const faults: Scenario['faults'] = [
      { lose: ['a', 'b', 'c'], every: { mean: '20000h' }, from: 'start', for: { mean: '10h' } },
      { lose: 'a', every: { mean: '2000h' }, for: { mean: '10h' } },
    ];
    const result = await runRare(scenarioOf('400h', '10h', { faults }), {
      runs: 150,
      workers: 0,
      events: [dark],
    });
    const chance = chanceOf(result);
    const exact = 1 - Math.exp((-8760 / 20000) * Math.exp(-3 * (300 / hour / 10)));
    expect(chance.low).toBeLessThan(exact);
    expect(chance.high).toBeGreaterThan(exact);
  });

  it('are counted over, where one fault never ends', async () => {
    const faults: Scenario['faults'] = [
      ...scenarioOf('500h', '5h').faults!,
      { corrupt: 'orders', harm: 'altered', share: '1%', at: '1h' },
    ];
    const { weight, events } = await runRare(scenarioOf('500h', '5h', { faults, horizon: '20d' }), {
      runs: 200,
      workers: 0,
      events: ['downtime > 1m'],
    });
    expect(Math.abs(weight.value! - 1)).toBeLessThan(4 * errorOf(weight as Known));
    expect(events[0]!.levels.map(({ atOnce }) => atOnce)).toEqual([0, 1, 2, 3]);
  });
});

describe('what cannot be sought', () => {
  const refused = (scenario: Scenario, options: Parameters<typeof runRare>[1] = {}) =>
    expect(runRare(scenario, { runs: 1, workers: 0, events: [dark], ...options })).rejects;

  it('is told: no fault comes after an exponential time', async () => {
    const faults: Scenario['faults'] = [{ lose: 'a', every: '400h', for: '1h' }];
    await refused(scenarioOf('400h', '10h', { faults })).toThrow(
      'faults: no fault recurs after exponential up times, so none can be pressed on',
    );
    await refused(specOf(scenarioOf('400h', '10h', { faults })) as never).toThrow('faults: no fault recurs');
  });

  it.each<[string, Scenario['faults']]>([
    ['one fault alone', [{ lose: 'a', every: { mean: '400h' }, for: '1h' }]],
    [
      'a companion that is never repaired',
      [
        { lose: 'a', every: { mean: '400h' }, for: '1h' },
        { corrupt: 'orders', harm: 'altered', share: '1%', at: '1h' },
      ],
    ],
  ])('is told: %s', async (_name, faults) => {
    await refused(scenarioOf('400h', '10h', { faults })).toThrow('can meet another one');
  });

  it.each([
    [[], 'which event? State one such as'],
    [['writesLots > 0'], 'event "writesLots > 0": unknown figure "writesLots"'],
    [['downtime of mars > 5m'], 'there is no downtime of mars; expected downtime or downtime of users'],
    [['downtime of user > 5m'], 'did you mean downtime of users?'],
    [['losingWrites > 0'], 'losingWrites is always 0 in this scenario'],
    [['rpo of users > 5m'], 'there is no rpo of users; expected rpo or rpo of orders'],
    [['detect > 5m'], 'unknown figure "detect"'],
    [['weight > 1'], 'weight is a figure of the runs'],
    [['rto > 5'], '5 has no unit'],
    [['rto > 5m <= 1%'], '"<= 1%" is too much'],
    [['rto > 5m', 'rto  > 5m'], 'event "rto > 5m" is asked for twice'],
    [[' '], 'is empty'],
  ])('is told: events %j', async (events, message) => {
    await refused(scenarioOf('400h', '10h'), { events }).toThrow(message);
  });

  it.each([
    [{ rare: { chance: 1 } }, 'chance must be from 0 to below 1, not 1'],
    [{ rare: { chance: Number.NaN } }, 'chance must be from 0 to below 1, not NaN'],
    [{ rare: { depth: 1 } }, 'depth must be a whole number of at least 2, not 1'],
    [{ atOnce: -1 }, 'atOnce must be a whole number of at least 0, not -1'],
  ])('is told: %j', async (options, message) => {
    await refused(scenarioOf('400h', '10h'), options).toThrow(message);
  });
});

describe('the report of what is pressed on', () => {
  it('has a line a fault: how often it comes, and then; or why it is left alone', async () => {
    const faults: Scenario['faults'] = [
      { lose: 'a', every: { mean: '1000h' }, for: { mean: '2h' }, name: 'a' },
      { lose: 'b', every: { mean: '500h' }, for: '4h', name: 'b' },
      { lose: 'c', every: '300h', for: '1h', name: 'c' },
      { lose: 'c', calendar: { every: '1w' }, for: '30m', name: 'maintenance' },
      { lose: 'c', at: '9h', for: '6h', name: 'once' },
    ];
    const scenario = scenarioOf('400h', '10h', { faults });
    const { tilt } = await runRare(scenario, { runs: 1, workers: 0, events: [dark], rare: { chance: 0.1 } });
    // In maintenance, which takes half an hour, one of the two comes every hour.
    expect(tilt).toEqual({
      chance: 0.1,
      depths: [2, 3],
      faults: [
        { fault: 'a', every: 1000 * hour, pressedEvery: 2 * hour },
        { fault: 'b', every: 500 * hour, pressedEvery: 2 * hour },
        { fault: 'c', because: 'its up times are not exponential' },
        { fault: 'maintenance', because: 'it comes by the calendar' },
        { fault: 'once', because: 'it comes once' },
      ],
    });
  });

  it('presses on in one cycle a run, whatever begins it', async () => {
    const faults: Scenario['faults'] = [
      { lose: 'a', every: { mean: '8760h' }, for: '1h' },
      { lose: 'b', every: { mean: '8760h' }, for: '1h' },
      { lose: 'c', calendar: { every: '73d' }, for: '30m' },
    ];
    const { tilt } = await runRare(scenarioOf('400h', '10h', { faults }), {
      runs: 1,
      workers: 0,
      events: [dark],
    });
    expect(tilt.chance).toBeCloseTo(1 / 7, 9);
  });
});
