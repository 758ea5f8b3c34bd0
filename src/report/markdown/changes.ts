/** What changes did to clients and data. */
import type { Result } from '../../measure/result.js';
import { changeFigures } from '../changes.js';
import { figureBlocks } from './figure-table.js';

/** Blocks of Markdown; none where nothing was changed. */
export function changesBlocks(result: Result): string[] {
  return figureBlocks('What changes did', changeFigures(result.figures), result);
}
