import { describe, expect, it } from 'vitest';
import { build } from '../../../src/experiment/simulate.js';
import { expMinusOne } from '../../../src/kernel/index.js';
import { concurrencyOf } from '../../../src/model/data/conflicts/concurrency.js';
import { KeyLaw } from '../../../src/model/data/conflicts/keys.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Scenario } from '../../../src/scenario/schema.js';

type Store = Scenario['data'][string];
type Conflicts = NonNullable<Store['conflicts']>;
type Faults = NonNullable<Scenario['faults']>;

/** Writes a second of each region's own clients, keys, and the seconds that a write takes to the other region. */
const [east, west, keys, lag] = [6, 3, 400, 2];
/** Seconds: when the fault begins, and the horizon. */
const [at, horizon] = [600, 1800];

interface Options {
  readonly conflicts?: Conflicts;
  readonly writes?: 'read-modify-write' | 'blind';
  readonly clock?: NonNullable<Scenario['regions'][string]['clock']>;
  readonly horizon?: number;
}

/** Figures of so many runs of two regions that both take writes. */
function runsOf(faults: Faults, options: Options = {}, runs = 200) {
  const { conflicts = { policy: 'last-writer-wins' }, writes = 'read-modify-write', clock } = options;
  const scenario: Scenario = {
    title: 'East and west',
    regions: {
      east: { place: 'aws/us-east-1', ...(clock ? { clock } : {}) },
      west: { place: 'aws/us-west-2' },
    },
    network: [{ between: ['east', 'west'], roundTrip: '60ms' }],
    clients: {
      easterners: { place: 'aws/us-east-1', requests: `${east}/s`, writes: '100%' },
      westerners: { place: 'aws/us-west-2', requests: `${west}/s`, writes: '100%' },
    },
    routing: { policy: 'latency', ttl: '1s', health: { interval: '10s', timeout: '2s', failures: 3 } },
    data: {
      carts: {
        writers: ['east', 'west'],
        replication: { mode: 'async', lag: `${lag}s` },
        keys: { count: keys, writes },
        conflicts,
      },
    },
    faults,
    horizon: `${options.horizon ?? horizon}s`,
  };
  const parsed = parseScenario(scenario);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '1');
  const rows = Array.from({ length: runs }, (_, run) => batch.simulate(run));
  return (figure: string) => {
    const column = batch.columns.findIndex(({ name }) => name === `${figure} of carts`);
    if (column < 0) throw new Error(`no figure ${figure}`);
    return rows.map(({ values }) => values[column]!);
  };
}

/** The mean of some values lies within five of its standard errors of what it must be. */
function expectMean(values: readonly number[], mean: number): void {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1);
  const error = Math.sqrt(variance / values.length);
  expect(Math.abs(average - mean), `${average} should be ${mean}`).toBeLessThanOrEqual(5 * error + 1e-9);
}

/** Writes that lose to others which they crossed on their way, in so many seconds without a split. */
function crossed(seconds: number): number {
  const lags = [
    [0, lag],
    [lag, 0],
  ];
  return seconds * concurrencyOf(new KeyLaw({ count: keys }), { rates: [east, west], lags }).lost;
}

function partition(seconds: number): Faults {
  return [{ partition: ['east', 'west'], at: `${at}s`, for: `${seconds}s` }];
}

/** Writes to keys that both sides wrote, when each key gets these on average: of the first side. */
function contested(own: number, other: number): number {
  return keys * own * -expMinusOne(-other);
}

describe('a partition between two writers', () => {
  const apart = 120;
  // What is unknown to the other side begins a lag before the cut, and ends when the other side's backlog has come.
  const window = apart + 2 * lag;
  const [a, b] = [(east * window) / keys, (west * window) / keys];
  const quiet = crossed(horizon - window);

  it('leaves the keys in conflict that both wrote', () => {
    const figure = runsOf(partition(apart));
    expectMean(figure('keysInConflict'), keys * expMinusOne(-a) * expMinusOne(-b));
    expect(new Set(figure('apart'))).toEqual(new Set([apart + lag]));
  });

  it('merges, keeps apart or leaves different all writes to contested keys, as the policy says', () => {
    const both = contested(a, b) + contested(b, a);
    expectMean(runsOf(partition(apart), { conflicts: { policy: 'siblings' } })('merged'), both + quiet);
    const ignored = runsOf(partition(apart), { conflicts: { policy: 'ignore' } });
    expectMean(ignored('diverged'), both + quiet);
    expect(ignored('divergedKeys')).toEqual(ignored('keysInConflict'));
    expect(new Set(ignored('divergence'))).toEqual(new Set([Number.POSITIVE_INFINITY]));
  });

  it('costs the region without priority all it wrote to contested keys, or its last version of each where writes are blind', () => {
    const conflicts: Conflicts = { policy: 'priority', order: ['east', 'west'] };
    expectMean(runsOf(partition(apart), { conflicts })('lostInConflict'), contested(b, a) + quiet);
    const blind = runsOf(partition(apart), { conflicts, writes: 'blind' });
    expectMean(blind('lostInConflict'), keys * expMinusOne(-a) * expMinusOne(-b) + quiet);
    expect(blind('losingVersions')).toEqual(blind('keysInConflict'));
    expectMean(blind('losingWrites'), contested(b, a));
  });

  it('costs a discarded side everything', () => {
    const figure = runsOf(partition(apart), {
      conflicts: { policy: 'discard-minority', order: ['west', 'east'] },
    });
    expectMean(figure('lostInConflict'), east * window + quiet);
  });

  it('costs little but service when both sides freeze', () => {
    const figure = runsOf(partition(apart), { conflicts: { policy: 'freeze', after: '10s' } });
    // From a lag before the cut to the freeze, and again from the moment that the sides are together.
    const taken = 10 + lag;
    const [early, late] = [(east * taken) / keys, (west * taken) / keys];
    expectMean(figure('pending'), contested(early, late) + contested(late, early) + quiet);
    expectMean(figure('acknowledged'), (east + west) * (horizon - (apart + lag - 10)));
  });

  it('keeps people busy for as long as the keys in conflict take them, one after the other', () => {
    const figure = runsOf(partition(apart), { conflicts: { policy: 'queue', rate: '720/h' } });
    const conflicts = figure('keysInConflict');
    figure('repair').forEach((repair, run) => {
      expect(repair).toBeCloseTo(conflicts[run]! * 5, 6);
    });
    figure('divergence').forEach((time, run) => {
      const needed = apart + lag + conflicts[run]! * 5;
      if (at + needed > horizon) expect(time).toBe(Number.POSITIVE_INFINITY);
      else expect(time).toBeCloseTo(needed, 5);
    });
    const [merged, pending] = [figure('merged'), figure('pending')];
    expectMean(
      merged.map((count, run) => count + pending[run]!),
      contested(a, b) + contested(b, a) + quiet,
    );
  });

  it('leaves what both wrote pending when the horizon comes first', () => {
    const end = at + apart;
    const figure = runsOf([{ partition: ['east', 'west'], at: `${at}s` }], { horizon: end });
    const open = apart + lag;
    const [early, late] = [(east * open) / keys, (west * open) / keys];
    expectMean(figure('pending'), contested(early, late) + contested(late, early));
    expect(figure('apart')[0]).toBe(apart);
  });
});

describe('writers that nothing keeps apart', () => {
  it('still lose writes that crossed each other on their way, and nobody is to blame', () => {
    const figure = runsOf([]);
    expectMean(figure('lostInConflict'), crossed(horizon));
    // Two writes are concurrent within both lags of each other.
    expectMean(figure('conflictPairs'), (horizon * east * west * 2 * lag) / keys);
    expect(Math.max(...figure('rpo'))).toBe(0);
  });
});

describe('links that fail again and again before the backlog has come', () => {
  it('keep the account of writes whole, however often the sides part', () => {
    const flapping: Faults = [{ partition: ['east', 'west'], every: { mean: '3s' }, for: '2s' }];
    const figure = runsOf(flapping, {}, 20);
    expect(Math.min(...figure('lostInConflict'))).toBeGreaterThan(0);
  });
});

describe('a region that goes down', () => {
  it('takes what it had not sent with its disks', () => {
    expectMean(runsOf([{ destroy: 'east', at: `${at}s` }])('lostInFailover'), east * lag);
  });

  it('takes all that it wrote apart with its disks', () => {
    const faults: Faults = [
      { partition: ['east', 'west'], at: `${at}s` },
      { destroy: 'east', at: `${at + 60}s` },
    ];
    const figure = runsOf(faults);
    expectMean(figure('lostInFailover'), east * (60 + lag));
    expect(Math.max(...figure('pending'))).toBe(0);
  });

  it('brings it back with them', () => {
    const figure = runsOf([{ lose: 'east', at: `${at}s`, for: '120s' }]);
    expect(Math.max(...figure('lostInFailover'), ...figure('pending'))).toBe(0);
  });

  it('has everything else pending on disks that nobody reaches', () => {
    const figure = runsOf([{ lose: 'east', at: `${at}s` }]);
    expectMean(figure('pending'), east * lag);
  });

  it('loses nothing that a crash leaves on its way', () => {
    const figure = runsOf([{ crash: 'east', at: `${at}s`, for: '60s' }]);
    expect(Math.max(...figure('lostInFailover'), ...figure('pending'))).toBe(0);
  });
});

describe('clocks', () => {
  const apart = 120;
  const lost = (clock: Options['clock'], hybrid = false) =>
    runsOf(partition(apart), {
      conflicts: { policy: 'last-writer-wins', clock: hybrid ? 'hybrid' : 'wall' },
      ...(clock ? { clock } : {}),
    })('lostInConflict');

  it('that are far ahead make their region the winner', () => {
    const window = apart + 2 * lag;
    const [a, b] = [(east * window) / keys, (west * window) / keys];
    const quiet = crossed(horizon - window);
    expectMean(lost({ ahead: '10m' }), contested(b, a) + quiet);
    expectMean(lost({ behind: '10m' }), contested(a, b) + quiet);
  });

  it('that are a little ahead, as fixed or as drawn, change who wins', () => {
    const fixed = lost({ ahead: '30s' });
    expect(fixed).not.toEqual(lost(undefined));
    expect(lost({ error: '30s' })).not.toEqual(fixed);
  });

  it('that are set back lose to what was written before, unless they are hybrid', () => {
    const back: Faults = [...partition(apart), { step: 'east', by: '10m', back: true, at: `${at + 60}s` }];
    const lostBy = (clock: 'wall' | 'hybrid') =>
      runsOf(back, { conflicts: { policy: 'last-writer-wins', clock } })('lostInConflict');
    const total = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0);
    // What east writes after the step has older stamps than any write of west.
    expect(total(lostBy('wall'))).toBeGreaterThan(1.03 * total(lostBy('hybrid')));
  });

  it('may be set while writers are apart', () => {
    const set: Faults = [...partition(apart), { step: 'east', by: '10m', at: `${at - 60}s` }];
    const window = apart + 2 * lag;
    const [a, b] = [(east * window) / keys, (west * window) / keys];
    expectMean(runsOf(set)('lostInConflict'), contested(b, a) + crossed(horizon - window));
  });
});
