/** The commands that give a result again, and the runs that are worth a look. */
import type { Column, Comparison, Result } from '../measure/result.js';
import { isComparison } from './reading.js';

/** The command that gives the same document again; without a file the names are left to the reader. */
export function replayCommand(document: Result | Comparison, file = 'SCENARIO.yaml'): string {
  const command = isComparison(document) ? 'compare A.yaml B.yaml' : `run ${file}`;
  return `regionfall ${command} --seed ${shellWord(document.seed)} --runs ${document.runs}`;
}

/** A run to look at, and the command that explains it. */
export interface NotableRun {
  reason: string;
  command: string;
}

/** The longest recovery, a typical one, and the largest loss; none without columns. */
export function notableRuns({ columns, seed }: Result): NotableRun[] {
  const rto = columns?.['rto'];
  const lost = columns?.['writesLost'];
  const picks = [
    ['longest recovery', rto && largest(rto)],
    ['median recovery', rto && median(rto)],
    ['most writes lost', lost && largest(lost)],
  ] as const;
  return picks.flatMap(([reason, run]) =>
    run === undefined
      ? []
      : [{ reason, command: `regionfall explain SCENARIO.yaml --seed ${shellWord(seed)} --run ${run}` }],
  );
}

/** Runs in order of their value, censored ones last; undefined when every value is 0. */
function ranked({ values }: Column): number[] | undefined {
  if (values.every((value) => value === 0)) return undefined;
  const rank = (run: number) => values[run] ?? Number.POSITIVE_INFINITY;
  return values
    .map((_, run) => run)
    .sort((a, b) => (rank(a) === rank(b) ? a - b : rank(a) < rank(b) ? -1 : 1));
}

function largest(column: Column): number | undefined {
  return ranked(column)?.at(-1);
}

function median(column: Column): number | undefined {
  const runs = ranked(column);
  return runs?.[Math.floor((runs.length - 1) / 2)];
}

/** The seed as one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
