import type { Parted, Reconciled } from '../model/trace.js';

/** Figures that are the sums of what each reconciliation counted. */
export const conflictCounts = [
  'keysInConflict',
  'divergedKeys',
  'conflictPairs',
  'siblings',
  'losingWrites',
  'losingVersions',
  'supersededWrites',
] as const;

/** Time in which writers did not see each other's writes, splits that are still open at the horizon included. */
export function timeApart(
  parted: readonly Parted[],
  reconciled: readonly Reconciled[],
  horizon: number,
): number {
  let apart = 0;
  for (const { partedAt, at } of reconciled) apart += at - partedAt;
  const open = openSince(parted, reconciled);
  return open === undefined ? apart : apart + horizon - open;
}

/** The longest time from a cut until all copies agreed; at least the time to the horizon where they do not by then. */
export function longestDivergence(
  parted: readonly Parted[],
  reconciled: readonly Reconciled[],
  horizon: number,
): { time: number; censored: boolean } {
  const spells = reconciled.map(({ partedAt, at, pendingKeys, divergedKeys, repairedAt }) => {
    const agreed = divergedKeys > 0 ? Number.POSITIVE_INFINITY : pendingKeys > 0 ? repairedAt : at;
    return { from: partedAt, to: agreed };
  });
  const open = openSince(parted, reconciled);
  if (open !== undefined) spells.push({ from: open, to: Number.POSITIVE_INFINITY });
  let [time, censored] = [0, false];
  for (const { from, to } of spells) {
    const beyond = to > horizon;
    const length = (beyond ? horizon : to) - from;
    // Not yet over ranks above over.
    if (beyond && !censored) [time, censored] = [length, true];
    else if (beyond === censored) time = Math.max(time, length);
  }
  return { time, censored };
}

/** When the split began that nothing ended. */
export function openSince(parted: readonly Parted[], reconciled: readonly Reconciled[]): number | undefined {
  const last = reconciled.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  return parted.find(({ at }) => at >= last)?.at;
}
