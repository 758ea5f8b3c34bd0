import { describe, expect, it } from 'vitest';
import { build, type Scenario, type TraceRecord } from '../../src/index.js';
import { specOf } from '../validation/specification.js';

type Faults = NonNullable<Scenario['faults']>;

function scenarioOf(faults: Faults, more: Partial<Scenario> = {}): Scenario {
  return {
    title: 'faults over time',
    regions: {
      east: { place: 'aws/us-east-1' },
      west: { place: 'aws/us-west-2' },
      north: { place: 'aws/ca-central-1' },
    },
    clients: { users: { place: 'aws/us-east-1', requests: '100/s', writes: '50%' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west'],
      ttl: '60s',
      health: { interval: '10s', timeout: '4s', failures: 3 },
    },
    data: { orders: { primary: 'east' } },
    faults,
    horizon: '365d',
    ...more,
  };
}

interface Spell {
  readonly on: string;
  readonly from: number;
  readonly to: number;
}

const hour = 3.6e9;

/** What was down when, hours; spells that last to the horizon end there. */
function spellsOf(scenario: Scenario, run: number): Spell[] {
  const spec = specOf(scenario);
  const open: Spell[] = [];
  const spells: Spell[] = [];
  build(spec, '1').simulate(run, (record: TraceRecord) => {
    if (record.type === 'fault-began')
      open.push({ on: record.on, from: record.at / hour, to: spec.horizon / hour });
    if (record.type !== 'fault-ended') return;
    const [one] = open.splice(
      open.findIndex(({ on }) => on === record.on),
      1,
    );
    spells.push({ ...one!, to: record.at / hour });
  });
  return [...spells, ...open].sort((a, b) => a.from - b.from);
}

const runs = Array.from({ length: 40 }, (_, run) => run);

describe('a common cause', () => {
  const faults: Faults = [{ lose: ['east', 'west'], every: { mean: '20d' }, for: { mean: '6h' } }];

  it('strikes all at one instant, and each is repaired on its own', () => {
    for (const run of runs.slice(0, 10)) {
      const spells = spellsOf(scenarioOf(faults), run);
      expect(spells.length % 2).toBe(0);
      for (let i = 0; i < spells.length; i += 2) {
        const [a, b] = [spells[i]!, spells[i + 1]!];
        expect([a.on, b.on].sort()).toEqual(['east', 'west']);
        expect(a.from).toBe(b.from);
        expect(a.to === b.to).toBe(a.to >= 365 * 24);
        // The next up time begins when both are back.
        const next = spells[i + 2];
        if (next) expect(next.from).toBeGreaterThan(Math.max(a.to, b.to));
      }
    }
  });

  it('comes once per pair: the rate does not grow with what it strikes', () => {
    const count = (more: Faults) =>
      runs.reduce((sum, run) => sum + spellsOf(scenarioOf(more), run).length, 0) / runs.length;
    const pair = count([{ lose: ['east', 'west'], every: { mean: '240h' }, for: '1s' }]) / 2;
    // 36.5 a year, of 40 years: the standard error is 0.96.
    expect(Math.abs(pair - 36.5)).toBeLessThan(4);
  });
});

it('a run that starts up has a whole up time first', () => {
  const faults = (starts: 'up' | 'any'): Faults => [{ lose: 'east', every: '100d', for: '1d', starts }];
  for (const run of runs) {
    expect(spellsOf(scenarioOf(faults('up')), run)[0]!.from).toBe(2400);
    expect(spellsOf(scenarioOf(faults('any')), run)[0]!.from).toBeLessThan(2400);
  }
});

describe('start to start', () => {
  it('occurrences may overlap', () => {
    const spells = spellsOf(
      scenarioOf([{ lose: 'east', every: '10d', from: 'start', starts: 'up', for: '15d' }]),
      0,
    );
    expect(spells.map(({ from }) => from)).toEqual(Array.from({ length: 36 }, (_, i) => 240 * (i + 1)));
    expect(spells.slice(0, -2).every(({ from, to }) => to === from + 360)).toBe(true);
  });

  it('and what is down already may be passed over', () => {
    const spells = spellsOf(
      scenarioOf([
        { lose: 'east', every: '10d', from: 'start', starts: 'up', for: '15d', strikes: 'standing' },
      ]),
      0,
    );
    expect(spells.map(({ from }) => from)).toEqual(Array.from({ length: 18 }, (_, i) => 240 * (2 * i + 1)));
  });
});

it('what stands of several is struck alone', () => {
  const faults: Faults = [
    { lose: 'east', at: '1h', for: '10h' },
    { lose: ['east', 'west'], at: '2h', for: '1h', strikes: 'standing' },
  ];
  expect(spellsOf(scenarioOf(faults), 0)).toEqual([
    { on: 'east', from: 1, to: 11 },
    { on: 'west', from: 2, to: 3 },
  ]);
});

it('the parts of a duration add up, each drawn on its own', () => {
  const [one] = spellsOf(scenarioOf([{ lose: 'east', at: '1h', for: ['2h', '30m', '3h'] }]), 0);
  expect(one).toEqual({ on: 'east', from: 1, to: 6.5 });
  const drawn = runs.map((run) => {
    const [spell] = spellsOf(
      scenarioOf([{ lose: 'east', at: '1h', for: [{ mean: '2h' }, { mean: '2h' }] }]),
      run,
    );
    return spell!.to - spell!.from;
  });
  const mean = drawn.reduce((sum, one) => sum + one, 0) / runs.length;
  expect(Math.abs(mean - 4)).toBeLessThan((4 * 2 * Math.SQRT2) / Math.sqrt(runs.length));
});

describe('a crew', () => {
  const lose = (region: string, at: string) => ({ lose: region, at, for: '10h', crew: 'field' });
  const faults: Faults = [lose('east', '1h'), lose('west', '2h'), lose('north', '3h')];
  const ends = (size: number) =>
    spellsOf(scenarioOf(faults, { crews: { field: size } }), 0).map(({ to }) => to);

  it('repairs one after the other, first come first served', () => {
    expect(ends(1)).toEqual([11, 21, 31]);
  });

  it('of two repairs two at a time, and of enough all at once', () => {
    expect(ends(2)).toEqual([11, 12, 21]);
    expect(ends(3)).toEqual([11, 12, 13]);
  });

  it('of one holds one repair at any time, whatever comes', () => {
    const many: Faults = ['east', 'west', 'north'].map((region) => ({
      lose: region,
      every: { mean: '50h' },
      for: { mean: '20h' },
      crew: 'field',
    }));
    for (const run of runs.slice(0, 5)) {
      const spells = spellsOf(scenarioOf(many, { crews: { field: 1 } }), run);
      const order = [...spells].sort((a, b) => a.to - b.to);
      // First come, first served: they end in the order in which they began.
      expect(order.filter(({ to }) => to < 365 * 24)).toEqual(spells.filter(({ to }) => to < 365 * 24));
    }
  });
});

describe('maintenance', () => {
  const load = { peak: '14:00', trough: '30%' };
  const clients = { users: { place: 'aws/us-east-1', requests: '100/s', load } };

  it('comes every so many days at one time of the day, from a random day on', () => {
    const planned: Faults = [{ lose: 'east', calendar: { every: '4w', at: '03:00' }, for: '30m' }];
    const firsts = runs.map((run) => {
      const spells = spellsOf(scenarioOf(planned, { clients, begins: '09:00' }), run);
      expect(spells.every(({ from }) => Math.abs(((from + 9) % 24) - 3) < 1e-9)).toBe(true);
      spells.slice(1).forEach(({ from }, i) => {
        expect(from - spells[i]!.from).toBeCloseTo(28 * 24, 9);
      });
      return Math.floor(spells[0]!.from / 24);
    });
    expect(Math.max(...firsts)).toBeLessThan(28);
    expect(new Set(firsts).size).toBeGreaterThan(15);
  });

  it('without a clock its phase is any', () => {
    const planned: Faults = [{ lose: 'east', calendar: { every: '4w', at: '03:00' }, for: '30m' }];
    const firsts = runs.map((run) => spellsOf(scenarioOf(planned), run)[0]!.from);
    expect(Math.max(...firsts)).toBeLessThan(28 * 24);
    expect(new Set(firsts.map((first) => Math.floor(first % 24))).size).toBeGreaterThan(12);
  });
});

it('a fault that is added shifts nobody else’s', () => {
  const one: Faults = [{ lose: 'east', every: { mean: '20d' }, for: { mean: '6h' } }];
  const more: Faults = [...one, { lose: ['west', 'north'], every: { mean: '9d' }, for: { mean: '1h' } }];
  for (const run of runs.slice(0, 5))
    expect(spellsOf(scenarioOf(more), run).filter(({ on }) => on === 'east')).toEqual(
      spellsOf(scenarioOf(one), run),
    );
});
