import { distance } from 'fastest-levenshtein';

/** One thing that is wrong with a scenario, where it stands, and what was expected instead. */
export interface Mistake {
  /** The file in which it stands, which with `extends` may be another one; `--set path=value` for a value given there. */
  file?: string;
  /** From 1; absent for a scenario given as an object. */
  line?: number;
  /** From 1, in characters. */
  column?: number;
  /** Keys and list indices from the top, joined by dots: `faults.0.for`. Empty for the whole file. */
  path: string;
  /** What is wrong. */
  message: string;
  /** What would be right. */
  expected: string;
  didYouMean?: string;
}

/** Keys and list indices from the top of a scenario. */
export type Path = readonly (string | number)[];

/** A mistake before its place in a file is known. */
export interface Finding {
  path: Path;
  message: string;
  expected: string;
  didYouMean?: string;
  /** It is the key at the end of the path that is wrong, not its value. */
  aboutKey?: true;
  /** Where in the file it is shown, when that is not the path. */
  at?: Path;
}

/** One line: where, what is wrong, what was expected, and a guess at what was meant. */
export function formatMistake(mistake: Mistake): string {
  const { file, line, column, path, message, expected, didYouMean } = mistake;
  const where = [file, line, column].filter((part) => part !== undefined).join(':');
  const guess = didYouMean === undefined ? '' : `; did you mean ${didYouMean}?`;
  const what = `${message}; expected ${expected}${guess}`;
  return [where, path, what].filter((part) => part !== '').join(': ');
}

/**
 * The candidate that was probably meant: at most a third of the letters wrong, never more than three. Two neighbours that changed
 * places count as one.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.min(3, Math.max(1, Math.floor(word.length / 3)));
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const away = misspelling(word.toLowerCase(), candidate.toLowerCase());
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

function misspelling(word: string, candidate: string): number {
  let least = distance(word, candidate);
  for (let i = 0; i + 1 < word.length && i < 32; i++) {
    const swapped = word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2);
    least = Math.min(least, 1 + distance(swapped, candidate));
  }
  return least;
}

/** `a`, `a or b`, `a, b or c`; a list of more than nine is cut after eight with its length. */
export function alternatives(names: readonly string[]): string {
  if (names.length > 9) return `${names.slice(0, 8).join(', ')} or one of ${names.length - 8} more`;
  if (names.length < 2) return names[0] ?? 'nothing';
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** A value as it is shown in a message, cut when long. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? `"${printable(value)}"` : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

/** Control characters would garble a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '·');
}
