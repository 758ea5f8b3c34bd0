import { build, exp, type Scenario } from '../../src/index.js';
import { specOf } from '../validation/specification.js';
import { mean, years } from '../validation/years.js';
import { markdownTable, type PublishedTable } from './published-table.js';

/** What a region needs, each with the availability that is promised of it, percent. */
const front = [99.99, 99.99];
const parts = [99.95, 99.9, 99.995, 99.9, 99.99, 99.9];
const privateLinks = new Array<number>(7).fill(99.99);
export const oneRegion = [...front, ...parts];
export const isolated = [...oneRegion, ...privateLinks];

export function product(percents: readonly number[]): number {
  return percents.reduce((all, one) => (all * one) / 100, 1);
}

/** Years of each run, and hours of an outage on average where nothing else is said. */
const decade = 87_600;
const anHour = 1;

/** The normal quantile of 99 % intervals. */
const deviations = 2.5758;

type Faults = NonNullable<Scenario['faults']>;

/** Hours up on average, of something that is available so much of the time with outages of `outage` hours. */
function upTime(availability: number, outage: number): number {
  return (outage * availability) / (1 - availability);
}

function outages(lose: string | string[], availability: number, outage: number): Faults[number] {
  return { lose, every: mean(upTime(availability, outage)), for: mean(outage) } as Faults[number];
}

/** One region, which is there when all its parts are. */
function inSeries(percents: readonly number[]): Scenario {
  return years({
    regions: 1,
    faults: percents.map((percent) => outages('a', percent / 100, anHour)),
    horizon: decade,
  });
}

interface Pair {
  readonly routing?: Partial<Scenario['routing']>;
  /** Share of the outages of a region that hit both. */
  readonly common?: number;
  /** Hours that an outage lasts on average. */
  readonly outage?: number;
}

/** Two regions of which one serves; what they share stands in a third, and fails for both. */
function pair({ routing, common = 0, outage = anHour }: Pair): Scenario {
  const availability = product(isolated);
  const every = upTime(availability, outage);
  const own = (lose: string) => ({ lose, every: mean(every / (1 - common)), for: mean(outage) });
  const both = { lose: ['a', 'b'], every: mean(every / common), from: 'start', for: mean(outage) };
  return years({
    regions: 3,
    data: { shared: { primary: 'c' } },
    faults: [
      own('a'),
      own('b'),
      ...(common > 0 ? [both as unknown as Faults[number]] : []),
      ...front.map((percent) => outages('c', percent / 100, anHour)),
    ],
    horizon: decade,
    more: {
      routing: {
        policy: 'failover',
        order: ['a', 'b'],
        ...(routing ?? {
          ttl: '1ms',
          health: { interval: '1ms', timeout: '1ms', failures: 1, successes: 1 },
        }),
      } as Scenario['routing'],
    },
  });
}

interface Case {
  readonly what: string;
  /** Percent. */
  readonly published?: number;
  /** What the parts add up to. */
  readonly sum: number;
  readonly scenario: Scenario;
  readonly runs: number;
}

const hour = 3600;

/**
 * What two regions come to: what they share is there, and not both are down, nor does the one that serves wait to be found lost. It waits
 * `found` seconds on average, or until its outage is over. A common outage leaves both down until the first of two repairs.
 */
function sumOf({ found = 0, common = 0, outage = anHour }: Pair & { readonly found?: number }): number {
  const availability = product(isolated);
  const up = upTime(availability, outage);
  const waits = outage * (1 - exp(-found / hour / outage));
  const down = (1 - availability) ** 2 + waits / up + (common / up) * (outage / 2);
  return product(front) * (1 - down);
}

const frontDoor = { routing: { preset: 'front-door' } };
/** Seconds on average: two intervals of 30 s, what is left of another, and a time-out of 10 s. */
const byFrontDoor = 85;
/** Three intervals, what is left of another, a time-out of 10 s, and what is left of a TTL of 60 s. */
const byTrafficManager = 115 + 30;

export const cases: readonly Case[] = [
  {
    what: 'one region',
    published: 99.616,
    sum: product(oneRegion),
    scenario: inSeries(oneRegion),
    runs: 15,
  },
  {
    what: 'one region, private links',
    published: 99.546,
    sum: product(isolated),
    scenario: inSeries(isolated),
    runs: 15,
  },
  { what: 'two regions', published: 99.978, sum: sumOf({}), scenario: pair({}), runs: 20 },
  {
    what: '… found lost by the checks of Front Door',
    sum: sumOf({ found: byFrontDoor }),
    scenario: pair(frontDoor),
    runs: 20,
  },
  {
    what: '… with outages of 10 minutes, six times as many',
    sum: sumOf({ found: byFrontDoor, outage: 1 / 6 }),
    scenario: pair({ ...frontDoor, outage: 1 / 6 }),
    runs: 3,
  },
  {
    what: '… with 5 % of the outages of a region in both',
    sum: sumOf({ found: byFrontDoor, common: 0.05 }),
    scenario: pair({ ...frontDoor, common: 0.05 }),
    runs: 20,
  },
  {
    what: '… found lost by the checks of Traffic Manager, and a TTL of 60 s',
    sum: sumOf({ found: byTrafficManager }),
    scenario: pair({ routing: { preset: 'traffic-manager' } }),
    runs: 20,
  },
];

export interface Row extends Case {
  /** Mean of the runs, and half of its 99 % interval. */
  readonly ours: number;
  readonly half: number;
}

export function rowOf(one: Case): Row {
  const batch = build(specOf(one.scenario), '1');
  const column = batch.columns.findIndex(({ name }) => name === 'requestAvailability');
  const shares = Array.from({ length: one.runs }, (_, run) => batch.simulate(run).values[column]!);
  const ours = shares.reduce((a, b) => a + b) / one.runs;
  const variance = shares.reduce((sum, x) => sum + (x - ours) * (x - ours), 0) / (one.runs - 1);
  return { ...one, ours, half: deviations * Math.sqrt(variance / one.runs) };
}

/** The rule gives what is published, to its last digit, and the runs have it in their interval. */
export function agrees({ published, sum, ours, half }: Row): boolean {
  if (published === undefined) return Math.abs(ours - sum) <= half;
  const isRule = Math.abs(100 * sum - published) <= 0.0005 + 1e-9;
  return isRule && Math.abs(ours - published / 100) <= half;
}

const percent = (share: number) => `${(100 * share).toFixed(4)} %`;

export const compositeAvailability: PublishedTable = {
  title: 'What promises of parts come to',
  render: () => {
    const rows = cases.map(rowOf);
    return [
      'Microsoft’s guides for web applications multiply what is promised of each service: Front Door and Entra 99.99 % each, in a region App',
      'Service 99.95, Redis 99.9, SQL 99.995, Storage 99.9, Key Vault 99.99, App Configuration 99.9, and 99.99 for each private link; of two',
      'regions behind the same front, that not both are down. That they are seven links is inferred: with these the product is the published one.',
      '',
      'Ours are runs of ten years in which each part fails at random; requests answered, with 99 % intervals. A promise is a share and says',
      'nothing of how often and how long: outages of an hour on average are assumed. The rows with "…" are the same two regions with what the',
      'product leaves out; the first serves, the other takes over. *Adds up to*: the product, less outages that are not yet found, times how',
      'often there are some.',
      '',
      markdownTable(
        ['design', 'published', 'adds up to', 'ours', 'agrees'],
        rows.map((row) => [
          row.what,
          row.published === undefined ? '' : `${row.published} %`,
          percent(row.sum),
          `${percent(row.ours)} ± ${(100 * row.half).toFixed(4)}`,
          agrees(row) ? 'yes' : '**no**',
        ]),
      ),
      '',
      '- **The product assumes** that parts fail on their own and that another region takes over at once. Where a region has to be found lost',
      '  first, half as much again is down; with the same share of the time in outages of ten minutes, nearly four times as much. So the promises',
      '  of the parts do not say what the design keeps.',
      '- **The published composition counts the front twice**: 99.546 % has it in it already. Left out of the regions it would be',
      `  ${percent(product(front) * (1 - (1 - product(isolated) / product(front)) ** 2))}, the same to the digits published.`,
      '- **A promise is no measurement**: services are mostly better than it, and pay when they are not.',
    ].join('\n');
  },
};
