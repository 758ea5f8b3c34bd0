/** Which compared figures are worth a line in a terminal, and their names. */
import { type ComparedFigure, type Comparison, figureGloss, leastKnown, mainFigures } from '../../index.js';
import { figureLabel } from './figures.js';

/** Figures of whole runs whose means are compared here; the page has all the others. */
const ofRuns = [
  'rto',
  'rpo',
  'writesLost',
  'merged',
  'pending',
  'diverged',
  'downtime',
  'availability',
  'requestAvailability',
];
/** Figures of stores that no figure of the run holds. */
const ofStores = ['keysInConflict', 'divergence', 'repair'];
/** Shares of runs that say more than a mean. */
const shares: Readonly<Record<string, string>> = {
  rto: 'Runs with an outage',
  writesLost: 'Runs that lose writes',
  pending: 'Runs that leave writes pending',
};

/** The main figures of whole runs, and of groups where there are several; not what never happened in either. */
export function isShown(compared: ComparedFigure, { first: { byPopulation, byStore } }: Comparison): boolean {
  const { figure, statistic, first, second } = compared;
  if (leastKnown(first) === 0 && leastKnown(second) === 0)
    return mainFigures.has(figure) && statistic === 'mean';
  if (statistic !== 'mean') return Object.hasOwn(shares, figure);
  if (ofRuns.includes(figure) || ofStores.includes(baseOf(figure))) return true;
  const groups = /^rto of /.test(figure) ? byPopulation : /^writesLost of /.test(figure) ? byStore : {};
  return Object.keys(groups).length > 1;
}

export function labelOf({ figure, statistic }: ComparedFigure): string {
  if (statistic !== 'mean') return shares[figure]!;
  return ofRuns.includes(figure) ? figureLabel(figure) : figureGloss(figure).label;
}

function baseOf(figure: string): string {
  return figure.split(' of ')[0]!;
}
