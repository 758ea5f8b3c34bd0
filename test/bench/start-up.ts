import { execFileSync } from 'node:child_process';
import type { Bench } from './measure.js';

/** Milliseconds that a process takes from start to end. */
function timed(...args: string[]): () => number {
  return () => {
    const before = process.hrtime.bigint();
    execFileSync(process.execPath, args, { stdio: 'ignore' });
    return Number(process.hrtime.bigint() - before) / 1e6;
  };
}

export const startUp: Bench = {
  title: 'Start of the command line',
  unit: 'ms',
  rounds: 15,
  rows: [
    {
      name: 'regionfall --help, at most 2.5 times an empty program',
      contenders: { ours: timed('dist/cli/main.js', '--help'), 'node -e 0': timed('-e', '0') },
      atLeast: 1 / 2.5,
    },
  ],
};
