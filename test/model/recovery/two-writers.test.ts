import { describe, expect, it } from 'vitest';
import { eastAndWest, type Fault, rate, type Step, type Told, tell } from './told.js';

const watched: Step = {
  detect: { observers: ['west', 'north'], interval: '1s', timeout: '1s', failures: 3 },
};
const leased = (more: Record<string, unknown> = {}): Step => ({
  detect: { lease: { ttl: '30s', loop: '10s', members: ['east', 'north', 'south'], ...more } },
});
const promote: Step = { promote: '5s' };

function runs(
  faults: Fault[],
  steps: Step[],
  { count = 10, store = {} }: { count?: number; store?: Record<string, unknown> } = {},
): Told[] {
  return tell(eastAndWest({ faults, steps, store }), count);
}

/** East reaches nobody for five minutes; its clients reach it. */
const cut: Fault = { partition: ['east', ['west', 'north', 'south']], at: '10m', for: '5m' };
const healedAt = 900;

describe('two primaries that acknowledge writes at once', () => {
  it('are there from the promotion until the split heals, where nothing prevents it', () => {
    for (const told of runs([cut], [watched, promote])) {
      expect(told.figure('twoWriters of orders')).toBeCloseTo(healedAt - told.when('promoted'), 5);
    }
  });

  it('are not counted twice, nor while nobody writes to one of them', () => {
    const twice = [cut, { ...cut, at: '20m' }] as Fault[];
    for (const told of runs(twice, [watched, promote])) {
      // East rejoined as a standby after the first; the second cuts it off as one.
      expect(told.figure('twoWriters of orders')).toBeCloseTo(healedAt - told.when('promoted'), 5);
    }
    const scenario = eastAndWest({ faults: [cut], steps: [watched, promote] });
    scenario.routing = {
      ...scenario.routing,
      locations: { easterners: 'east', westerners: 'east' },
    } as never;
    for (const told of tell(scenario, 3)) {
      expect(told.of('promoted')).toHaveLength(1);
      expect(told.figure('twoWriters of orders')).toBe(0);
    }
  });

  it('are never there with a lease, whose holder has stepped down by then', () => {
    for (const told of runs([cut], [leased(), promote], { count: 20 })) {
      expect(told.of('promoted')).toHaveLength(1);
      expect(told.figure('twoWriters of orders')).toBe(0);
    }
  });

  it('are never there when a majority confirms the epoch of every write', () => {
    const store = { epochs: true, witness: 'north' };
    for (const told of runs([cut], [watched, promote], { store })) {
      expect(told.of('promoted')[0]).toMatchObject({ split: true });
      expect(told.figure('twoWriters of orders')).toBe(0);
      // East acknowledges nothing more, and loses its tail of before the cut alone.
      expect(told.figure('downtime of easterners')).toBeCloseTo(300, 3);
      expect(told.figure('lostInConflict of orders')).toBe(0);
    }
  });

  it('are there as often as the fencing fails', () => {
    const fenced = (fails: string) =>
      runs([cut], [watched, { fence: { takes: '1s', fails } }, promote], { count: 200 });
    const all = fenced('40%');
    const two = all.filter((told) => told.figure('twoWriters of orders') > 0);
    expect(Math.abs(two.length - 80)).toBeLessThan(4 * Math.sqrt(200 * 0.4 * 0.6));
    for (const told of all) {
      const [failed, done] = [told.of('fence-failed').length, told.of('fenced').length];
      expect([failed, done]).toEqual(two.includes(told) ? [1, 0] : [0, 1]);
    }
  });
});

describe('a primary that wakes up beside its successor', () => {
  // East and west are cut off from each other; both have the service and their own clients.
  const apart: Fault = { partition: ['east', 'west'], at: '9m', for: '10m' };
  const pause: Fault = { pause: 'orders', at: '10m', for: '1m' };
  const wokenAt = 660;

  it('acknowledges until it looks at its lease: at most a loop', () => {
    const times = runs([apart, pause], [leased(), { promote: '1s' }], { count: 60 }).map((told) => {
      expect(told.when('demoted')).toBeGreaterThan(wokenAt);
      expect(told.figure('twoWriters of orders')).toBeCloseTo(told.when('demoted') - wokenAt, 5);
      return told.figure('twoWriters of orders');
    });
    expect(Math.max(...times)).toBeLessThanOrEqual(10);
    const mean = times.reduce((a, b) => a + b) / times.length;
    expect(Math.abs(mean - 5)).toBeLessThan((4 * 10) / Math.sqrt(12 * times.length));
  });

  it('acknowledges nothing when epochs are checked', () => {
    const told = runs([apart, pause], [leased(), { promote: '1s' }], { store: { epochs: true } });
    for (const one of told) expect(one.figure('twoWriters of orders')).toBe(0);
  });
});

describe('a promotion by hand while the old primary lives', () => {
  const byHand: Fault = { promote: 'orders', to: 'west', at: '10m', for: '5m' };

  it('makes two primaries until somebody notices, each with the clients of its region', () => {
    for (const told of runs([byHand], [{ promote: '1s' }])) {
      expect(told.figure('twoWriters of orders')).toBeCloseTo(300, 5);
      expect(told.figure('incidents')).toBe(1);
      expect(told.figure('downtime')).toBe(0);
      const conflict = told.figure('lostInConflict of orders');
      expect(Math.abs(conflict - 300 * rate)).toBeLessThan(5 * Math.sqrt(300 * rate));
    }
  });

  it('makes them for a loop at most where the primary holds a lease', () => {
    for (const told of runs([byHand], [leased(), promote])) {
      expect(told.figure('twoWriters of orders')).toBeCloseTo(told.when('demoted') - 600, 5);
      expect(told.figure('twoWriters of orders')).toBeLessThanOrEqual(10);
    }
  });

  it('makes none where epochs are checked', () => {
    const store = { epochs: true, witness: 'north' };
    for (const told of runs([byHand], [{ promote: '1s' }], { store })) {
      expect(told.figure('twoWriters of orders')).toBe(0);
      expect(told.figure('downtime of easterners')).toBeCloseTo(300, 3);
    }
  });

  it('is a failover like any other when the old primary is down', () => {
    const lost: Fault = { lose: 'east', at: '9m' };
    for (const told of runs([lost, byHand], [{ promote: '1h' }])) {
      expect(told.of('promoted')).toHaveLength(1);
      expect(told.figure('downtime of westerners')).toBeCloseTo(60, 3);
    }
  });
});

describe('a false alarm', () => {
  it('starts the failover of a primary that lives: its tail is lost, and it steps down as they meet', () => {
    for (const told of runs([{ alarm: 'orders', at: '10m', for: '1m' }], [promote])) {
      expect(told.when('promoted')).toBeCloseTo(605, 5);
      expect(told.when('demoted')).toBeCloseTo(605, 5);
      expect(told.figure('twoWriters of orders')).toBe(0);
      // 200 writes a second and a lag of 100 ms.
      expect(told.figure('lostInFailover of orders')).toBeLessThan(50);
      expect(told.figure('downtime')).toBe(0);
    }
    const lost = runs([{ alarm: 'orders', at: '10m' }], [promote], { count: 50 });
    const mean = lost.reduce((sum, told) => sum + told.figure('lostInFailover of orders'), 0) / 50;
    expect(Math.abs(mean - 20)).toBeLessThan(4 * Math.sqrt(20 / 50));
  });

  it('that is over before the promotion changes nothing', () => {
    for (const told of runs([{ alarm: 'orders', at: '10m', for: '4s' }], [promote])) {
      expect(told.of('failover-called-off')).toHaveLength(1);
      expect(told.of('promoted')).toEqual([]);
      expect(told.figure('writesLost')).toBe(0);
    }
  });

  it('is decided about by a person, who may take longer than the alarm lasts', () => {
    const steps: Step[] = [{ decide: '10m' }, { fence: '1s' }, promote];
    for (const told of runs([{ alarm: 'orders', at: '10m', for: '9m' }], steps, { count: 2 })) {
      expect(told.of('fenced')).toEqual([]);
      expect(told.figure('incidents')).toBe(0);
    }
  });
});

describe('a witness in a third place', () => {
  const lost: Fault = { lose: 'east', at: '10m' };
  const ofCopies: Step = { detect: { lease: { ttl: '30s', loop: '10s' } } };

  it('decides where two copies cannot: neither knows the state of the other', () => {
    for (const told of runs([lost], [ofCopies, promote], { count: 5 })) {
      expect(told.of('promoted')).toEqual([]);
    }
    const store = { witness: 'north' };
    for (const told of runs([lost], [ofCopies, promote], { count: 5, store })) {
      expect(told.of('promoted')).toHaveLength(1);
    }
  });

  it('leaves the primary on the side that it can see', () => {
    const store = { witness: 'north' };
    const withEast: Fault = { partition: [['east', 'north'], 'west'], at: '10m', for: '5m' };
    const withWest: Fault = { partition: ['east', ['west', 'north']], at: '10m', for: '5m' };
    for (const told of runs([withEast], [ofCopies, promote], { count: 5, store })) {
      expect(told.of('demoted')).toEqual([]);
    }
    for (const told of runs([withWest], [ofCopies, promote], { count: 5, store })) {
      expect(told.of('promoted')).toHaveLength(1);
      expect(told.figure('twoWriters of orders')).toBe(0);
    }
  });
});

describe('writes that a primary acknowledges while it is cut off', () => {
  it('are those until its lease runs out', () => {
    for (const told of runs([cut], [leased(), promote], { count: 20 })) {
      const expected = rate * (told.when('demoted') - 600);
      expect(Math.abs(told.figure('isolatedWrites of orders') - expected)).toBeLessThan(
        5 * Math.sqrt(expected),
      );
    }
  });

  it('are none with epochs, and none while only a minority is out of reach', () => {
    for (const told of runs([cut], [leased(), promote], { store: { epochs: true } })) {
      expect(told.figure('isolatedWrites of orders')).toBe(0);
    }
    const minority: Fault = { partition: ['east', ['west', 'north']], at: '10m', for: '5m' };
    for (const told of runs([minority], [leased(), promote], { count: 3 })) {
      expect(told.figure('isolatedWrites of orders')).toBe(0);
    }
  });

  it('are all of the partition where the members that are left keep the primary', () => {
    for (const told of runs([cut], [leased({ failsafe: true }), promote], { count: 3 })) {
      // The standby does not answer: failsafe helps nobody here.
      expect(told.when('demoted') - 600).toBeLessThanOrEqual(30 + 1e-5);
    }
  });
});

describe('the commit latency of a store that checks epochs', () => {
  it('is that of the answer of a majority, when replication does not take longer', () => {
    const between = (to: string, roundTrip: string) => ({
      between: ['east', to] as [string, string],
      roundTrip,
    });
    const network = [between('west', '80ms'), between('north', '30ms'), between('south', '120ms')];
    const latency = (store: Record<string, unknown>) =>
      tell(eastAndWest({ faults: [], steps: [{ promote: '1s' }], store, network }))[0]!.figure(
        'commitLatency of orders',
      );
    expect(latency({})).toBe(0);
    // East and one of west and north; a third copy makes no difference.
    expect(latency({ epochs: true, witness: 'north' })).toBeCloseTo(0.03, 6);
    expect(latency({ epochs: true, standbys: ['west', 'south'] })).toBeCloseTo(0.08, 6);
    const sync = { mode: 'sync' };
    expect(latency({ epochs: true, witness: 'north', replication: sync })).toBeCloseTo(0.08, 6);
  });
});
