/** Looks of text on standard output: colours on a terminal only, and none under NO_COLOR. What they mean is said in words too. */
import { styleText } from 'node:util';
import { type ComparisonVerdict, type Verdict, verdictWords } from '../../index.js';

type Format = Parameters<typeof styleText>[0];

function style(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

export const heading = (text: string) => style('bold', text);
export const quiet = (text: string) => style('dim', text);

const colours = { met: 'green', missed: 'red', unknown: 'yellow' } as const;

/** `✓ met`, `✗ missed`, `? unknown`. */
export function verdictText(verdict: Verdict): string {
  const { mark, word } = verdictWords[verdict];
  return style(colours[verdict], `${mark} ${word}`);
}

const judgementColours = { better: 'green', worse: 'red', 'not distinguishable': 'yellow' } as const;

/** Words about the second design against the first. */
export function judgement(verdict: ComparisonVerdict, words: string): string {
  return heading(style(judgementColours[verdict], words));
}
