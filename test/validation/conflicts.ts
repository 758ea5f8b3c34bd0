import { concurrencyOf, KeyLaw, type Scenario, second } from '../../src/index.js';
import { perSecond, seconds } from './amounts.js';
import type { Builder, Experiment } from './experiment.js';
import { reading } from './experiment.js';
import { listOf, numbersOf } from './oracle.js';
import { faultAt, promptHealth } from './scenarios.js';

type Store = Scenario['data'][string];

interface ApartOptions {
  /** Writes per second of each region's own clients. */
  readonly rates: readonly number[];
  readonly keys: NonNullable<Store['keys']>;
  /** Seconds for which the regions stay apart; 0 for no cut at all. */
  readonly apart: number;
  /** The two sides of each cut, by number; every region on its own when absent. */
  readonly cuts?: readonly (readonly [number[], number[]])[];
  /** Seconds from one region to another; as good as none when absent. */
  readonly lags?: readonly { from: number; to: number; lag: number }[];
  /** Whether what is on its way at a cut still arrives. */
  readonly delivers?: boolean;
  /** Seconds that the clock of the first region is ahead; negative when behind. */
  readonly ahead?: number;
  /** Seconds from the start to the horizon. */
  readonly horizon?: number;
}

const names = ['a', 'b', 'c'];
const places = ['aws/us-east-1', 'aws/us-west-2', 'aws/eu-west-1'];

/** Regions that take the writes of their own clients, and that a network fault keeps apart for a while; the last writer wins. */
function regionsApart(options: ApartOptions): Experiment {
  const { rates, keys, apart, ahead = 0 } = options;
  const regions = rates.map((_, i) => names[i]!);
  const pairs = rates.flatMap((_, i) => rates.slice(0, i).map((_, j): [number, number] => [j, i]));
  const cuts = options.cuts ?? pairs.map(([a, b]): [number[], number[]] => [[a], [b]]);
  return {
    scenario: {
      title: 'regions apart',
      regions: Object.fromEntries(
        regions.map((name, i) => [name, { place: places[i]!, ...(i === 0 ? clockAhead(ahead) : {}) }]),
      ),
      network: pairs.map(([a, b]) => ({ between: [names[a]!, names[b]!], roundTrip: '1us' })),
      clients: Object.fromEntries(
        rates.map((rate, i) => [
          `users-${names[i]}`,
          { place: places[i]!, requests: perSecond(rate), writes: '100%' },
        ]),
      ),
      routing: {
        policy: 'geolocation',
        locations: Object.fromEntries(regions.map((name) => [`users-${name}`, name])),
        default: 'a',
        ttl: '1s',
        health: promptHealth,
      },
      data: {
        orders: {
          writers: regions,
          replication: {
            mode: 'async',
            lag: '0s',
            ...(options.lags
              ? {
                  lags: options.lags.map(({ from, to, lag }) => ({
                    from: names[from]!,
                    to: names[to]!,
                    lag: seconds(lag),
                  })),
                }
              : {}),
          },
          keys,
          conflicts: { policy: 'last-writer-wins' },
        },
      },
      faults:
        apart === 0
          ? []
          : cuts.map(([one, other]) => ({
              partition: [one.map((i) => names[i]!), other.map((i) => names[i]!)],
              at: seconds(faultAt),
              for: seconds(apart),
              ...(options.delivers ? { inFlight: 'delivered' as const } : {}),
            })),
      horizon: seconds(options.horizon ?? faultAt + apart + 60),
    },
    readings: {
      keys: reading('keysInConflict of orders'),
      pairs: reading('conflictPairs of orders'),
      discarded: reading('lostInConflict of orders'),
      versions: reading('losingVersions of orders'),
    },
  };
}

function clockAhead(ahead: number): Partial<Scenario['regions'][string]> {
  if (ahead === 0) return {};
  return { clock: ahead > 0 ? { ahead: seconds(ahead) } : { behind: seconds(-ahead) } };
}

/** Two regions, keys of a Zipf law: what an oracle of a partition is given. */
function twoRegions(params: Parameters<Builder>[0], more: Partial<ApartOptions> = {}): Experiment {
  const { K, s, la, lb, P } = numbersOf(params, 'K', 's', 'la', 'lb', 'P');
  return regionsApart({ rates: [la, lb], keys: { count: K, popularity: { zipf: s } }, apart: P, ...more });
}

export const keysOnBothSides: Builder = (params) => {
  const from = twoRegions(params);
  return {
    'keys-on-both-sides': { from, reading: 'keys' },
    'cross-side-pairs': { from, reading: 'pairs' },
  };
};

export const discardedWrites: Builder = (params) => {
  const { d } = numbersOf(params, 'd');
  const from = twoRegions(params, { ahead: d });
  return {
    discarded: { from, reading: 'discarded' },
    'losing-final-versions': { from, reading: 'versions' },
  };
};

export const discardedWithSkew: Builder = (params) => {
  const { d } = numbersOf(params, 'd');
  return { 'discarded-with-skew': { from: twoRegions(params, { ahead: d }), reading: 'discarded' } };
};

/** Three regions, each for itself, and the first against the other two. */
export const threeRegions: Builder = (params) => {
  const { K, s, P } = numbersOf(params, 'K', 's', 'P');
  const options = { rates: listOf(params, 'r'), keys: { count: K, popularity: { zipf: s } }, apart: P };
  const threeWay = regionsApart(options);
  const twoWay = regionsApart({ ...options, cuts: [[[0], [1, 2]]] });
  return {
    'keys-in-two-or-more-regions': { from: threeWay, reading: 'keys' },
    'discarded-three-way': { from: threeWay, reading: 'discarded' },
    'keys-in-conflict-two-way': { from: twoWay, reading: 'keys' },
  };
};

/** What crosses on its way with no partition, and what a partition adds to it. */
export const excessPairs: Builder = (params) => {
  const { a, b, P, Lab, Lba } = numbersOf(params, 'a', 'b', 'P', 'Lab', 'Lba');
  const horizon = faultAt + P + 10 * (Lab + Lba) + 60;
  const options = {
    rates: [a, b],
    keys: { count: 1 },
    apart: P,
    lags: [
      { from: 0, to: 1, lag: Lab },
      { from: 1, to: 0, lag: Lba },
    ],
    horizon,
  };
  // A write of one is concurrent with those of the other within the two lags.
  const quiet = a * b * (Lab + Lba) * horizon;
  return {
    'excess-pairs-delivered': {
      from: regionsApart({ ...options, delivers: true }),
      reading: 'pairs',
      minus: quiet,
    },
    'excess-pairs-in-flight-lost': { from: regionsApart(options), reading: 'pairs', minus: quiet },
  };
};

/** Two regions that nothing keeps apart. */
export const crossingWrites: Builder = (params) => {
  const { K, s, la, lb, Lab, Lba } = numbersOf(params, 'K', 's', 'la', 'lb', 'Lab', 'Lba');
  const horizon = 3600;
  const from = regionsApart({
    rates: [la, lb],
    keys: { count: K, popularity: { zipf: s } },
    apart: 0,
    lags: [
      { from: 0, to: 1, lag: Lab },
      { from: 1, to: 0, lag: Lba },
    ],
    horizon,
  });
  const rates = [la / second, lb / second];
  const lags = [
    [0, Lab * second],
    [Lba * second, 0],
  ];
  const law = new KeyLaw({ count: K, zipf: s });
  return {
    'concurrent-pairs-per-second': { from, reading: 'pairs', scale: 1 / horizon },
    'a-writes-with-concurrent-b-per-second': {
      compute: () => concurrencyOf(law, { rates, lags }).concurrent[0]! * second,
    },
  };
};
