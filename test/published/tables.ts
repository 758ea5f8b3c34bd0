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
const tables: readonly PublishedTable[] = [
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

/** The page `reports/published-tables.md`. */
export function publishedTables(): string {
  return [
    '# Published tables',
    'Numbers that others published, beside what the model gives for the same inputs. A row that does not agree is shown, not dropped.',
    ...tables.map(({ title, render }) => `## ${title}\n\n${render()}`),
  ]
    .join('\n\n')
    .concat('\n');
}
