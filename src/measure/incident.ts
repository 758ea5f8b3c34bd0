import type { Path } from '../model/path.js';
import type { WritesClassified } from '../model/trace.js';
import type { Dip } from './service-level.js';

/** A stretch of time, microseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** From the first harm to customers or data until service has settled. Times in microseconds. */
export interface Incident {
  readonly opened: number;
  /** First settled recovery; undefined when there was none inside the horizon. */
  readonly recovered: number | undefined;
  /** The time of recovery, or the earliest that it can be. */
  readonly recoveredAtLeast: number;
  readonly closed: number;
  /** How the population that finished last got its service back; absent when it did not, or never fell. */
  readonly path?: Path;
  /** Falls below the threshold between the first settled recovery and the close. */
  readonly relapses: number;
  readonly losses: readonly WritesClassified[];
}

export interface IncidentRule {
  /** How long goodput has to stay above the threshold before it counts as recovered, microseconds. */
  readonly settle: number;
  readonly horizon: number;
}

/**
 * The incidents of a run, in order. One opens when goodput first falls below the threshold, or with the fault by which
 * acknowledged writes became lost if that is earlier; it closes when goodput has settled and no write is still being
 * moved (`busy`).
 */
export function findIncidents(
  dips: readonly Dip[],
  lost: readonly WritesClassified[],
  busy: readonly Stretch[],
  rule: IncidentRule,
): Incident[] {
  const spells = joinDips(dips, rule.settle);
  const losses = lost.filter(({ count }) => count > 0).sort((a, b) => a.faultAt! - b.faultAt!);
  const incidents: Incident[] = [];
  while (spells.length > 0 || losses.length > 0) incidents.push(takeIncident(spells, losses, busy, rule));
  return incidents;
}

/** Dips that follow each other before goodput has settled are one spell; it ends as the last of them to end. */
export function joinDips(dips: readonly Dip[], settle: number): Dip[] {
  const spells: Dip[] = [];
  const ordered = dips.length > 1 ? [...dips].sort((a, b) => a.from - b.from) : dips;
  for (const dip of ordered) {
    const last = spells.at(-1);
    if (!last || dip.from >= last.to + settle) spells.push(dip);
    else if (dip.to > last.to) spells[spells.length - 1] = { ...dip, from: last.from };
  }
  return spells;
}

/** Takes the spells and losses of the next incident off the lists. */
function takeIncident(
  spells: Dip[],
  losses: WritesClassified[],
  busy: readonly Stretch[],
  { settle, horizon }: IncidentRule,
): Incident {
  const opened = Math.min(spells[0]?.from ?? horizon, losses[0]?.faultAt ?? horizon);
  // The dip that opens it is its own even with no settling time.
  const opens = spells[0] && (spells[0].from === opened || spells[0].from < opened + settle);
  const first = opens ? spells.shift() : undefined;
  const recovered = first?.to ?? opened;
  let closed = extend(recovered + settle, busy);
  let relapses = 0;
  while (spells[0] && spells[0].from < closed) {
    closed = Math.max(closed, extend(spells.shift()!.to + settle, busy));
    relapses += 1;
  }
  const own = losses.filter(({ faultAt }) => faultAt! <= closed);
  losses.splice(0, own.length);
  return {
    opened,
    recovered: recovered + settle <= horizon || first === undefined ? recovered : undefined,
    recoveredAtLeast: recovered,
    closed: Math.min(closed, horizon),
    ...(first?.path ? { path: first.path } : {}),
    relapses,
    losses: own,
  };
}

/** The end of the stretches that reach over a time, one into the next. */
function extend(time: number, busy: readonly Stretch[]): number {
  const over = busy.find(({ from, to }) => from <= time && to > time);
  return over ? extend(over.to, busy) : time;
}

/** Time from the opening to the first settled recovery, and whether that was inside the horizon. */
export function recoveryTime(incident: Incident): { time: number; censored: boolean } {
  return {
    time: incident.recoveredAtLeast - incident.opened,
    censored: incident.recovered === undefined,
  };
}

/**
 * The recovery point of an incident: from the commit of its oldest lost write to the start of the fault by which writes
 * were lost (the latest of several), or to the commit of the last lost write if that is later. 0 when none is lost.
 */
export function recoveryPoint(losses: readonly WritesClassified[]): number {
  let [reference, oldest] = [0, Number.POSITIVE_INFINITY];
  for (const loss of losses) {
    reference = Math.max(reference, loss.faultAt!, loss.newest!);
    oldest = Math.min(oldest, loss.oldest!);
  }
  return losses.length === 0 ? 0 : reference - oldest;
}
