/** A few figures of a result under a title of their own. */
import type { Result } from '../../measure/result.js';
import { formatEstimate, formatLargest } from '../format.js';
import { figureGloss } from '../glossary.js';
import { markdownTable } from './table.js';

/** Blocks of Markdown; none where there are no such figures. */
export function figureBlocks(title: string, names: readonly string[], { figures }: Result): string[] {
  if (names.length === 0) return [];
  const rows = names.map((name) => {
    const { unit, mean, p50, p95, p99 } = figures[name]!;
    const { label, meaning } = figureGloss(name);
    const estimates = [mean, p50, p95, p99].map((one) => formatEstimate(one, unit));
    return [`**${label}**<br>${meaning}`, ...estimates, formatLargest(figures[name]!)];
  });
  return [`## ${title}`, markdownTable(['Figure', 'Mean', 'p50', 'p95', 'p99', 'Largest'], rows)];
}
