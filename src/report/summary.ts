/** A result in a few sentences. */
import type {
  ComparedFigure,
  Comparison,
  ComparisonVerdict,
  Estimate,
  FigureSummary,
  Result,
  Unit,
} from '../measure/result.js';
import { longestPhase } from './charts/phases.js';
import {
  countOf,
  formatCount,
  formatDifference,
  formatDuration,
  formatEstimate,
  formatPoint,
  formatShare,
} from './format.js';
import { phaseGlosses } from './glossary.js';
import { comparedName, differs, isMain, leastKnown, type Pair, pairsOf } from './reading.js';

export { differs };

/** What the runs say about recovery, losses and availability, most important first. */
export function resultInShort(result: Result): string[] {
  const { figures } = result;
  const sentences = [
    incidents(result),
    figures['rto'] && recovery(figures['rto'], result),
    figures['rto'] && longest(figures['rto'], result),
    figures['writesLost'] && losses(figures['writesLost'], figures['rpo']),
    figures['pending'] && undecided(figures['pending']),
    figures['requestAvailability'] && availability(figures['requestAvailability']),
  ];
  return sentences.filter((sentence) => sentence !== undefined);
}

/** Where a further design is better, worse, or cannot be told from the first. */
export interface Findings {
  /** How the design stands in these figures. */
  words: string;
  figures: string[];
}

/** For each further design the main figures in the order better, worse, not distinguishable; what does not differ and empty groups are left out. */
export function comparisonInShort(comparison: Comparison): Findings[] {
  return pairsOf(comparison).flatMap(findingsOf);
}

function findingsOf({ letter, figures }: Pair): Findings[] {
  const groups: [ComparisonVerdict, string][] = [
    ['better', `${letter} is better than A`],
    ['worse', `${letter} is worse than A`],
    ['not distinguishable', `A and ${letter} cannot be told apart`],
  ];
  const findings = groups.map(([verdict, words]) => {
    const members = figures.filter(
      (compared) => compared.verdict === verdict && isMain(compared) && differs(compared),
    );
    return { words, figures: members.map(differenceInWords) };
  });
  return findings.filter((finding) => finding.figures.length > 0);
}

function differenceInWords(compared: ComparedFigure): string {
  return `${comparedName(compared)}: ${formatDifference(compared.difference, compared.unit)}`;
}

function incidents({ incidents, runs }: Result): string {
  const share = incidents.value;
  if (runs === 1) return share === 0 ? 'The only run had no incident.' : 'The only run had an incident.';
  if (share === 0) return 'No run had an incident.';
  if (share === 1) return 'Every run had an incident.';
  return `An incident happened in ${formatEstimate(incidents, 'share')} of runs.`;
}

function recovery(rto: FigureSummary, { runs, horizon }: Result): string | undefined {
  if (rto.max === 0) return 'Service never fell below its threshold.';
  if (rto.censored === runs) {
    return `No run recovered inside the simulated ${formatDuration(horizon)}.`;
  }
  if (runs === 1)
    return `Recovery took ${formatDuration(rto.max)}; one run says nothing about how much that varies.`;
  return `Time to recover: ${within(rto.p50)} in half of the runs, ${within(rto.p95)} in 95 of 100, \
${within(rto.p99)} in 99 of 100.`;
}

function within(estimate: Estimate): string {
  if (estimate.value === null) return `more than ${formatDuration(estimate.atLeast)}`;
  return `${formatDuration(estimate.value)} or less`;
}

function longest(rto: FigureSummary, result: Result): string | undefined {
  const total = leastKnown(rto.mean);
  if (total === 0) return undefined;
  const phase = longestPhase(result);
  const share = formatShare(leastKnown(result.phases[phase].mean) / total);
  return `Of the mean recovery time of ${formatPoint(rto.mean, 's')}, ${share} is spent ${phaseGlosses[phase].doing}.`;
}

function losses(writes: FigureSummary, rpo: FigureSummary | undefined): string {
  if (writes.max === 0) return 'No acknowledged write was lost in any run.';
  const share = inRuns(writes.shareAboveZero);
  const back = rpo === undefined ? '' : `, reaching back ${orLess(rpo.p95, 's')}`;
  return `Acknowledged writes are lost in ${share}; 95 of 100 runs lose ${orLess(writes.p95, 'writes')}${back}. \
The largest loss is ${countOf(writes.max, 'write')}.`;
}

function undecided(pending: FigureSummary): string | undefined {
  if (pending.max === 0) return undefined;
  return `Acknowledged writes are left for a person to decide on in ${inRuns(pending.shareAboveZero)}: \
${orLess(pending.p50, 'writes')} in half of the runs, ${orLess(pending.p95, 'writes')} in 95 of 100.`;
}

function inRuns(share: Estimate): string {
  return share.value === 1 ? 'every run' : `${formatEstimate(share, 'share')} of runs`;
}

function orLess(estimate: Estimate, unit: Unit): string {
  if (estimate.value === 0) return unit === 's' ? 'not at all' : 'none';
  const less = unit === 's' ? 'or less' : 'or fewer';
  return estimate.value === null ? formatPoint(estimate, unit) : `${formatPoint(estimate, unit)} ${less}`;
}

function availability(share: FigureSummary): string {
  return `On average ${formatEstimate(share.mean, 'share')} of all requests were answered.`;
}

/** How many runs, which seed, which version. */
export function provenance({ runs, seed, regionfall }: Result | Comparison): string {
  return `${countOf(runs, 'run')}, seed ${seed}, Regionfall ${regionfall}`;
}

/** Why a batch ended before its aim; undefined when it did not. */
export function stoppedInWords({
  stopped,
  runs,
}: {
  readonly stopped?: string;
  readonly runs: number;
}): string | undefined {
  if (stopped === undefined) return undefined;
  const reason = stopped === 'interrupted' ? 'it was interrupted' : stopped;
  return `This batch stopped before its aim, after ${formatCount(runs)} runs: ${reason}. The figures are those of these runs.`;
}
