import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../../src/scenario/schema.js';
import type { RunbookStep } from './runbook/east-lost.js';
import { type Fault, tell } from './told.js';

type Standby = NonNullable<Scenario['regions'][string]['standby']>;

const minute = 60;
const begins = 10 * minute;
const atAll = { provision: '4m', boot: '8m' } as const;

/** East serves a second, west stands by, and is activated as soon as east is lost. Servers take 50 ms a request. */
function shop(
  standby: Standby,
  more: { faults?: readonly Fault[]; steps?: RunbookStep[]; callOff?: boolean } = {},
): Scenario {
  const capacity = { servers: 20, service: '50ms', queue: 100 };
  return {
    title: 'East serves, west stands by',
    regions: {
      east: { place: 'aws/us-east-1', capacity },
      west: { place: 'aws/us-west-2', capacity, standby },
    },
    network: [{ between: ['east', 'west'], roundTrip: '1ms' }],
    clients: { all: { place: 'aws/us-east-1', requests: '200/s', writes: '0%' } },
    routing: {
      policy: 'failover',
      order: ['east', 'west'],
      ttl: '1s',
      health: { interval: '10s', timeout: '2s', failures: 3, successes: 2 },
    },
    data: { orders: { primary: 'west', standbys: ['east'], replication: { mode: 'async', lag: '1s' } } },
    runbooks: {
      leave: {
        when: { lost: 'east' },
        ...(more.callOff === undefined ? {} : { callOff: more.callOff }),
        steps: more.steps ?? [{ name: 'servers', does: { activate: 'west' } }],
      },
    },
    faults: [{ lose: 'east', at: '10m', for: '3h' }, ...(more.faults ?? [])],
    horizon: '5h',
  } as Scenario;
}

function states(scenario: Scenario): [state: string, seconds: number][] {
  return tell(scenario)[0]!
    .of('standby-changed')
    .slice(1)
    .map(({ state, at }) => [state, at / 1e6]);
}

describe('a region that stands by', () => {
  test('is ready when it has been provisioned and booted, one after the other', () => {
    expect(states(shop({ strategy: 'pilot-light', ...atAll }))).toEqual([
      ['provisioning', begins],
      ['booting', begins + 4 * minute],
      ['ready', begins + 12 * minute],
    ]);
  });

  test('is found unhealthy from the beginning, and healthy by the checks once it is ready: that is when clients come back', () => {
    const [told] = tell(shop({ strategy: 'pilot-light', ...atAll }));
    const ready = begins + 12 * minute;
    const verdicts = told!
      .of('verdict')
      .filter(({ subject }) => subject === 'west')
      .map(({ at, healthy }) => [at / 1e6, healthy] as const);
    expect(verdicts[0]).toEqual([0, false]);
    const [at, healthy] = verdicts[1]!;
    expect(healthy).toBe(true);
    // Two good probes of a checker that asks every ten seconds.
    expect(at).toBeGreaterThan(ready + 10);
    expect(at).toBeLessThan(ready + 20.2);
    expect(told!.figure('rto')).toBeGreaterThan(at - begins);
    expect(told!.figure('rto')).toBeLessThan(at - begins + 3);
  });

  test('makes an outage longer by what it takes alone: the strategies differ by their parts', () => {
    const rto = (standby: Standby) => tell(shop(standby))[0]!.figure('rto');
    const hot = rto({ strategy: 'hot' });
    // East is unhealthy after three failed probes; what is left is a look-up.
    expect(hot).toBeGreaterThan(20);
    expect(hot).toBeLessThan(36);
    const pilot = rto({ strategy: 'pilot-light', ...atAll });
    expect(rto({ strategy: 'pilot-light', ...atAll, provision: '0s' })).toBeCloseTo(pilot - 4 * minute, -1.5);
  });

  test('spends its time on acting, not on waiting for the fault to end', () => {
    const [told] = tell(shop({ strategy: 'pilot-light', ...atAll }));
    expect(told!.figure('act')).toBeCloseTo(12 * minute, 0);
    expect(told!.figureOr0('rideOut')).toBe(0);
  });

  test('carries what its warm part can until all of its servers have come', () => {
    const [told] = tell(shop({ strategy: 'warm', ready: '25%', ...atAll }));
    expect(told!.of('scaled').map(({ station, servers, at }) => [station, servers, at / 1e6])).toEqual([
      ['west', 20, begins + 12 * minute],
    ]);
    // 5 servers of 50 ms carry 100 of 200 requests a second; whoever waits when the others come is still served.
    const all = told!.figure('rto');
    expect(all).toBeGreaterThan(12 * minute - 5);
    expect(all).toBeLessThan(12 * minute + 10);
    // That it was overloaded meanwhile did not end it: the servers did.
    expect(told!.figure('act')).toBeGreaterThan(12 * minute - 5);
    expect(told!.figureOr0('absorb')).toBeLessThan(10);
    const [counted] = told!.of('requests-counted');
    expect(counted!.served / counted!.offered).toBeGreaterThan(0.48);
    expect(counted!.served / counted!.offered).toBeLessThan(0.54);
    const enough = tell(shop({ strategy: 'warm', ready: '60%', ...atAll }))[0]!;
    expect(enough.figure('rto')).toBeLessThan(60);
  });

  test('is not said to absorb what was waited for, where its caches only begin to warm when the primary is there', () => {
    const scenario = shop(
      { strategy: 'pilot-light', ...atAll },
      {
        steps: [
          { name: 'servers', does: { activate: 'west' } },
          { name: 'primary', after: [], takes: '40m', does: { promote: 'orders' } },
        ],
      },
    );
    const { west } = scenario.regions;
    const warmUp = { from: '50%', for: '1m' };
    const capacity = { servers: 20, service: '50ms', queue: 100, warmUp };
    const [told] = tell({
      ...scenario,
      regions: { ...scenario.regions, west: { ...west!, capacity } },
      clients: { all: { ...scenario.clients.all!, writes: '100%' } },
      data: { orders: { ...scenario.data.orders!, primary: 'east', standbys: ['west'] } },
    });
    expect(told!.figure('act')).toBeGreaterThan(39 * minute);
    expect(told!.figureOr0('absorb')).toBeLessThan(2 * minute);
  });

  test('waits while no servers can be had, and draws on them once there are some', () => {
    const starved: Fault = { starve: 'west', at: '5m', for: '30m' };
    expect(states(shop({ strategy: 'warm', ready: '25%', ...atAll }, { faults: [starved] }))).toEqual([
      ['provisioning', 35 * minute],
      ['booting', 39 * minute],
      ['ready', 47 * minute],
    ]);
  });

  test('begins anew when it is lost on the way, and stays ready when it is lost afterwards', () => {
    const early: Fault = { lose: 'west', at: '16m', for: '20m' };
    const late: Fault = { lose: 'west', at: '60m', for: '20m' };
    expect(states(shop({ strategy: 'pilot-light', ...atAll }, { faults: [early, late] }))).toEqual([
      ['provisioning', begins],
      ['booting', 14 * minute],
      ['waiting', 16 * minute],
      ['provisioning', 36 * minute],
      ['booting', 40 * minute],
      ['ready', 48 * minute],
    ]);
  });

  test('stands by again when its runbook is called off, and when a step says so', () => {
    const back: Fault = { lose: 'east', at: '10m', for: '5m' };
    const calledOff = { ...shop({ strategy: 'pilot-light', ...atAll }), faults: [back] };
    expect(states(calledOff)).toEqual([
      ['provisioning', begins],
      ['booting', 14 * minute],
      ['waiting', 15 * minute],
    ]);
    const steps: RunbookStep[] = [
      { name: 'servers', does: { activate: 'west' } },
      { name: 'home', given: { answers: 'east' }, takes: '10m', does: { standDown: 'west' } },
    ];
    const [told] = tell(shop({ strategy: 'warm', ready: '25%', ...atAll }, { steps, callOff: false }));
    expect(told!.of('standby-changed').at(-1)).toMatchObject({ state: 'waiting', at: 200 * minute * 1e6 });
    expect(told!.of('scaled').at(-1)).toMatchObject({ station: 'west', servers: 5 });
  });

  test('is not lost because nobody serves there: its data are', () => {
    const scenario = shop({ strategy: 'pilot-light', ...atAll });
    const unlost = {
      ...scenario,
      faults: [{ crash: 'east', at: '4h', for: '1m' }] as Fault[],
      runbooks: { leave: { ...scenario.runbooks!.leave!, when: { lost: 'west' } } },
    };
    expect(states(unlost)).toEqual([]);
    // The primary is in west, and east writes to it all the time.
    const writing = { ...unlost, clients: { all: { ...scenario.clients.all!, writes: '100%' } } };
    expect(tell(writing)[0]!.figure('rto')).toBeLessThan(3 * minute);
  });
});

/** Minutes, from one to the other. */
type Stretch = readonly [from: number, to: number];

/** When servers are ready that are asked for at a time, whatever comes between; minutes. */
function readyAt(
  asked: number,
  takes: number,
  lost: readonly Stretch[],
  starved: readonly Stretch[],
): number {
  const within = (stretches: readonly Stretch[], at: number) =>
    stretches.find(([from, to]) => from <= at && at < to);
  let start = asked;
  for (;;) {
    const wait = within(lost, start) ?? within(starved, start);
    const cut = lost.find(([from]) => start < from && from < start + takes);
    if (wait) start = wait[1];
    else if (cut) start = cut[1];
    else return start + takes;
  }
}

describe('readiness', () => {
  /** At no two instants at which anything else happens. */
  const stretches = (offset: number, more: number) =>
    fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 15 }))
        .map(([from, lasts]): Stretch => [from + offset, from + offset + lasts + more]),
      { maxLength: 2 },
    );

  test('comes when what it takes has passed without a loss, from a time at which servers could be had', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Standby['strategy']>('pilot-light', 'warm'),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        stretches(0.5, 0.3),
        stretches(0.25, 0.4),
        (strategy, provision, boot, lost, starved) => {
          const standby = {
            strategy,
            provision: `${provision}m`,
            boot: `${boot}m`,
            ...(strategy === 'warm' ? { ready: '25%' } : {}),
          };
          const strike = (kind: 'lose' | 'starve') => (one: Stretch, index: number) =>
            ({
              [kind]: 'west',
              at: `${Math.round(one[0] * 60)}s`,
              for: `${Math.round((one[1] - one[0]) * 60)}s`,
              name: `${kind}-${index}`,
            }) as Fault;
          const faults = [...lost.map(strike('lose')), ...starved.map(strike('starve'))];
          const ready = states(shop(standby, { faults })).find(([state]) => state === 'ready');
          expect(ready?.[1]).toBe(Math.round(readyAt(10, provision + boot, lost, starved) * 60));
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });
});
