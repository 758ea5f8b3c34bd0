import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findIncidents,
  type IncidentRule,
  joinDips,
  recoveryPoint,
  recoveryTime,
  type Stretch,
} from '../../src/measure/incident.js';
import type { WritesClassified } from '../../src/model/trace.js';

const horizon = 200;

function loss(faultAt: number, oldest = faultAt, newest = faultAt, count = 1): WritesClassified {
  const where = { store: 'orders', shard: 'orders', at: horizon };
  return { type: 'writes-classified', ...where, class: 'lostInFailover', count, oldest, newest, faultAt };
}

interface Told {
  opened: number;
  recovered: number | undefined;
  closed: number;
  relapses: number;
  losses: number;
}

/** The rules of an incident, lived through second by second. */
function liveThrough(
  dips: readonly Stretch[],
  lossesAt: readonly number[],
  busy: readonly Stretch[],
  { settle }: IncidentRule,
): Told[] {
  const within = (stretches: readonly Stretch[], t: number) =>
    stretches.some(({ from, to }) => from <= t && t < to);
  const told: Told[] = [];
  let open: Told | undefined;
  let up = 0;
  let relapsing = false;
  for (let t = 0; t < horizon; t++) {
    const quiet = open !== undefined && t - up >= settle;
    if (open && quiet) {
      open.recovered ??= up;
      relapsing = false;
    }
    const lost = lossesAt.filter((at) => at === t).length;
    if (open && quiet && !within(busy, t)) {
      // A loss of the very instant at which it closes is still its own.
      open.losses += lost;
      told.push({ ...open, closed: t });
      open = undefined;
    } else if (open) open.losses += lost;
    else if (lost > 0) open = { opened: t, recovered: undefined, closed: horizon, relapses: 0, losses: lost };
    if (!within(dips, t)) {
      if (open?.opened === t) up = t;
      continue;
    }
    open ??= { opened: t, recovered: undefined, closed: horizon, relapses: 0, losses: 0 };
    if (open.recovered !== undefined && !relapsing) {
      open.relapses += 1;
      relapsing = true;
    }
    up = t + 1;
  }
  if (open) {
    const never = up === open.opened;
    if (open.recovered === undefined && (never || up + settle <= horizon)) open.recovered = up;
    told.push(open);
  }
  return told;
}

const stretches = (max: number) =>
  fc.array(
    fc
      .tuple(fc.nat({ max: horizon - 1 }), fc.integer({ min: 1, max: 40 }))
      .map(([from, length]) => ({ from, to: Math.min(horizon, from + length) })),
    { maxLength: max },
  );

describe('findIncidents', () => {
  it('finds what second after second shows', () => {
    fc.assert(
      fc.property(
        stretches(8),
        fc.array(fc.nat({ max: horizon - 1 }), { maxLength: 4 }),
        stretches(3),
        fc.integer({ min: 1, max: 25 }),
        (dips, lossesAt, busy, settle) => {
          const rule = { settle, horizon };
          const found = findIncidents(
            dips,
            lossesAt.map((at) => loss(at)),
            busy,
            rule,
          );
          const told = found.map(({ opened, recovered, closed, relapses, losses }) => ({
            opened,
            recovered,
            closed,
            relapses,
            losses: losses.length,
          }));
          expect(told).toEqual(liveThrough(dips, lossesAt, busy, rule));
        },
      ),
      { seed: 31, numRuns: 3000 },
    );
  });

  it('names the recovery that came last as the way it ended', () => {
    const early = [{ phase: 'rideOut' as const, until: 20 }];
    const late = [{ phase: 'propagate' as const, until: 30 }];
    const dips = [
      { from: 10, to: 30, path: late },
      { from: 12, to: 20, path: early },
    ];
    const [incident] = findIncidents(dips, [], [], { settle: 5, horizon });
    expect(incident).toMatchObject({ opened: 10, recovered: 30, closed: 35, path: late });
    expect(recoveryTime(incident!)).toEqual({ time: 20, censored: false });
  });

  it('does not know a recovery that has no time to settle', () => {
    const [incident] = findIncidents([{ from: 100, to: 190 }], [], [], { settle: 11, horizon });
    expect(recoveryTime(incident!)).toEqual({ time: 90, censored: true });
    const [settled] = findIncidents([{ from: 100, to: 190 }], [], [], { settle: 10, horizon });
    expect(recoveryTime(settled!)).toEqual({ time: 90, censored: false });
  });

  it('passes over losses of no writes', () => {
    expect(findIncidents([], [loss(50, 50, 50, 0)], [], { settle: 5, horizon })).toEqual([]);
  });
});

describe('joinDips', () => {
  it('without settling covers the very instants that the dips cover', () => {
    fc.assert(
      fc.property(stretches(8), (dips) => {
        const joined = joinDips(dips, 0);
        const instants = new Set(dips.flatMap(({ from, to }) => range(from, to)));
        expect(joined.flatMap(({ from, to }) => range(from, to))).toEqual(
          [...instants].sort((a, b) => a - b),
        );
      }),
      { seed: 32, numRuns: 500 },
    );
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

describe('recoveryPoint', () => {
  it('runs from the oldest lost write to the latest fault that lost any', () => {
    expect(recoveryPoint([])).toBe(0);
    expect(recoveryPoint([loss(100, 95, 99)])).toBe(5);
    expect(recoveryPoint([loss(100, 95, 99), loss(110, 97, 98)])).toBe(15);
  });

  it('runs to the last lost write where that is later than the fault', () => {
    expect(recoveryPoint([loss(100, 98, 130)])).toBe(32);
  });
});
