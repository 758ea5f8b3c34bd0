/** What the distribution charts take from a result. */
import type { Result } from '../../measure/result.js';
import { letters } from '../reading.js';
import type { Subject } from './distribution.js';

/** The figure of a result with its column; undefined when the result does not hold the figure. */
export function subjectOf(result: Result, figure: string, design?: number): Subject | undefined {
  const summary = result.figures[figure];
  if (summary === undefined) return undefined;
  const column = result.columns?.[figure];
  const letter = design === undefined ? undefined : letters[design];
  return {
    figure: summary,
    runs: result.runs,
    ...(letter === undefined ? {} : { letter }),
    ...(column === undefined ? {} : { column }),
  };
}

/** One sentence a subject, and how to read the picture if there is one. */
export function captioned(
  subjects: readonly Subject[],
  inWords: (subject: Subject, index: number) => string,
  drawn: boolean,
): string {
  if (subjects.length === 0) return 'This result does not hold the figure.';
  const sentences = subjects.map((subject, i) => withLetter(subject.letter, inWords(subject, i)));
  return drawn ? `${sentences.join(' ')} ${howToRead(subjects)}` : sentences.join(' ');
}

function howToRead(subjects: readonly Subject[]): string {
  if (subjects.every(({ column }) => column === undefined)) {
    return 'Dots are quantiles, bars their intervals. The curve needs the runs themselves, which a summary leaves out.';
  }
  return 'The curve gives the share of runs at or below a value; dots below it are quantiles, bars their intervals.';
}

function withLetter(letter: string | undefined, sentence: string): string {
  if (letter !== undefined) return `${letter}: ${sentence}`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
