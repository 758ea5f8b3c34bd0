/** Results go to standard output; progress and complaints to standard error. */
import { exitCodes } from './exit-code.js';

/** Resolves when the text has been handed over, so that a slow reader is waited for. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

/** One line or more to standard error. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A reader that has gone (`| head`) ends the program without a word; any other trouble with standard output is told. */
export function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    complain(`regionfall: standard output: ${error.message}`);
    process.exit(exitCodes.usage);
  });
  process.stderr.on('error', () => {});
}

/** Columns for text: those of the terminal, 100 at most and where there is none. */
export function textWidth(): number {
  return Math.max(40, Math.min(process.stdout.columns || 100, 100));
}
