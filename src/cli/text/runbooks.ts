/** How runbooks went. */
import { type Result, runbookFigures } from '../../index.js';
import { figureTable } from './figure-table.js';

/** Undefined where there are none. */
export function runbooksText(result: Result, width: number): string | undefined {
  return figureTable('How runbooks went', runbookFigures(result.figures), result, width);
}
