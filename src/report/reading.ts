/** Small readings of a result that tables, words and charts share. */
import type { ComparedFigure, Comparison, Estimate, Result, Unit } from '../measure/result.js';
import { figureGloss, mainFigures } from './glossary.js';

/** The estimate, or the least that it can be. */
export function leastKnown(estimate: Estimate): number {
  return estimate.value ?? estimate.atLeast;
}

/** Tells the two kinds of document apart. */
export function isComparison(document: Result | Comparison): document is Comparison {
  return 'first' in document;
}

/** The unit of what an objective measures, from its text: `share of runs with ...` or `FIGURE [of NAME] ...`. */
export function objectiveUnit(result: Result, objective: string): Unit {
  if (/^\s*share\s+of\s+runs\b/.test(objective)) return 'share';
  const figure = /^\s*([\w-]+)/.exec(objective)?.[1] ?? '';
  const groups = [result.figures, ...Object.values(result.byPopulation), ...Object.values(result.byStore)];
  return groups.find((figures) => Object.hasOwn(figures, figure))?.[figure]?.unit ?? 's';
}

/** Whether the figure is one of the main ones, over all populations and stores. */
export function isMain({ figure }: ComparedFigure): boolean {
  return mainFigures.has(figure);
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
