import { build, checkersToFail, type Scenario, type Spec } from '../../src/index.js';
import { specOf } from '../validation/specification.js';
import { markdownTable, type PublishedTable } from './published-table.js';

/** How a region fails: its processes refuse at once, or nobody answers. */
export type Failure = 'refused' | 'black-holed';

/** What the documented rule of a vendor adds up to, seconds: a typical time, or the least and the most. */
type Published = { readonly typical: number } | { readonly least: number; readonly most: number };

interface Case {
  readonly preset: string;
  readonly failure: Failure;
  readonly published: Published;
}

export const cases: readonly Case[] = [
  { preset: 'route53', failure: 'refused', published: { typical: 85 } },
  { preset: 'route53', failure: 'black-holed', published: { typical: 103 } },
  { preset: 'route53-fast', failure: 'refused', published: { typical: 28 } },
  { preset: 'route53-fast', failure: 'black-holed', published: { typical: 46 } },
  { preset: 'traffic-manager', failure: 'black-holed', published: { least: 100, most: 130 } },
  { preset: 'google-cloud-load-balancing', failure: 'black-holed', published: { least: 10, most: 15 } },
  { preset: 'alb', failure: 'black-holed', published: { least: 35, most: 65 } },
  { preset: 'cloudflare', failure: 'black-holed', published: { least: 15, most: 75 } },
];

/** Runs of each row. */
const runs = 1000;

/** The normal quantile of 99 % intervals. */
const deviations = 2.5758;

/** What a published number is rounded to, seconds. */
const rounding = 0.5;

const faultAt = 3600;

/** Nothing but the preset says how regions are checked. */
function scenarioOf({ preset, failure }: Case): Scenario {
  return {
    title: 'how soon a lost region is found',
    regions: { near: { place: 'aws/us-east-1' }, far: { place: 'aws/us-west-2' } },
    clients: { users: { place: 'aws/us-east-1', requests: '100/s' } },
    routing: {
      policy: 'failover',
      order: ['near', 'far'],
      preset,
      ...(preset === 'cloudflare' ? { fallback: 'far' } : {}),
    },
    data: { orders: { primary: 'far' } },
    faults: [{ ...(failure === 'refused' ? { crash: 'near' } : { lose: 'near' }), at: `${faultAt}s` }],
    service: { settle: '0s' },
    horizon: `${faultAt + 600}s`,
  };
}

/**
 * The law of the time to the verdict: a fixed part, and the interval times the order statistic of the checker that decides, whose
 * phases are uniform: Beta(j, m - j + 1) for the j-th of m.
 */
export interface Law {
  readonly fixed: number;
  readonly interval: number;
  readonly deciding: number;
  readonly checkers: number;
}

export function lawOf({ routing: { health } }: Spec, failure: Failure): Law {
  const { interval, timeout, failures, checkers, schedule } = health;
  const takes = failure === 'refused' ? 0 : timeout;
  const period = schedule === 'fixed' ? interval : interval + takes;
  return {
    fixed: ((failures - 1) * period + takes) / 1e6,
    interval: interval / 1e6,
    deciding: checkersToFail(health),
    checkers,
  };
}

export interface Row extends Case {
  readonly law: Law;
  readonly times: Float64Array;
  /** Mean of the runs, and half of its 99 % interval. */
  readonly mean: number;
  readonly half: number;
}

export function rowOf(one: Case): Row {
  const spec = specOf(scenarioOf(one));
  const batch = build(spec, '1');
  const detect = batch.columns.findIndex(({ name }) => name === 'detect');
  const times = Float64Array.from({ length: runs }, (_, run) => batch.simulate(run).values[detect]!).sort();
  const mean = times.reduce((a, b) => a + b) / runs;
  const variance = times.reduce((sum, time) => sum + (time - mean) * (time - mean), 0) / (runs - 1);
  return {
    ...one,
    law: lawOf(spec, one.failure),
    times,
    mean,
    half: deviations * Math.sqrt(variance / runs),
  };
}

export function meanOf({ fixed, interval, deciding, checkers }: Law): number {
  return fixed + (interval * deciding) / (checkers + 1);
}

/** A typical time, as rounded, lies in the interval of our mean; a range is that of the law. */
export function agrees({ published, law, mean, half }: Row): boolean {
  if ('typical' in published) return Math.abs(published.typical - mean) <= half + rounding;
  const most = law.fixed + law.interval;
  return Math.abs(published.least - law.fixed) <= rounding && Math.abs(published.most - most) <= rounding;
}

const inWords = (published: Published) =>
  'typical' in published ? `about ${published.typical}` : `${published.least} to ${published.most}`;

export const managedDetection: PublishedTable = {
  title: 'How soon managed checks find a lost region',
  render: () => {
    const rows = cases.map(rowOf);
    return [
      'What the rules that vendors document add up to, from the loss of a region to the verdict on it, in seconds: up to one interval until',
      'the first probe fails, the further failures in a row, and the wait for the last of them. With Route 53 the interval begins with an',
      'answer, and 82 % of the checkers must have failed. The published numbers are such sums, not measurements.',
      '',
      `Ours are ${runs.toLocaleString('en')} runs a row, in which nothing but \`routing.preset\` says how regions are checked (\`regionfall presets\` lists the numbers`,
      'and their sources); means have 99 % intervals. Each checker has a phase of its own, so that the time is that of the j-th of m uniform',
      'ones: the mean of that law stands beside. Refused: the processes crash. Black-holed: nobody answers.',
      '',
      markdownTable(
        [
          'preset',
          'the region',
          'published',
          'ours, mean',
          'law, mean',
          'ours, least to most',
          'law, least to most',
          'agrees',
        ],
        rows.map((row) => [
          row.preset,
          row.failure,
          inWords(row.published),
          `${row.mean.toFixed(1)} ± ${row.half.toFixed(1)}`,
          meanOf(row.law).toFixed(1),
          `${row.times[0]!.toFixed(1)} to ${row.times.at(-1)!.toFixed(1)}`,
          `${row.law.fixed.toFixed(1)} to ${(row.law.fixed + row.law.interval).toFixed(1)}`,
          agrees(row) ? 'yes' : '**no**',
        ]),
      ),
      '',
      'Cloudflare asks from three data centres of a region, two of which must agree; a time near the most is seldom.',
    ].join('\n');
  },
};
