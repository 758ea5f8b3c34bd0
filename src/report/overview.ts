/** Many designs at a glance: one row a design, one column a figure that is above 0 in any of them. */
import type { Estimate, Figures, Result, Unit } from '../measure/result.js';
import { figureGloss } from './glossary.js';
import { leastKnown } from './reading.js';

export interface OverviewColumn {
  figure: string;
  label: string;
  unit: Unit;
  /** The mean in each design; undefined where it is not a figure of the design. */
  means: (Estimate | undefined)[];
}

/** Of whole runs, and of stores together. */
const shown = [
  'rto',
  'downtime',
  'writesLost',
  'merged',
  'pending',
  'diverged',
  'keysInConflict',
  'siblings',
  'repair',
];

export function overviewOf(designs: readonly Result[]): OverviewColumn[] {
  return shown.flatMap((figure) => {
    const parts = designs.map((design) => summariesOf(design, figure));
    const unit = parts.flat()[0]?.unit;
    const means = parts.map((summaries) => together(summaries.map(({ mean }) => mean)));
    if (unit === undefined || means.every((mean) => mean === undefined || leastKnown(mean) === 0)) return [];
    return [{ figure, label: figureGloss(figure).label, unit, means }];
  });
}

/** Figures of stores that tell of work which a split leaves. */
const ofStores = ['keysInConflict', 'divergence', 'repair'];

/** Such figures, qualified, that are above 0 in the other design and that this one cannot have. */
export function lackedBy(design: Result, other: Result): string[] {
  return Object.entries(other.byStore).flatMap(([store, figures]) =>
    ofStores
      .filter((figure) => (figures[figure]?.max ?? 0) > 0 && design.byStore[store]?.[figure] === undefined)
      .map((figure) => `${figure} of ${store}`),
  );
}

function summariesOf({ figures, byStore }: Result, figure: string): Figures[string][] {
  const ofRun = figures[figure];
  if (ofRun !== undefined) return [ofRun];
  return Object.values(byStore).flatMap((store) => store[figure] ?? []);
}

/** Means add up over stores; their intervals do not. */
function together(means: readonly Estimate[]): Estimate | undefined {
  if (means.length < 2) return means[0];
  const open = means.some((mean) => mean.value === null || mean.lowerBound);
  const value = means.reduce((sum, mean) => sum + leastKnown(mean), 0);
  return { value, low: null, high: null, ...(open ? { lowerBound: true as const } : {}) };
}
