import { build } from '../../src/index.js';
import { foldOf } from '../validation/fault-reading.js';
import { copiesInRegions } from '../validation/rare.js';
import { specOf } from '../validation/specification.js';
import { markdownTable, type PublishedTable } from './published-table.js';

/** Of one copy, a day: losses and repairs. */
const fails = 0.008132;
const repairs = 66;

/** Runs of a row that is run, and the days of each. */
const runs = 1500;
const days = 365;

/** The normal quantile of 99 % intervals. */
const deviations = 2.5758;

interface Case {
  readonly copies: number;
  /** Days until none is left: failing on their own, and as they do. */
  readonly published: number;
  readonly together: number;
}

export const cases: readonly Case[] = [
  { copies: 2, published: 4.99e5, together: 1.47e5 },
  { copies: 3, published: 1.35e9, together: 6.82e6 },
  { copies: 4, published: 2.75e12, together: 1.4e8 },
];

/** Not run: its printed value is not what the chain gives. */
const fiveCopies = { copies: 5, published: 8.98e15 };

/** Days from all copies to none, by the chain of states in which one copy is repaired at a time. */
export function chainOf(copies: number): number {
  let [total, step] = [0, 0];
  for (let up = copies; up > 0; up -= 1) {
    // From `up` copies to one less: at once, or by way of a repair and back.
    step = (1 + (up < copies ? repairs * step : 0)) / (up * fails);
    total += step;
  }
  return total;
}

export interface Row extends Case {
  /** Days: mean of the runs, and its 99 % interval. */
  readonly ours: number;
  readonly low: number;
  readonly high: number;
}

/** Losses of all copies are sought where plain runs meet none, and weighed. */
export function rowOf(one: Case): Row {
  const { copies } = one;
  const hours = 24;
  const scenario = copiesInRegions(copies, hours / fails, hours / repairs, days * hours);
  const batch = build({ ...specOf(scenario), rare: { depth: copies } }, '1');
  const weight = batch.columns.findIndex(({ name }) => name === 'weight');
  const fold = foldOf({ levels: 'deep', level: copies });
  const losses = Float64Array.from({ length: runs }, (_, run) => {
    const { values } = batch.simulate(run, (record) => {
      if (fold.records.includes(record.type)) fold.see(record);
    });
    return fold.take(batch.spec.horizon) * values[weight]!;
  });
  const mean = losses.reduce((a, b) => a + b) / runs;
  const variance = losses.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (runs - 1);
  const half = deviations * Math.sqrt(variance / runs);
  return { ...one, ours: days / mean, low: days / (mean + half), high: days / (mean - half) };
}

export function agrees({ published, low, high }: Row): boolean {
  return low <= published && published <= high;
}

const told = (value: number) => value.toExponential(2).replace('e+', 'E');

export const lostCopies: PublishedTable = {
  title: 'How long copies last that fail on their own',
  render: () => {
    const rows = cases
      .map(rowOf)
      .map((row) => [
        String(row.copies),
        told(row.published),
        told(chainOf(row.copies)),
        `${told(row.ours)} (${told(row.low)} to ${told(row.high)})`,
        agrees(row) ? 'yes' : '**no**',
      ]);
    const { copies, published } = fiveCopies;
    return [
      'Ford, Labelle, Popovici, Stokely, Truong, Barroso, Grimes and Quinlan, "Availability in Globally Distributed Storage Systems", OSDI 2010,',
      'table 3, the column without correlated failures: days until all copies of a chunk are away for longer than 15 minutes. Two rates are',
      `fitted to its first two rows: a copy fails ${fails} times a day, and one copy after the other is repaired, ${repairs} times a day. The first of`,
      'them is also what the parts add up to that the paper prints: a node 4.3 months, a rack 10.2 years, a disk 10 to 50 make 122 to 126 days of',
      'a copy, and this is 123. So the first two rows say that runs give what the chain of states does, and no more; the third is a prediction',
      'of the chain.',
      '',
      `Ours are ${runs} years a row, with a region for each copy and a crew of one, pressed on and weighed as \`runRare\` does it, with 99 % intervals.`,
      '',
      markdownTable(
        ['copies', 'published, days', 'the chain', 'ours', 'agrees'],
        [...rows, [String(copies), told(published), told(chainOf(copies)), 'not run', '**no**']],
      ),
      '',
      `- **Five copies** are printed as ${(published / chainOf(copies)).toFixed(2)} times what the chain of the other rows gives; we know of no reason.`,
      '- **Reed-Solomon codes** of the same table are printed as 20 to 3,200 times what the same chain gives: not compared.',
      `- **With correlated failures** the paper has ${cases.map((one) => told(one.together)).join(', ')} days, ${cases.map((one) => Math.round(one.published / one.together).toLocaleString('en')).join(', ')} times less: 37 % of its failures come in`,
      '  bursts, whose sizes we do not have in numbers. Not compared.',
    ].join('\n');
  },
};
