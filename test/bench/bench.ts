/**
 * Measures the promises about speed. Bundle and run it:
 *
 *   esbuild test/bench/bench.ts --bundle --platform=node --format=esm --packages=external --outfile=node_modules/.cache/bench.mjs
 *   node node_modules/.cache/bench.mjs [part of a title]
 *
 * Exits with 1 if a ratio is below what is promised.
 */
import { construction } from './construction.js';
import { holdModel } from './hold-model.js';
import { type Bench, type Measured, measure } from './measure.js';
import { mm1 } from './mm1.js';
import { requests } from './requests.js';
import { resolvers } from './resolvers.js';
import { scenario } from './scenario.js';
import { split } from './split.js';
import { startUp } from './start-up.js';
import { streamOpening } from './stream-opening.js';
import { years } from './years.js';

const benches: Bench[] = [
  holdModel,
  mm1,
  construction,
  streamOpening,
  scenario,
  requests,
  resolvers,
  split,
  startUp,
  years,
];

function print(bench: Bench, measured: Measured[]): void {
  const contenders = [...new Set(measured.flatMap(({ costs }) => Object.keys(costs)))];
  const header = ['', ...contenders, 'ratio', 'promised'];
  const lines = measured.map(({ name, costs, ratio, atLeast }) => [
    name,
    ...contenders.map((contender) => costs[contender]?.toFixed(1) ?? ''),
    ratio?.toFixed(2) ?? '',
    atLeast === undefined ? '' : `${atLeast}${ratio! < atLeast ? ' MISSED' : ''}`,
  ]);
  const widths = header.map((_, i) => Math.max(...[header, ...lines].map((line) => line[i]!.length)));
  console.log(`\n${bench.title}, ${bench.unit}`);
  for (const line of [header, ...lines]) {
    console.log(
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    );
  }
}

const wanted = process.argv[2] ?? '';
for (const bench of benches.filter(({ title }) => title.toLowerCase().includes(wanted.toLowerCase()))) {
  const measured = bench.rows.map((row) => measure(row, bench.rounds ?? 7));
  print(bench, measured);
  if (measured.some(({ ratio, atLeast }) => atLeast !== undefined && ratio! < atLeast)) process.exitCode = 1;
}
