/** The commands that give a result again, and the runs that are worth a look. */
import type { Column, Comparison, Result } from '../measure/result.js';
import { designsOf, isComparison, letters } from './reading.js';

/** The command that gives the same document again; without a file the names are left to the reader. */
export function replayCommand(document: Result | Comparison, file = 'SCENARIO.yaml'): string {
  const files = isComparison(document) ? designsOf(document).map((_, i) => `${letters[i]}.yaml`) : [];
  const command = files.length > 0 ? `compare ${files.join(' ')}` : `run ${file}`;
  return `regionfall ${command} --seed ${shellWord(document.seed)} --runs ${document.runs}`;
}

/** A run to look at, and the command that explains it. */
export interface NotableRun {
  reason: string;
  command: string;
}

/** The longest recovery, a typical one, and the largest loss; none without columns or where all are 0. */
export function notableRuns({ columns, seed }: Result): NotableRun[] {
  const rto = columns?.['rto'];
  const lost = columns?.['writesLost'];
  const picks = [
    { reason: 'longest recovery', run: rto && largest(rto) },
    { reason: 'median recovery', run: rto && median(rto) },
    { reason: 'most writes lost', run: lost && largest(lost) },
  ];
  return picks.flatMap(({ reason, run }, i) => {
    if (run === undefined || picks.findIndex((pick) => pick.run === run) < i) return [];
    return [{ reason, command: `regionfall explain SCENARIO.yaml --seed ${shellWord(seed)} --run ${run}` }];
  });
}

/** Runs in order of what is known of their value, those that were observed first. */
function ranked({ values, atLeast = {} }: Column): number[] {
  const known = (run: number) => values[run] ?? atLeast[run] ?? 0;
  const censored = (run: number) => Number(values[run] === null);
  return values
    .map((_, run) => run)
    .sort((a, b) => censored(a) - censored(b) || known(a) - known(b) || a - b);
}

function largest(column: Column): number | undefined {
  const run = ranked(column).at(-1);
  return run === undefined || column.values[run] === 0 ? undefined : run;
}

function median(column: Column): number | undefined {
  const runs = ranked(column);
  const run = runs[Math.floor((runs.length - 1) / 2)];
  return run === undefined || !column.values[run] ? undefined : run;
}

/** The seed as one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
