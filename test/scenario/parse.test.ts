import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { figures } from '../../src/data/figures.js';
import { loadScenario } from '../../src/scenario/load.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { QuantitySpec } from '../../src/scenario/quantity.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { mistakesOf, sound, specOf } from './sound.js';

/** What a rate of 900/s stands for: servers that take 50 ms a request. */
const none = { draw: 'use', kind: 'constant', value: 0 };
const nineHundred = {
  servers: 45,
  service: { draw: 'use', kind: 'exponential', mean: 50_000 },
  queue: 4_500,
};

describe('scenario 01', () => {
  it('comes out as microseconds, per second and fractions', async () => {
    const parsed = await loadScenario('scenarios/01-active-passive.yaml');
    if (!parsed.ok) throw new Error('it has mistakes');
    const { defaults: _, ...spec } = parsed.spec;
    expect(spec).toEqual({
      title: 'Active-passive checkout with DNS failover',
      question: 'How long are customers down, and how many orders vanish, when us-east is lost?',
      regions: {
        'us-east': { place: 'aws/us-east-1', zones: [], capacity: nineHundred },
        'eu-west': { place: 'aws/eu-west-1', zones: [], capacity: nineHundred },
      },
      network: [],
      clients: {
        americas: {
          place: 'aws/us-east-1',
          requests: 400,
          writes: 0.2,
          resolvers: { count: 'many', weights: 'equal', lookups: 'default' },
          timeout: 10_000_000,
        },
        europe: {
          place: 'aws/eu-central-1',
          requests: 250,
          writes: 0.2,
          resolvers: { count: 'many', weights: 'equal', lookups: 'default' },
          timeout: 10_000_000,
        },
      },
      routing: {
        policy: 'failover',
        order: ['us-east', 'eu-west'],
        failOpen: 'all',
        minimumHealthy: 0,
        ttl: { initially: 60e6 },
        negativeTtl: 900e6,
        propagation: { draw: 'use', kind: 'constant', value: 0 },
        health: {
          interval: 10e6,
          timeout: 4e6,
          failures: 3,
          successes: 3,
          checkers: 1,
          healthyAbove: 0.5,
          schedule: 'fixed',
          roundTrip: 0,
          loss: 0,
          holdDown: 0,
        },
      },
      data: {
        orders: {
          share: 1,
          backups: {},
          restore: {
            beside: false,
            queue: none,
            provision: none,
            index: none,
            check: none,
            cutOver: none,
            rebuild: none,
            decide: none,
            replay: 4,
          },
          primary: 'us-east',
          standbys: ['eu-west'],
          rejoin: 'discard',
          reads: 'copies',
          detaches: 'end',
          epochs: false,
          follows: {},
          replication: {
            mode: 'async',
            lag: {
              draw: 'use',
              kind: 'quantiles',
              points: [
                [0.5, 90e3],
                [0.99, 2e6],
              ],
            },
            lags: [],
            correlation: 60e6,
            ships: 'in-order',
            transfer: { draw: 'use', kind: 'constant', value: 0 },
            wait: { standbys: 1, inOrder: false },
            commit: 'on',
            flush: { draw: 'use', kind: 'constant', value: 0 },
            apply: { draw: 'use', kind: 'constant', value: 0 },
            walWriter: { delay: 200_000, write: 256 },
            latch: true,
          },
        },
      },
      failover: {
        orders: {
          detect: { by: 'checks' },
          decide: {
            draw: 'use',
            kind: 'quantiles',
            points: [
              [0.5, 240e6],
              [0.95, 900e6],
            ],
          },
          promote: { draw: 'use', kind: 'uniform', low: 10e6, high: 40e6 },
        },
      },
      vaults: {},
      services: {},
      credentials: {},
      roles: {},
      runbooks: {},
      pipelines: {},
      changes: [],
      faults: [
        {
          kind: 'lose',
          name: 'lose us-east #1',
          target: 'us-east',
          back: false,
          checks: 'act',
          harm: 'altered',
          inFlight: 'lost',
          oneWay: false,
          probes: 'affected',
          at: { draw: 'use', kind: 'uniform', low: 300e6, high: 1200e6 },
          for: { draw: 'use', kind: 'constant', value: 3600e6 },
        },
      ],
      service: { threshold: 0.95, queueing: 'requests', settle: 60e6 },
      horizon: 10_800e6,
      objectives: [
        { text: 'rto p95 <= 15m', figure: 'rto', stat: 'p95', op: '<=', value: 900 },
        { text: 'rpo p99 <= 5s', figure: 'rpo', stat: 'p99', op: '<=', value: 5 },
        {
          text: 'share of runs with writesLost > 0 <= 60%',
          figure: 'writesLost',
          op: '<=',
          value: 0.6,
          share: 0.6,
          over: { op: '>', value: 0 },
        },
      ],
      warnings: [],
      notModelled: [
        'a capacity of orders: whatever reaches them is served',
        'retries where nothing is overloaded: a request that meets a region or store that is down fails once, at once',
        'failback: a store stays where it was promoted',
        'catch-up of a standby whose lag is stated: it is as fresh as ever once it can be reached',
        'catch-up of a copy that joins another primary or comes back to one: it has at once what that one has',
      ],
    });
  });

  it.each([
    '01-active-passive',
    '02-active-passive-sync',
    '03-active-active',
    '04-github-2018',
    '05-patroni-lease',
    '06-quorum-three-regions',
  ])('%s has no mistake, opens with its question and says the same as its object', async (name) => {
    const file = `scenarios/${name}.yaml`;
    const parsed = await loadScenario(file);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
    expect(readFileSync(file, 'utf8')).toMatch(/^# .*\?/);
    expect(parsed.spec.question).toMatch(/\?$/);
    expect(specOf(parsed.scenario)).toEqual(parsed.spec);
  });
});

describe('quantities', () => {
  const decide = (quantity: unknown): QuantitySpec | undefined => {
    const scenario = sound();
    scenario.failover!['orders'] = [{ decide: quantity as string }, { promote: '30s' }];
    return specOf(scenario).failover['orders']?.decide;
  };

  it.each([
    ['4s', { draw: 'use', kind: 'constant', value: 4e6 }],
    [
      { p99: '2s', p50: '90ms' },
      {
        draw: 'use',
        kind: 'quantiles',
        points: [
          [0.5, 90e3],
          [0.99, 2e6],
        ],
      },
    ],
    [
      { p10: '1s', 'p99.9': '1m' },
      {
        draw: 'use',
        kind: 'quantiles',
        points: [
          [0.1, 1e6],
          [0.999, 60e6],
        ],
      },
    ],
    [
      { min: '5m', likely: '10m', max: '40m' },
      { draw: 'use', kind: 'pert', min: 300e6, likely: 600e6, max: 2400e6 },
    ],
    [{ mean: '30d' }, { draw: 'use', kind: 'exponential', mean: 2_592_000e6 }],
    [
      { min: '10ms', mean: '15ms' },
      { draw: 'use', kind: 'shifted-exponential', min: 10e3, mean: 15e3 },
    ],
    [{ between: ['10s', '20s'] }, { draw: 'use', kind: 'uniform', low: 10e6, high: 20e6 }],
    [{ samples: ['3s', '1s'] }, { draw: 'use', kind: 'samples', values: [3e6, 1e6] }],
    [{ once: '4s' }, { draw: 'run', kind: 'constant', value: 4e6 }],
    [{ each: { mean: '4s' } }, { draw: 'entity', kind: 'exponential', mean: 4e6 }],
  ])('%j', (written, spec) => {
    expect(decide(written)).toEqual(spec);
  });

  it.each([
    [{ once: { each: '4s' } }, 'is a map of each'],
    [{ samples: [] }, 'is empty'],
    [{ p0: '1s', p50: '2s' }, 'p0 is not a quantile'],
    [{ p50: '0s', p99: '1s' }, '0s is out of range'],
    [{ mean: '0s' }, '0s is out of range'],
    [{ min: '1s', likely: '1s', max: '1s' }, 'is min'],
    [{ min: '1s', likely: '3s', max: '2s' }, 'is more than max'],
    [{ between: ['1s', '1s'] }, 'does not rise'],
    [true, 'is true'],
    [{}, 'is empty'],
  ])('%j is refused once', (written, message) => {
    const scenario = sound();
    scenario.failover!['orders'] = [{ decide: written as never }, { promote: '30s' }];
    const mistakes = mistakesOf(scenario);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(message);
  });
});

describe('normalising', () => {
  it('turns every form of resolvers and caches into one', () => {
    const scenario = sound();
    scenario.clients['few'] = { place: 'city/lima', requests: '1/s', resolvers: 500, cache: '30s' };
    scenario.clients['odd'] = {
      place: 'city/lima',
      requests: '1/s',
      resolvers: { weights: 'zipf', count: 20, lookups: '3/min', stretch: { share: '10%', to: '5m' } },
      cache: { ttl: '10s', keeps: 'remaining' },
      connections: { life: { mean: '5m' } },
    };
    const { few, odd } = specOf(scenario).clients;
    expect(few).toMatchObject({
      resolvers: { count: 500, weights: 'equal', lookups: 'default' },
      cache: [{ share: 1, ttl: 30e6, keeps: 'full' }],
    });
    expect(odd).toMatchObject({
      resolvers: { count: 20, weights: 'zipf', lookups: 0.05, stretch: { share: 0.1, to: 300e6 } },
      cache: [{ share: 1, ttl: 10e6, keeps: 'remaining' }],
      connections: { life: { kind: 'exponential', mean: 300e6 } },
    });
  });

  it('shares among stores what the stated shares leave', () => {
    const scenario = sound();
    scenario.data['orders']!.share = '50%';
    scenario.data['carts'] = { primary: 'us-east' };
    scenario.data['users'] = { primary: 'us-east' };
    const { data } = specOf(scenario);
    expect(Object.values(data).map(({ share }) => share)).toEqual([0.5, 0.25, 0.25]);
  });

  it('names each fault by kind, target and occurrence, unless it has a name', () => {
    const scenario = sound();
    scenario.faults = [
      { lose: 'us-east', at: '1m' },
      { crash: 'us-east', at: '2m' },
      { lose: 'us-east', at: '3m', name: 'storm' },
      { lose: 'us-east', at: '4m' },
      { partition: ['us-east', ['eu-west', 'us-west']], at: '5m', oneWay: true },
      { slow: ['us-east', 'eu-west'], by: '200ms', at: '6m' },
      { isolate: 'us-west', every: { mean: '1h' }, for: '5m' },
    ];
    expect(specOf(scenario).faults.map(({ name }) => name)).toEqual([
      'lose us-east #1',
      'crash us-east #1',
      'storm',
      'lose us-east #2',
      'partition us-east | eu-west,us-west #1',
      'slow us-east | eu-west #1',
      'isolate us-west #1',
    ]);
    expect(specOf(scenario).faults[4]).toMatchObject({
      sides: [['us-east'], ['eu-west', 'us-west']],
      oneWay: true,
    });
  });

  it('keeps each way to detect', () => {
    const scenario = sound();
    const detect = (given: unknown) => {
      scenario.failover!['orders'] = [{ detect: given as 'checks' }, { promote: '1s' }];
      return specOf(scenario).failover['orders']?.detect;
    };
    expect(detect('checks')).toEqual({ by: 'checks' });
    expect(detect({ lease: { ttl: '30s', loop: '10s' } })).toEqual({
      by: 'lease',
      ttl: 30e6,
      loop: 10e6,
      watch: false,
      failsafe: false,
      clock: 'monotonic',
    });
    expect(detect({ observers: ['us-west', 'eu-west'], interval: '1s', timeout: '1s', failures: 3 })).toEqual(
      {
        by: 'observers',
        from: ['us-west', 'eu-west'],
        interval: 1e6,
        timeout: 1e6,
        failures: 3,
      },
    );
  });
});

describe('mistakes', () => {
  it('come all at once, in order of place', () => {
    const text = [
      'title: Many',
      'regions:',
      '  us-east: { place: aws/us-eest-1, capacity: -5/s }',
      'clients:',
      '  all: { place: city/chicago, requests: 400, wirtes: 20% }',
      'routing:',
      '  policy: failover',
      '  order: [us-east, eu-west]',
      '  ttl: 0s',
      '  health: { interval: 10s, timeout: 40s, failures: 0 }',
      'data:',
      '  orders: { primary: us-east, standbys: [us-east], replication: { mode: async, lag: 1s, timeout: 2s } }',
      'faults:',
      '  - { lose: us-west, at: 5h }',
      'horizon: 3h',
      'objectives: [rto p95 <= 15, rot p95 <= 15m]',
    ].join('\n');
    expect(mistakesOf(text, { file: 'many.yaml' })).toEqual([
      'many.yaml:3:21: regions.us-east.place: unknown place "aws/us-eest-1"; expected a cloud region such as aws/us-east-1 or a city such as city/london; did you mean aws/us-east-1?',
      'many.yaml:3:46: regions.us-east.capacity: -5/s is negative; expected a rate above 0 such as 400/s',
      'many.yaml:5:41: clients.all.requests: 400 has no unit; expected a rate above 0 such as 400/s',
      'many.yaml:5:46: clients.all.wirtes: unknown key "wirtes"; expected place, requests, writes, home, think, resolvers, cache, connections or one of 5 more; did you mean writes?',
      'many.yaml:8:20: routing.order.1: unknown region "eu-west"; expected us-east',
      'many.yaml:9:8: routing.ttl: 0s is out of range; expected a duration above 0s such as 4s',
      'many.yaml:10:52: routing.health.failures: 0 is out of range; expected a whole number from 1 to 1000',
      'many.yaml:12:42: data.orders.standbys.0: "us-east" is the primary; expected another region or zone',
      'many.yaml:12:89: data.orders.replication.timeout: has no meaning with mode async; expected it only with semi-sync or sync',
      'many.yaml:14:13: faults.0.lose: unknown region or store "us-west"; expected us-east or orders; did you mean us-east?',
      'many.yaml:14:26: faults.0.at: is 5h at the earliest, beyond the horizon; expected less than the horizon, 3h',
      'many.yaml:16:14: objectives.0: 15 has no unit; expected a duration such as 15m, as rto is a time',
      `many.yaml:16:29: objectives.1: unknown figure "rot"; expected rto, downtime, availability, requestAvailability, failedRequests, incidents, relapses, cutover or one of ${figures.size - 8} more; did you mean rto?`,
    ]);
  });

  it('of an object have paths but no lines', () => {
    const scenario = { ...sound(), horizon: '-3h' };
    expect(parseScenario(scenario)).toEqual({
      ok: false,
      mistakes: [{ path: 'horizon', message: '-3h is negative', expected: 'a duration above 0s such as 4s' }],
    });
  });
});

describe('text and object', () => {
  it('say the same', () => {
    const durations = fc.integer({ min: 1, max: 600 }).map((seconds) => `${seconds}s`);
    const quantities = fc.oneof(
      durations,
      durations.map((mean) => ({ mean })),
      durations.map((min) => ({ min, mean: '11m' })),
      durations.map((low) => ({ between: [low, '11m'] as [string, string] })),
      durations.map((p50) => ({ p50, p99: '11m' })),
      fc.array(durations, { minLength: 1, maxLength: 4 }).map((samples) => ({ samples })),
      durations.map((once) => ({ once })),
    );
    const scenarios = fc
      .record({
        at: quantities,
        decide: quantities,
        lag: quantities,
        failures: fc.integer({ min: 1, max: 9 }),
        title: fc.string().map((end) => `T${end}`),
      })
      .map(({ at, decide, lag, failures, title }): Scenario => {
        const scenario = sound();
        scenario.title = title;
        scenario.faults = [{ lose: 'us-east', at, for: decide }];
        scenario.failover = { orders: [{ decide }, { promote: '30s' }] };
        scenario.data['orders']!.replication = { mode: 'async', lag };
        scenario.routing.health!.failures = failures;
        return scenario;
      });
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const spec = specOf(scenario);
        expect(specOf(stringify(scenario))).toEqual(spec);
        expect(specOf(JSON.stringify(scenario))).toEqual(spec);
      }),
      { seed: 2, numRuns: 150 },
    );
  });
});
