import { build, parseScenario, type Scenario } from '../../src/index.js';

/** Least, mean and most of a time, seconds. */
export type Ends = readonly [least: number, mean: number, most: number];

/** One set of parameters, in seconds, and what is published of it. */
export interface Mode {
  readonly name: string;
  readonly ttl: number;
  readonly loop: number;
  readonly retry: number;
  readonly start: number;
  /** Of the checks by which HAProxy finds a server up. */
  readonly inter: number;
  readonly fastinter: number;
  readonly rise: number;
  /** From the death of the primary's machine, and of its processes alone, until the new one serves. */
  readonly passive: Ends;
  readonly active: Ends;
  /** What the text of the same pages says of the passive failure. */
  readonly calledOut?: { readonly mean: number; readonly most: number };
}

const haproxy = { inter: 2, fastinter: 1, rise: 3 };

/** Pigsty, "Failure model" (pigsty.io, docs/concept/ha/failure); the last row is Patroni's own defaults with HAProxy as in norm. */
export const modes: readonly Mode[] = [
  {
    name: 'fast',
    ...{ ttl: 20, loop: 5, retry: 5, start: 15, inter: 1, fastinter: 0.5, rise: 3 },
    passive: [16, 23, 29],
    active: [1, 24, 29],
    calledOut: { mean: 14, most: 29 },
  },
  {
    name: 'norm',
    ...{ ttl: 30, loop: 5, retry: 10, start: 25, ...haproxy },
    passive: [27, 34, 41],
    active: [2, 35, 41],
    calledOut: { mean: 21, most: 43 },
  },
  {
    name: 'safe',
    ...{ ttl: 60, loop: 10, retry: 20, start: 45, inter: 3, fastinter: 1.5, rise: 3 },
    passive: [53, 66, 78],
    active: [3, 61, 73],
    calledOut: { mean: 43, most: 91 },
  },
  {
    name: 'wide',
    ...{ ttl: 120, loop: 20, retry: 30, start: 95, inter: 4, fastinter: 2, rise: 3 },
    passive: [104, 127, 150],
    active: [4, 122, 145],
    calledOut: { mean: 92, most: 207 },
  },
  {
    name: 'Patroni’s defaults',
    ...{ ttl: 30, loop: 10, retry: 10, start: 300, ...haproxy },
    passive: [22, 34, 46],
    active: [2, 314, 326],
  },
];

/** What dies: the machine, or its processes alone, whose restart takes all its time or fails at once. */
export type Failure = 'passive' | 'active' | 'active, restart fails at once';

/** Published: an election takes 0.1, 1 and 2 s at least, on average and at most. */
const election: Ends = [0.1, 1, 2];

/** What the parts of a failure add up to, as the lease and the checks have it. */
export function endsOf({ ttl, loop, start, inter, fastinter, rise }: Mode, failure: Failure): Ends {
  const found: Ends[] =
    failure === 'passive'
      ? [[ttl - loop, ttl - loop / 2, ttl]]
      : [[0, loop / 2, loop], failure === 'active' ? [start, start, start] : [0, 0, 0]];
  const checks = (rise - 1) * fastinter;
  const parts: Ends[] = [
    ...found,
    [0, loop / 2, loop],
    election,
    [checks, checks + inter / 2, checks + inter],
  ];
  return [0, 1, 2].map((i) => parts.reduce((sum, part) => sum + part[i]!, 0)) as unknown as Ends;
}

/** The scenario of a failure: a primary, one standby, which polls, and a third member of the service, a zone each. */
function scenarioOf(mode: Mode, failure: Failure): Scenario {
  const seconds = (value: number) => `${value}s`;
  const { ttl, loop, retry, start, inter, fastinter, rise } = mode;
  const checks = (rise - 1) * fastinter;
  const restart = failure === 'active' ? start : 0;
  return {
    title: `${failure} failure, ${mode.name}`,
    regions: { home: { place: 'aws/us-east-1', zones: ['a', 'b', 'w'] } },
    clients: { users: { place: 'aws/us-east-1', requests: '100/s', writes: '100%' } },
    routing: {
      policy: 'failover',
      order: ['home'],
      ttl: '60s',
      health: { interval: '10s', timeout: '4s', failures: 3 },
    },
    data: {
      pg: {
        primary: 'home/a',
        standbys: ['home/b'],
        replication: { mode: 'async', lag: '10ms' },
        witness: 'home/w',
      },
    },
    failover: {
      pg: [
        {
          detect: {
            lease: {
              ttl: seconds(ttl),
              loop: seconds(loop),
              retry: seconds(retry),
              ...(failure === 'passive' ? {} : { start: seconds(restart) }),
            },
          },
        },
        // PERT through the three numbers: (least + 4 likely + most) / 6 is the mean.
        { promote: { min: seconds(election[0]), likely: '975ms', max: seconds(election[2]) } },
        { record: { between: [seconds(checks), seconds(checks + inter)] } },
      ],
    },
    faults: [failure === 'passive' ? { lose: 'pg', at: '1h' } : { crash: 'pg', at: '1h' }],
    service: { settle: '0s' },
    horizon: '2h',
  };
}

/** Recovery times of so many runs, seconds. */
export function simulate(mode: Mode, failure: Failure, runs: number): Float64Array {
  const parsed = parseScenario(scenarioOf(mode, failure));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const batch = build(parsed.spec, '1');
  const rto = batch.columns.findIndex(({ name }) => name === 'rto');
  return Float64Array.from({ length: runs }, (_, run) => batch.simulate(run).values[rto]!);
}
