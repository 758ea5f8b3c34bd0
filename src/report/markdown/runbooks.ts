/** How runbooks went. */
import type { Result } from '../../measure/result.js';
import { runbookFigures } from '../runbooks.js';
import { figureBlocks } from './figure-table.js';

/** Blocks of Markdown; none where there are no runbooks. */
export function runbooksBlocks(result: Result): string[] {
  return figureBlocks('How runbooks went', runbookFigures(result.figures), result);
}
