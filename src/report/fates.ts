/** What became of acknowledged writes, and what a split of writers left behind: rows for tables of any form. */
import type { ConflictRule, Estimate, FigureSummary, Figures } from '../measure/result.js';
import { formatCount } from './format.js';
import { leastKnown } from './reading.js';

/** A class of acknowledged writes. */
export interface Fate {
  figure: string;
  /** Short, for the first column. */
  label: string;
  summary: FigureSummary;
  /** Of all acknowledged writes, by the means. */
  share: number;
}

/** The classes in the order of tables: what is left, what is open, what is gone. */
const classLabels: Readonly<Record<string, string>> = {
  surviving: 'Surviving',
  merged: 'Merged',
  pending: 'Pending',
  diverged: 'Diverged',
  lostInFailover: 'Lost in failover',
  lostInConflict: 'Lost in conflict',
  lostInRestore: 'Lost in restore',
};

/** The classes that any run has, which add up to `acknowledged`; none where all writes survive in every run. */
export function fatesOf(figures: Figures): Fate[] {
  const all = figures['acknowledged'];
  const total = all === undefined ? 0 : leastKnown(all.mean);
  const fates = Object.entries(classLabels).flatMap(([figure, label]) => {
    const summary = figures[figure];
    if (summary === undefined || summary.max === 0) return [];
    return [{ figure, label, summary, share: total === 0 ? 0 : leastKnown(summary.mean) / total }];
  });
  return fates.every(({ figure }) => figure === 'surviving') ? [] : fates;
}

/** Half of the interval of a mean, which has it in its middle but where that would reach below 0. */
export function halfWidth(mean: Estimate): number | undefined {
  return mean.value === null || mean.high === null || mean.lowerBound ? undefined : mean.high - mean.value;
}

/** Figures of a store whose writers were apart; those that are 0 in every run are left out. */
export function splitFigures(figures: Figures): string[] {
  return ['keysInConflict', 'divergedKeys', 'siblings', 'apart', 'divergence', 'repair'].filter((name) => {
    const summary = figures[name];
    return summary !== undefined && (summary.max > 0 || summary.censored > 0);
  });
}

/** One of the three things that people call lost writes. */
export interface Loss {
  figure: string;
  summary: FigureSummary;
  /** What it is to this store. */
  reading: string;
}

/** All three, or none where no version lost in any run. */
export function lossesOf(figures: Figures, rule: ConflictRule | undefined): Loss[] {
  const { losingWrites, losingVersions, supersededWrites } = figures;
  if (losingWrites === undefined || losingVersions === undefined || supersededWrites === undefined) return [];
  if (losingWrites.max === 0) return [];
  const blind = rule?.writes === 'blind';
  const builds = rule?.writes === 'read-modify-write';
  return [
    {
      figure: 'losingWrites',
      summary: losingWrites,
      reading: builds
        ? 'the loss here: a write builds on what it read, and goes with its version'
        : 'the loss if writes built on what they read',
    },
    {
      figure: 'losingVersions',
      summary: losingVersions,
      reading: blind
        ? 'the loss here: a write replaces what was there, so that only the last one of a version counts'
        : 'the loss if writes overwrote blindly',
    },
    {
      figure: 'supersededWrites',
      summary: supersededWrites,
      reading: 'no loss by itself: a later write to the key replaced it, on either side',
    },
  ];
}

/** The figure that counts what splits cost where the kind of writes is known; crossings in quiet time are not in it. */
export function splitLoss({ writes }: ConflictRule): 'losingWrites' | 'losingVersions' {
  return writes === 'blind' ? 'losingVersions' : 'losingWrites';
}

/** What was lost in conflict with no split, in a sentence; undefined where that is nothing, or cannot be told apart. */
export function quietLossInWords(figures: Figures, rule: ConflictRule | undefined): string | undefined {
  const lost = figures['lostInConflict'];
  const ofSplits = rule && figures[splitLoss(rule)];
  if (lost === undefined || ofSplits === undefined) return undefined;
  const quiet = leastKnown(lost.mean) - leastKnown(ofSplits.mean);
  if (quiet < leastKnown(lost.mean) * 1e-6 || quiet <= 0) return undefined;
  return `Without any split, ${formatCount(quiet)} writes on average were lost to others that crossed them on their way.`;
}

const policyWords: Readonly<Record<string, string>> = {
  'last-writer-wins': 'the last writer wins',
  priority: 'one region has priority',
  siblings: 'siblings are kept for the reader',
  crdt: 'a replicated data type merges',
  merge: 'the application merges',
  'discard-minority': 'the minority is discarded',
  freeze: 'both sides freeze',
  queue: 'people settle conflicts',
  ignore: 'nothing is repaired',
};

/** `the last writer wins, by hybrid clocks`; a policy that is not known stands for itself. */
export function policyInWords({ policy, clock, type }: ConflictRule): string {
  const words = Object.hasOwn(policyWords, policy) ? policyWords[policy]! : policy;
  if (clock !== undefined) return `${words}, by ${clock === 'wall' ? 'wall' : 'hybrid'} clocks`;
  return type === undefined ? words : `${words} (${type})`;
}
