import { storePresets } from '../../src/data/presets/stores/presets.js';
import { buildQuantity } from '../../src/experiment/quantity.js';
import { build, type Spec } from '../../src/index.js';
import { scenarioWith } from '../scenario/preset-scenarios.js';
import { specOf } from '../validation/specification.js';
import { markdownTable, type PublishedTable } from './published-table.js';
import { type Case, cases } from './service-failovers.js';

/** Runs of each row. */
const runs = 400;

/** The normal quantile of 99 % intervals. */
const deviations = 2.5758;

export interface Row extends Case {
  /** Seconds, in order. */
  readonly times: Float64Array;
  /** Mean of the runs, and half of its 99 % interval. */
  readonly mean: number;
  readonly half: number;
  /** Mean of the law that the rules make, where they are a sum; absent of votes. */
  readonly law: number | undefined;
}

/** Nothing but the preset says how the store fails over, and recovery needs no settling. */
export function specFor({ preset }: Pick<Case, 'preset'>): Spec {
  return specOf(scenarioWith(storePresets.get(preset)!, { service: { settle: '0s' } }));
}

export function rowOf(one: Case): Row {
  const spec = specFor(one);
  // Presets draw for the same steps: with one seed for all, what luck the first rows have the others have too.
  const batch = build(spec, one.preset);
  const at = (name: string) => batch.columns.findIndex((column) => column.name === name);
  const parts = (one.from === 'loss' ? ['rto'] : ['act', 'propagate']).map(at);
  const times = Float64Array.from({ length: runs }, (_, run) => {
    const { values } = batch.simulate(run);
    return parts.reduce((sum, column) => sum + values[column]!, 0);
  }).sort();
  const mean = times.reduce((a, b) => a + b) / runs;
  const variance = times.reduce((sum, time) => sum + (time - mean) * (time - mean), 0) / (runs - 1);
  return { ...one, times, mean, half: deviations * Math.sqrt(variance / runs), law: meanOf(spec, one) };
}

/** Mean of detection and steps, seconds. */
export function meanOf({ failover, data }: Spec, { from }: Case): number | undefined {
  const mean = (takes: typeof restore.decide | undefined) =>
    takes ? buildQuantity(takes, 'step').law.mean : 0;
  const { restore } = data['orders']!;
  // Without a copy nobody is promoted: it is restored.
  if (!failover['orders']) return (mean(restore.decide) + mean(restore.provision)) / 1e6;
  const { detect, decide, fence, promote, record } = failover['orders'];
  const acts = mean(fence?.takes) + mean(promote) + mean(record);
  if (from === 'command') return acts / 1e6;
  const before = mean(decide);
  switch (detect.by) {
    case 'provider':
      // Up to an interval until the first probe fails, the further ones, and the wait for the last.
      return (
        (detect.interval / 2 + (detect.failures - 1) * detect.interval + detect.timeout + before + acts) / 1e6
      );
    case 'lease':
      // What is left of the lease at a random instant, and of the period of a standby that looks.
      return (detect.ttl - detect.loop / 2 + detect.loop / 2 + before + acts) / 1e6;
    default:
      return undefined;
  }
}

/** Share of our failovers that keep to what is published. */
export function shareWithin({ times, claim: { within } }: Row): number {
  return times.filter((time) => time >= within[0] && time <= within[1]).length / times.length;
}

export function agrees(row: Row): boolean {
  return shareWithin(row) >= row.claim.share;
}

/** Share of our failovers that took no longer. */
function shareBelow({ times }: Row, time: number): number {
  return times.filter((one) => one <= time).length / times.length;
}

const told = (seconds: number) =>
  seconds >= 600
    ? `${(seconds / 60).toFixed(1)} min`
    : `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)} s`;
const percent = (share: number) => `${Math.round(share * 100)} %`;
const quantileOf = ({ times }: Row, share: number) => times[Math.ceil(share * times.length) - 1]!;

export const managedFailover: PublishedTable = {
  title: 'How long managed services take to fail over',
  render: () => {
    const rows = cases.map(rowOf);
    const seen = rows.flatMap((row) => row.users.map((one) => ({ row, ...one })));
    return [
      'What vendors say of a failover, beside what comes out of the steps of their preset (`regionfall presets` lists the numbers, which are',
      'documented and which assumed). A bound is read as a quantile in the preset, so a row says that the parts add up to what is published',
      'of the whole, no more; where a vendor publishes the parts, it is more than that. Means have 99 % intervals; the mean of the law',
      'stands beside where it is a sum. From the loss of the primary until all requests are answered, or, where a person decides, from the',
      `command on; ${runs} runs of its own for each preset, in which nothing else says how the store fails over.`,
      '',
      markdownTable(
        [
          'preset',
          'from the',
          'published',
          'ours, mean',
          'law, mean',
          'half of ours',
          '99 % of ours',
          'of ours within',
          'agrees',
        ],
        rows.map((row) => [
          `\`${row.preset}\``,
          row.from,
          row.claim.says,
          `${told(row.mean)} ± ${told(row.half)}`,
          row.law === undefined ? '–' : told(row.law),
          `≤ ${told(quantileOf(row, 0.5))}`,
          `≤ ${told(quantileOf(row, 0.99))}`,
          percent(shareWithin(row)),
          agrees(row) ? 'yes' : '**no**',
        ]),
      ),
      '',
      '- **The grace hour** of a failover group begins when the service has found the outage, and promotion comes after it: an hour is the',
      '  least, and is published as the whole.',
      '- **A manual failover** in 30 s is the change of roles; clients that follow the listener’s name by a TTL of 30 s (assumed) come later.',
      '',
      'What users saw of the same services. None of it went into a preset, and none of it is a pass: single failovers of other systems, most of them',
      'forced, which leaves out detection.',
      '',
      markdownTable(
        ['preset', 'seen', 'took', 'of ours no longer'],
        seen.map(({ row, what, times }) => [
          `\`${row.preset}\``,
          what,
          times.map(told).join(', '),
          times.map((time) => percent(shareBelow(row, time))).join(', '),
        ]),
      ),
      '',
      '- **Forced failovers of Aurora** were done in 10 to 16 s, which is less than nearly all of ours: nobody had to find out, and the vendor’s',
      '  "less than 60 s, often less than 30 s", from which our numbers are, is a bound. Say `failover: { orders: [{ promote: 10s }] }` for what was',
      '  measured.',
      '- **The engine of RDS** changed in 28 s; what users waited for, 90 s, is in the middle of ours.',
      '- **East US, September 2023**: groups were failed over about 8 h after the outage began, eight times the grace period. Nothing in',
      '  the published rule says so; a service that does not act is not part of a preset.',
    ].join('\n');
  },
};
