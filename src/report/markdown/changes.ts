/** What changes did to clients and data. */
import type { Result } from '../../measure/result.js';
import { changeFigures } from '../changes.js';
import { formatEstimate, formatLargest } from '../format.js';
import { figureGloss } from '../glossary.js';
import { markdownTable } from './table.js';

/** Blocks of Markdown; none where nothing was changed. */
export function changesBlocks({ figures }: Result): string[] {
  const names = changeFigures(figures);
  if (names.length === 0) return [];
  const rows = names.map((name) => {
    const { unit, mean, p50, p95, p99 } = figures[name]!;
    const { label, meaning } = figureGloss(name);
    const estimates = [mean, p50, p95, p99].map((one) => formatEstimate(one, unit));
    return [`**${label}**<br>${meaning}`, ...estimates, formatLargest(figures[name]!)];
  });
  return ['## What changes did', markdownTable(['Figure', 'Mean', 'p50', 'p95', 'p99', 'Largest'], rows)];
}
