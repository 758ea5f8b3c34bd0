import { build, meanLoss, type RecoveryLevel, type Scenario, worstLoss } from '../../src/index.js';
import { type Backups, hours, lostAt, restored } from '../validation/backups.js';
import { specOf } from '../validation/specification.js';
import { markdownTable, type PublishedTable } from './published-table.js';

interface Case {
  readonly design: string;
  readonly scope: 'object' | 'array' | 'site';
  /** From one point to the next, hours; of the last level. */
  readonly period: number;
  /** Hours; those of the levels before the last one come first. */
  readonly levels: readonly RecoveryLevel[];
  /** Hours from one point to the next of the level before the last one. */
  readonly before?: number;
  /** Each but the weekly ones holds what has changed. */
  readonly incremental?: true;
  /** Worst recent data loss, hours. */
  readonly published: number;
}

const tape: RecoveryLevel = { hold: 1, takes: 48 };
const minute = 1 / 60;

export const cases: readonly Case[] = [
  {
    design: 'baseline: split mirror',
    scope: 'object',
    period: 12,
    levels: [{ hold: 0, takes: 0 }],
    published: 12,
  },
  { design: 'baseline: tape backup', scope: 'array', period: 168, levels: [tape], published: 217 },
  {
    design: 'baseline: remote vault',
    scope: 'site',
    period: 672,
    levels: [tape, { hold: 684, takes: 24 }],
    before: 168,
    published: 1429,
  },
  {
    design: 'weekly vault',
    scope: 'site',
    period: 168,
    levels: [tape, { hold: 12, takes: 24 }],
    before: 168,
    published: 253,
  },
  {
    design: 'weekly vault, full and incremental',
    scope: 'array',
    period: 24,
    levels: [tape],
    incremental: true,
    published: 73,
  },
  {
    design: 'weekly vault, daily full',
    scope: 'array',
    period: 24,
    levels: [{ hold: 1, takes: 12 }],
    published: 37,
  },
  {
    design: 'weekly vault, daily full',
    scope: 'site',
    period: 168,
    levels: [
      { hold: 1, takes: 12 },
      { hold: 12, takes: 24 },
    ],
    before: 24,
    published: 217,
  },
  {
    design: 'batched asynchronous mirror, a minute',
    scope: 'site',
    period: minute,
    levels: [{ hold: 0, takes: minute }],
    published: 2 * minute,
  },
];

/** Runs of each row. */
const runs = 200;

/** The normal quantile of 99 % intervals. */
const deviations = 2.5758;

/** The levels before the last one go with the site. */
function backupsOf({ period, levels, before, incremental }: Case): Backups {
  const times = ({ hold, takes }: RecoveryLevel) => ({ hold: hours(hold), takes: hours(takes) });
  const last = { ...times(levels.at(-1)!), every: hours(period), to: 'vault' };
  if (incremental)
    return {
      full: { ...last, every: hours(168), at: '0s' },
      daily: { ...last, kind: 'incremental', of: 'full', size: '1GB', at: '0s' },
    };
  if (before === undefined) return { last };
  return {
    first: { ...times(levels[0]!), every: hours(before), to: 'lost' },
    last: { ...last, from: 'first' },
  };
}

function scenarioOf(one: Case): Scenario {
  const { scenario } = restored({ backups: backupsOf(one) });
  scenario.vaults = { ...scenario.vaults, lost: { in: 'near' } };
  scenario.faults = [{ destroy: 'near', at: { between: [hours(lostAt), hours(lostAt + 168)] } }];
  scenario.data['orders'] = { ...scenario.data['orders']!, restore: { to: 'far' } };
  return scenario;
}

export interface Row extends Case {
  /** Of the rule, hours. */
  readonly worst: number;
  readonly exactMean: number;
  /** Of the runs, hours, with half of the 99 % interval of the mean. */
  readonly largest: number;
  readonly mean: number;
  readonly half: number;
}

export function rowOf(one: Case): Row {
  const batch = build(specOf(scenarioOf(one)), '1');
  const age = batch.columns.findIndex(({ name }) => name === 'restorePointAge of orders');
  const ages = Array.from({ length: runs }, (_, run) => batch.simulate(run).values[age]! / 3600);
  const mean = ages.reduce((a, b) => a + b) / runs;
  const variance = ages.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (runs - 1);
  return {
    ...one,
    worst: worstLoss(one.period, one.levels),
    exactMean: meanLoss(one.period, one.levels),
    largest: Math.max(...ages),
    mean,
    half: deviations * Math.sqrt(variance / runs),
  };
}

/** The rule gives the published number, no run is beyond it, and the mean is where it must be. */
export function agrees({ published, worst, exactMean, largest, mean, half }: Row): boolean {
  return Math.abs(worst - published) < 1e-9 && largest <= worst && Math.abs(mean - exactMean) <= half;
}

const hoursIn = (value: number) =>
  value < 1 ? `${(value * 60).toFixed(2)} min` : `${Number(value.toFixed(1))} h`;

export const recoveryPointChains: PublishedTable = {
  title: 'How much chains of backups lose',
  render: () => {
    const rows = cases.map(rowOf);
    return [
      'The designs of Keeton and Merchant, "A Framework for Evaluating Storage System Dependability" (DSN 2004), each hit by the loss of what',
      'the scope says. Their number is the worst case: the period of the level that is left, and what each level up to it holds back and takes.',
      'Ours are the same rule, and what a restore of the scenario goes back to at a random time: the mean, which is half a period less, and',
      `the largest of ${runs} runs.`,
      '',
      markdownTable(
        [
          'design',
          'scope',
          'worst, published',
          'worst, our rule',
          'largest run',
          'mean of the runs (99 %)',
          'mean, exact',
          'agrees',
        ],
        rows.map((row) => [
          row.design,
          row.scope,
          hoursIn(row.published),
          hoursIn(row.worst),
          hoursIn(row.largest),
          `${hoursIn(row.mean)} ± ${hoursIn(row.half)}`,
          hoursIn(row.exactMean),
          agrees(row) ? 'yes' : 'no',
        ]),
      ),
      '',
      'The windows are not taken from the paper itself, of which we know the first section, but from what is told of it; that they add up to its',
      'losses is what speaks for them. They hold where the levels are in step: levels that are not lose up to a period of the one before more.',
      'Recovery times and outlays of the same table are not compared.',
    ].join('\n');
  },
};
