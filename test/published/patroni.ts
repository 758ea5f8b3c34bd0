import { type Ends, endsOf, type Failure, type Mode, modes, simulate } from './patroni-failures.js';
import { markdownTable, type PublishedTable } from './published-table.js';

/** Runs of each failure of each mode. */
const runs = 1000;

/** The normal quantile of 99 % intervals. */
const deviations = 2.5758;

/** What a published number is rounded to, seconds. */
const rounding = 0.5;

export interface Row {
  readonly mode: string;
  readonly published: Ends;
  /** Mean of the runs, and half of its 99 % interval. */
  readonly mean: number;
  readonly half: number;
  readonly least: number;
  readonly most: number;
  /** What the parts add up to. */
  readonly ends: Ends;
}

export function rowOf(mode: Mode, failure: Failure): Row {
  const times = simulate(mode, failure, runs);
  const mean = times.reduce((a, b) => a + b) / runs;
  const variance = times.reduce((sum, time) => sum + (time - mean) * (time - mean), 0) / (runs - 1);
  const sorted = times.sort();
  return {
    mode: mode.name,
    published: failure === 'passive' ? mode.passive : mode.active,
    mean,
    half: deviations * Math.sqrt(variance / runs),
    least: sorted[0]!,
    most: sorted.at(-1)!,
    ends: endsOf(mode, failure),
  };
}

/** Whether the published mean, as rounded, lies in our interval. */
export function agreesOnMean({ published, mean, half }: Row): boolean {
  return Math.abs(published[1] - mean) <= half + rounding;
}

/** Whether an end, as rounded, is what the parts add up to. */
export function agreesOnEnd({ published, ends }: Row, end: 0 | 2): boolean {
  return Math.abs(published[end] - ends[end]) <= rounding;
}

const word = (agrees: boolean) => (agrees ? 'yes' : '**no**');

function table(rows: readonly Row[], atOnce?: readonly Row[]): string {
  return markdownTable(
    [
      'parameters',
      'least, published',
      'ours',
      'agrees',
      'mean, published',
      'ours',
      'agrees',
      'most, published',
      'ours',
      'agrees',
    ],
    rows.map((row, i) => {
      const low = atOnce?.[i] ?? row;
      return [
        row.mode,
        String(row.published[0]),
        `${low.ends[0].toFixed(1)} (${low.least.toFixed(1)})`,
        word(agreesOnEnd(low, 0)),
        String(row.published[1]),
        `${row.mean.toFixed(2)} ± ${row.half.toFixed(2)}`,
        word(agreesOnMean(row)),
        String(row.published[2]),
        `${row.ends[2].toFixed(1)} (${row.most.toFixed(1)})`,
        word(agreesOnEnd(row, 2)),
      ];
    }),
  );
}

/** Every row of a failure, simulated. */
export function rowsOf(failure: Failure): Row[] {
  return modes.map((mode) => rowOf(mode, failure));
}

function calledOut(passive: readonly Row[]): string {
  return markdownTable(
    ['parameters', 'mean in the text', 'in the table', 'ours', 'most in the text', 'in the table', 'ours'],
    modes.flatMap((mode, i) => {
      const row = passive[i]!;
      if (!mode.calledOut) return [];
      const { mean, most } = mode.calledOut;
      return [
        [
          mode.name,
          String(mean),
          String(mode.passive[1]),
          row.mean.toFixed(1),
          String(most),
          String(mode.passive[2]),
          row.ends[2].toFixed(1),
        ],
      ];
    }),
  );
}

export const patroni: PublishedTable = {
  title: 'Recovery time of a Patroni cluster',
  render: () => {
    const passive = rowsOf('passive');
    return [
      'Pigsty, "Failure model" (pigsty.io, docs/concept/ha/failure): how long a PostgreSQL cluster under Patroni stands still, for four',
      'sets of parameters and Patroni’s own defaults, in seconds. The published numbers are sums of phases, not measurements. Ours are',
      `the recovery times of ${runs.toLocaleString('en')} runs a row: a lease with ttl, loop, retries and restart as published, one standby that polls, an election`,
      'of 0.1 to 2 s (1 s on average), and HAProxy’s checks until it finds the new primary. Means have 99 % intervals; at the ends, what',
      'the phases add up to, in brackets the least and the most of the runs.',
      '',
      'Passive: the machine of the primary dies.',
      '',
      table(passive),
      '',
      'Active: the processes of the primary die, and Patroni on the same machine starts them again in vain for as long as it may. The',
      'least is for a restart that fails at once, mean and most for one that takes all its time, as they are published.',
      '',
      table(rowsOf('active'), rowsOf('active, restart fails at once')),
      '',
      'All ends agree: the published most counts the loop twice, once until the crash is noticed and once until the standby looks, as a',
      'simulated run does. So do the means, but for two: those of *fast* and *norm* in the active case, 24 and 35 s, are above what their',
      'own phases add up to, 22.5 and 34 s with the loop counted twice, 20 and 31.5 s with the loop counted once. The other three rows',
      'count it twice. No run disagrees with the sums: it is the table that does.',
      '',
      'The text of the same pages calls out other numbers than its table. The runs side with the table:',
      '',
      calledOut(passive),
    ].join('\n');
  },
};
