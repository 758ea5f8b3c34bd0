import { boundedStaleness } from './bounded-staleness.js';
import { compositeAvailability } from './composite-availability.js';
import { exponentialSweep } from './exponential-sweep.js';
import { failoverTimelines } from './failover-timelines.js';
import { lostCopies } from './lost-copies.js';
import { managedDetection } from './managed-detection.js';
import { managedFailover } from './managed-failover.js';
import { metastableFrontier } from './metastable-frontier.js';
import { patroni } from './patroni.js';
import type { PublishedTable } from './published-table.js';
import { recoveryPointChains } from './recovery-point-chains.js';

/** In the order of the page. */
export const tables: readonly PublishedTable[] = [
  boundedStaleness,
  exponentialSweep,
  patroni,
  managedDetection,
  managedFailover,
  failoverTimelines,
  recoveryPointChains,
  lostCopies,
  compositeAvailability,
  metastableFrontier,
];

/** What stands on the page of one table. */
export function sectionOf({ title, render }: PublishedTable): string {
  return `## ${title}\n\n${render()}`;
}

/** The page `reports/published-tables.md`, of all sections in order. */
export function pageOf(sections: readonly string[]): string {
  return [
    '# Published tables',
    'Numbers that others published, beside what the model gives for the same inputs. A row that does not agree is shown, not dropped.',
    ...sections,
  ]
    .join('\n\n')
    .concat('\n');
}
