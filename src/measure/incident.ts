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
  const spells = new Line(joinDips(dips, rule.settle));
  const losses = new Line(lost.filter(({ count }) => count > 0).sort((a, b) => a.faultAt! - b.faultAt!));
  const moved = new Line([...busy].sort((a, b) => a.from - b.from));
  const incidents: Incident[] = [];
  while (spells.first || losses.first) incidents.push(takeIncident(spells, losses, moved, rule));
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

/** Things in order, taken one after the other from the front. */
class Line<T> {
  private next = 0;

  constructor(private readonly all: readonly T[]) {}

  get first(): T | undefined {
    return this.all[this.next];
  }

  take(): T | undefined {
    const first = this.all[this.next];
    this.next += 1;
    return first;
  }

  /** Takes all from the front for which something holds. */
  takeWhile(holds: (one: T) => boolean): T[] {
    const start = this.next;
    while (this.next < this.all.length && holds(this.all[this.next]!)) this.next += 1;
    return this.all.slice(start, this.next);
  }

  /** The first of those left for which something holds, looked for as long as something else does. */
  find(holds: (one: T) => boolean, goesOn: (one: T) => boolean): T | undefined {
    for (let index = this.next; index < this.all.length; index += 1) {
      const one = this.all[index]!;
      if (!goesOn(one)) return undefined;
      if (holds(one)) return one;
    }
    return undefined;
  }
}

/** Takes the spells and losses of the next incident off their lines. */
function takeIncident(
  spells: Line<Dip>,
  losses: Line<WritesClassified>,
  busy: Line<Stretch>,
  { settle, horizon }: IncidentRule,
): Incident {
  const opened = Math.min(spells.first?.from ?? horizon, losses.first?.faultAt ?? horizon);
  // What was over by then reaches over nothing that is to come.
  busy.takeWhile(({ to }) => to <= opened);
  // The dip that opens it is its own even with no settling time.
  const opens = spells.first && (spells.first.from === opened || spells.first.from < opened + settle);
  const first = opens ? spells.take() : undefined;
  const recovered = first?.to ?? opened;
  let closed = extend(recovered + settle, busy);
  let relapses = 0;
  while (spells.first && spells.first.from < closed) {
    closed = Math.max(closed, extend(spells.take()!.to + settle, busy));
    relapses += 1;
  }
  const own = losses.takeWhile(({ faultAt }) => faultAt! <= closed);
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
function extend(time: number, busy: Line<Stretch>): number {
  const over = busy.find(
    ({ to }) => to > time,
    ({ from }) => from <= time,
  );
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
