import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { examine, type Finding } from './examination.js';
import { type Oracle, readOracles } from './oracle.js';
import { printFinding, printTally } from './print.js';
import type { Sampler } from './sampler.js';

/** Wrong usage, or a file that cannot be read. */
export class UsageError extends Error {}

export interface Command {
  readonly oracles: readonly Oracle[];
  readonly seeds: readonly string[];
  /** Fewest units of a sampled figure. */
  readonly units: number;
  /** The most runs that a figure may take. */
  readonly mostRuns?: number;
}

const options = {
  seeds: { type: 'string' },
  short: { type: 'boolean' },
  oracles: { type: 'string' },
  only: { type: 'string' },
} as const;

export const usage = `usage: validate [--seeds 1,2,3] [--short] [--oracles FILE] [--only I.D4,I.H1]`;

const fullUnits = 40_000;
const shortUnits = 2_000;
/** Enough for every mistake that the full form can tell apart. */
const shortMostRuns = 60_000;

/**
 * `own` are the oracles without `--oracles`, whose FILE is relative to `folder`: npm runs a script at the root of its package,
 * wherever it was called.
 *
 * @throws UsageError for wrong usage, or a file of oracles that cannot be read
 */
export function readCommand(args: readonly string[], own: string, folder = '.'): Command {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
  const seeds = values.seeds === undefined ? ['1'] : listOf('seeds', values.seeds);
  if (values.short && seeds.length > 1) throw new UsageError('--short takes one seed');
  const all = readFile(values.oracles === undefined ? own : resolve(folder, values.oracles));
  const only = values.only === undefined ? undefined : listOf('only', values.only);
  const strange = only?.find((id) => all.every((oracle) => oracle.id !== id));
  if (strange !== undefined) throw new UsageError(`--only ${strange}: there is no such oracle`);
  return {
    oracles: only ? all.filter(({ id }) => only.includes(id)) : all,
    seeds,
    ...(values.short ? { units: shortUnits, mostRuns: shortMostRuns } : { units: fullUnits }),
  };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: false }).values;
}

function listOf(option: string, text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.some((item) => item === '')) throw new UsageError(`--${option} ${text}: an entry is empty`);
  return items;
}

function readFile(file: string): Oracle[] {
  try {
    return readOracles(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
}

/** Examines every oracle for every seed and prints a line a figure, in their order. */
export async function validate(
  { oracles, seeds, ...amounts }: Command,
  sampler: Sampler,
  print: (line: string) => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const seed of seeds) {
    const pending = oracles.map((oracle) => examine(oracle, { seed, sampler, ...amounts }));
    for (const one of pending) {
      const found = await one;
      for (const finding of found) print(printFinding(finding));
      findings.push(...found);
    }
  }
  print(printTally(findings));
  return findings;
}
