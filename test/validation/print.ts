import type { Check, Finding } from './examination.js';

/** One line a figure: verdict, seed and n, and each statistic beside what it must be. */
export function printFinding(finding: Finding): string {
  const { id, key, seed, n, hit, checks, notExcluded, problem } = finding;
  const head = `${hit ? 'hit ' : 'MISS'}  ${id.padEnd(5)} ${key.padEnd(30)}`;
  if (problem !== undefined) return `${head} seed ${seed}: ${problem}`;
  const size = n === undefined ? 'exact' : `n ${n}`;
  const doubts = notExcluded.map((bug) => `; cannot exclude: ${bug}`).join('');
  return `${head} seed ${seed}, ${size}: ${checks.map(printCheck).join('; ')}${doubts}`;
}

/** The verdict of a whole run: one line. */
export function printTally(findings: readonly Finding[]): string {
  const hits = findings.filter(({ hit }) => hit).length;
  return `${hits} hits, ${findings.length - hits} misses`;
}

function printCheck({ statistic, expected, observed, distance, agrees }: Check): string {
  const mark = agrees ? '' : ' MISS';
  if (distance === undefined) return `${number(observed, 12)} (${number(expected, 12)})${mark}`;
  return `${statistic} ${number(observed, 6)} (${number(expected, 6)}, ${distance.toFixed(1)} se)${mark}`;
}

function number(value: number, digits: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : String(value);
}
