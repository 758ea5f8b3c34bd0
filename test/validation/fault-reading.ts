import type { FaultReading, RestoreReading } from './experiment.js';
import { restores } from './restore-reading.js';

/** Reads one number a run off its trace. */
export interface Fold {
  readonly records: readonly string[];
  readonly see: (record: object) => void;
  /** The number, hours, of a run that is over; makes ready for the next one. */
  readonly take: (horizon: number) => number;
}

const hour = 3.6e9;

interface Seen {
  readonly type: string;
  readonly at: number;
  readonly fault: string;
  readonly on: string;
  readonly class: string;
  readonly count: number;
  readonly faultAt?: number;
}

export function foldOf(reading: FaultReading | RestoreReading): Fold {
  if ('restores' in reading) return restores(reading);
  if ('levels' in reading) return levels(reading);
  return 'faults' in reading ? durations(reading) : firstLoss(reading);
}

/** Occurrences of one fault that overlap are told apart by nothing but their order: their sum is right, the longest of them is not. */
function durations({ faults, before }: Extract<FaultReading, { faults: string }>): Fold {
  let open = new Map<string, number[]>();
  let [longest, total] = [0, 0];
  const end = (began: number, at: number) => {
    longest = Math.max(longest, at - began);
    total += at - began;
  };
  return {
    records: ['fault-began', 'fault-ended'],
    see: (record) => {
      const { type, at, fault } = record as Seen;
      const own = open.get(fault) ?? [];
      open.set(fault, own);
      if (type === 'fault-began') own.push(at / hour < before ? at : Number.NaN);
      else {
        const began = own.shift()!;
        if (!Number.isNaN(began)) end(began, at);
      }
    },
    take: (horizon) => {
      for (const began of [...open.values()].flat()) if (!Number.isNaN(began)) end(began, horizon);
      const value = (faults === 'longest' ? longest : total) / hour;
      open = new Map();
      [longest, total] = [0, 0];
      return value;
    },
  };
}

function firstLoss({ loss, before }: Extract<FaultReading, { loss: string }>): Fold {
  let first = Number.POSITIVE_INFINITY;
  return {
    records: ['writes-classified'],
    see: (record) => {
      const { class: fate, count, faultAt } = record as Seen;
      if (fate.startsWith('lost') && count > 0 && faultAt !== undefined)
        first = Math.min(first, faultAt / hour);
    },
    take: () => {
      const value = loss === 'any' ? Number(first < before) : Math.min(first, before);
      first = Number.POSITIVE_INFINITY;
      return value;
    },
  };
}

function levels({ levels: what, level }: Extract<FaultReading, { levels: string }>): Fold {
  let inForce = 0;
  let [cycles, deep, visits, steps] = [0, 0, 0, 0];
  let isDeep = false;
  // Since when it has been on the way to that depth, and for how long before.
  let [since, before] = [0, 0];
  const goAt = (at: number, to: number) => {
    if (!isDeep && to === level) before += at - since;
    if (isDeep && to === 0) since = at;
    go(to);
    if (to === 0) isDeep = false;
  };
  const go = (to: number) => {
    if (inForce === 0) {
      cycles += 1;
      isDeep = false;
    }
    if (inForce === level && to > inForce) steps += 1;
    if (to === level) visits += 1;
    if (to === level && !isDeep) {
      isDeep = true;
      deep += 1;
    }
    inForce = to;
  };
  return {
    records: ['fault-began', 'fault-ended'],
    see: (record) => {
      const { type, at } = record as Seen;
      goAt(at, inForce + (type === 'fault-began' ? 1 : -1));
    },
    take: (horizon) => {
      const atRisk = (before + (isDeep ? 0 : horizon - since)) / hour;
      const told = { cycles, deep, visits, steps, atRisk, ever: deep > 0 ? 1 : 0 };
      [since, before] = [0, 0];
      inForce = 0;
      [cycles, deep, visits, steps] = [0, 0, 0, 0];
      isDeep = false;
      return told[what];
    },
  };
}
