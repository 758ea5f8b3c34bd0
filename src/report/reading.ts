/** Small readings of a result that tables, words and charts share. */
import type { ComparedFigure, Comparison, Estimate, Result, Unit } from '../measure/result.js';
import { figureGloss, mainFigures } from './glossary.js';

/** How designs are told apart in pictures and tables. */
export const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The estimate, or the least that it can be. */
export function leastKnown(estimate: Estimate): number {
  return estimate.value ?? estimate.atLeast;
}

/** Tells the two kinds of document apart. */
export function isComparison(document: Result | Comparison): document is Comparison {
  return 'first' in document;
}

/** A design after the first, and its figures against it. */
export interface Pair {
  /** `B`, `C`, ... */
  letter: string;
  design: Result;
  figures: ComparedFigure[];
}

export function pairsOf({ second, figures, others = [] }: Comparison): Pair[] {
  return [{ design: second, figures }, ...others].map((pair, i) => ({ letter: letters[i + 1]!, ...pair }));
}

/** All designs, the first one first. */
export function designsOf(comparison: Comparison): Result[] {
  return [comparison.first, ...pairsOf(comparison).map(({ design }) => design)];
}

/** The unit of what an objective measures, from its text: `share of runs with ...` or `FIGURE [of NAME] ...`. */
export function objectiveUnit(result: Result, objective: string): Unit {
  if (/^\s*share\s+of\s+runs\b/.test(objective)) return 'share';
  const figure = /^\s*([\w-]+)/.exec(objective)?.[1] ?? '';
  const groups = [result.figures, ...Object.values(result.byPopulation), ...Object.values(result.byStore)];
  return groups.find((figures) => Object.hasOwn(figures, figure))?.[figure]?.unit ?? 's';
}

/** Of stores: what a split leaves to be done. */
const openWork = /^(divergence|repair) of /;
/** Classes of writes that are neither lost nor where they belong. */
const openFates: ReadonlySet<string> = new Set(['merged', 'pending', 'diverged']);

/** Whether the figure is one of the main ones, over all populations and stores, or of what a split leaves open. */
export function isMain({ figure }: ComparedFigure): boolean {
  return mainFigures.has(figure) || openFates.has(figure) || openWork.test(figure);
}

/** False when there is no difference to show. */
export function differs({ difference }: ComparedFigure): boolean {
  return difference.value !== 0;
}

/** The name of a compared figure. */
export function comparedName({ figure, statistic }: ComparedFigure): string {
  const { label } = figureGloss(figure);
  return statistic === 'mean' ? `${label}, mean` : `${label}, runs above 0`;
}
