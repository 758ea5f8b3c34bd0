/** Ctrl-C: the first one asks for what there is so far, the second one ends the program at once. */
import { exitCodes } from './exit-code.js';
import { complain } from './output.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Lets `work` be interrupted: then its signal aborts, and it should come back with what there is so far. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
    complain('\nInterrupted: here is what there is so far (once more ends at once).');
  };
  for (const name of signals) process.on(name, onSignal);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of signals) process.off(name, onSignal);
  }
}
