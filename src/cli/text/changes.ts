/** What changes did to clients and data. */
import { changeFigures, type Result } from '../../index.js';
import { figureTable } from './figure-table.js';

/** Undefined where nothing was changed. */
export function changesText(result: Result, width: number): string | undefined {
  return figureTable('What changes did', changeFigures(result.figures), result, width);
}
