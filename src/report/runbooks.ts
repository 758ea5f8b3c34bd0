/** How runbooks went: the figures of a result that are about them, in the order of tables. */
import type { Figures } from '../measure/result.js';

const names = [
  'runbookTime',
  'peopleWait',
  'serviceWait',
  'runbooksFailed',
  'runbooksCalledOff',
  'wrongCalls',
  'untold',
];

/** Those that are 0 in every run are left out, and all of them where there are no runbooks. */
export function runbookFigures(figures: Figures): string[] {
  return names.filter((name) => {
    const summary = figures[name];
    return summary !== undefined && (summary.max > 0 || summary.censored > 0);
  });
}
