/** How far a batch is, on standard error: a bar on a terminal, a line now and then elsewhere. */
import cliProgress from 'cli-progress';
import { countOf, formatCount, formatShare, type Progress } from '../index.js';
import { complain } from './output.js';

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Leaves the terminal as it was. */
  end(): void;
}

export function startProgress(quiet: boolean): ProgressDisplay {
  if (quiet) return { show: () => {}, end: () => {} };
  return process.stderr.isTTY ? startBar() : startLines();
}

function startBar(): ProgressDisplay {
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} % of {runs}, {eta_formatted} left',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    barsize: Math.max(8, Math.min(30, (process.stderr.columns || 80) - 44)),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    // Runs differ little in length, so the pace of the last moments tells what is left.
    etaBuffer: 50,
  });
  const restore = () => bar.stop();
  process.once('exit', restore);
  return {
    show: ({ done, aim }) => {
      const runs = countOf(aim, 'run');
      if (!bar.isActive) bar.start(aim, 0, { runs });
      bar.setTotal(aim);
      bar.update(Math.min(done, aim), { runs });
    },
    end: () => {
      process.off('exit', restore);
      bar.stop();
    },
  };
}

/** Lines come at every tenth of the way, but not more often than this, and not less often than that; milliseconds. */
const leastPause = 1000;
const longestPause = 15_000;

function startLines(): ProgressDisplay {
  let told = 0;
  let toldAt = performance.now() - leastPause;
  return {
    show: ({ done, aim }) => {
      const tenth = Math.floor((10 * done) / aim);
      const now = performance.now();
      const due = tenth === told ? longestPause : done >= aim ? 0 : leastPause;
      if (now - toldAt < due) return;
      [told, toldAt] = [tenth, now];
      complain(`${formatCount(done)} of ${countOf(aim, 'run')} (${formatShare(done / aim)})`);
    },
    end: () => {},
  };
}
