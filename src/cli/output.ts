/** Results go to standard output; progress and complaints to standard error. */
import { exitCodes } from './exit-code.js';

/** Resolves when the text has been handed over, so that a slow reader is waited for. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

/** Text for people: what would move the cursor of a terminal, or worse, in a name or a title is shown as a dot. */
export function printText(text: string): Promise<void> {
  return print(harmless(text));
}

/** One line or more to standard error. */
export function complain(text: string): void {
  process.stderr.write(`${harmless(text)}\n`);
}

function harmless(text: string): string {
  return text.replaceAll(controls, '·');
}

/** Control characters except line ends, and Escape where it begins no colour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const controls = /\u001b(?!\[[\d;]*m)|[\u0000-\u0009\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g;

/** A reader that has gone (`| head`) ends the program without a word; any other trouble with standard output is told. */
export function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    complain(`regionfall: standard output: ${error.message}`);
    process.exit(exitCodes.usage);
  });
  process.stderr.on('error', () => {});
}

/** Columns for text: those of the terminal, but from 56 to 100; 100 where there is none. */
export function textWidth(): number {
  return Math.max(56, Math.min(process.stdout.columns || 100, 100));
}
