/** What changes did to clients and data: the figures of a result that are about them, in the order of tables. */
import type { Figures } from '../measure/result.js';

const names = [
  'reachedShare',
  'reachedRegions',
  'defectTime',
  'damagedWrites',
  'unreadableWrites',
  'rolledBack',
  'mixedVersions',
  'newVersionShare',
];

/** Those that are 0 in every run are left out, and all of them where nothing was ever changed. */
export function changeFigures(figures: Figures): string[] {
  return names.filter((name) => {
    const summary = figures[name];
    return summary !== undefined && (summary.max > 0 || summary.censored > 0);
  });
}
