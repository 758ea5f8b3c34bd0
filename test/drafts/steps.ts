import type { Action } from './actions.js';
import type { Part } from './cast.js';
import type { Choices } from './choices.js';

type Book = Part<'runbooks'>[string];
type BookStep = Book['steps'][number];

/** What steps can use. */
export interface Means {
  readonly regions: readonly string[];
  readonly stores: readonly string[];
  readonly services: readonly string[];
  readonly credentials: readonly string[];
  readonly items: readonly string[];
  readonly actions: readonly Action[];
  /** Nothing is fled. */
  readonly planned: boolean;
}

/** Steps in any order: one after the other, side by side, by decision, or in place of one that failed. */
export function draftBookSteps(pick: Choices, means: Means): BookStep[] {
  const count = pick.whole(1, 7);
  const steps: BookStep[] = [];
  // How many of those to come are led to by an earlier one.
  let led = 0;
  for (let index = 0; index < count; index += 1) {
    const before = steps.map(({ name }) => name);
    const isLed = led > 0;
    led = Math.max(0, led - 1);
    const left = count - index - 1 - led;
    const order = !isLed && pick.oneIn(3) ? { after: pick.some(before, 0, 3) } : {};
    const step: BookStep = { name: `step-${index}`, ...draftStep(pick, means), ...order };
    const next = (by: number) => `step-${index + led + by}`;
    if (left >= 2 && pick.oneIn(5)) {
      const chance = pick.whole(0, 100);
      const ways = [chance, 100 - chance].map((share, way) => ({ chance: `${share}%`, to: next(way + 1) }));
      steps.push({ ...step, choose: ways });
      led += 2;
    } else if (left >= 1 && mayFail(step) && pick.oneIn(2)) {
      steps.push({ ...step, otherwise: next(1) });
      led += 1;
    } else steps.push(step);
  }
  return steps;
}

function mayFail({ tries, whileDown, does }: BookStep): boolean {
  return tries !== undefined || whileDown === 'fail' || does !== undefined;
}

function draftStep(pick: Choices, means: Means): Omit<BookStep, 'name'> {
  const { regions, items, planned } = means;
  return {
    ...(pick.oneIn(4) ? {} : { takes: pick.quantity(0, 1_200_000) }),
    ...(pick.oneIn(2) ? { role: pick.one(['dba', 'network']) } : {}),
    ...(pick.oneIn(5)
      ? { phase: pick.one(['detect', 'decide', 'act', 'propagate', 'absorb'] as const) }
      : {}),
    ...(pick.oneIn(8) ? { given: { answers: pick.one(regions) } } : {}),
    ...draftNeeds(pick, means),
    ...(items.length > 0 && pick.oneIn(4) ? { requires: pick.some(items, 1) } : {}),
    ...(pick.oneIn(3) ? draftLuck(pick) : {}),
    ...(pick.oneIn(4) ? { rollback: pick.quantity(0, 600_000) } : {}),
    ...(pick.oneIn(2) ? { does: pick.one(means.actions) } : {}),
    ...(!planned && pick.oneIn(6) ? { rule: draftRule(pick, means.stores) } : {}),
  };
}

function draftLuck(pick: Choices): Pick<BookStep, 'fails' | 'tries'> {
  return { fails: `${pick.whole(1, 80)}%`, ...(pick.oneIn(2) ? { tries: pick.whole(1, 5) } : {}) };
}

function draftNeeds(pick: Choices, { services, credentials }: Means): Pick<BookStep, 'needs' | 'whileDown'> {
  const all = [...services, ...credentials];
  if (all.length === 0 || !pick.oneIn(3)) return {};
  const retry = { retry: pick.seconds(1, 1_800) };
  const needs = pick.some(all, 1);
  const others = services.filter((one) => !needs.includes(one));
  const ways = ['wait' as const, 'fail' as const, retry, ...others.map((use) => ({ use }))];
  return { needs, ...(pick.oneIn(2) ? { whileDown: pick.one(ways) } : {}) };
}

/** When to fail over, and when to ride it out. */
function draftRule(pick: Choices, stores: readonly string[]): NonNullable<BookStep['rule']> {
  const minutes = (most: number) => `${pick.whole(0, most)}m`;
  const grounds = pick.some(['elapsed', 'lossAtMost', 'worth'] as const, 1);
  const limit = pick.one([{ time: minutes(5) }, { writes: pick.whole(0, 10_000) }]);
  const splitBrain = { chance: `${pick.whole(0, 100)}%`, costs: minutes(600) };
  return {
    ...(grounds.includes('elapsed') ? { elapsed: minutes(90) } : {}),
    ...(grounds.includes('lossAtMost') ? { lossAtMost: { of: pick.one(stores), ...limit } } : {}),
    ...(grounds.includes('worth')
      ? {
          worth: {
            outage: pick.quantity(1, 7_200_000),
            failover: minutes(60),
            ...(pick.oneIn(2) ? { loss: minutes(60), failback: minutes(60) } : {}),
            ...(pick.oneIn(3) ? { splitBrain } : {}),
          },
        }
      : {}),
    ...(pick.oneIn(3) ? { atLatest: `${pick.whole(grounds.includes('elapsed') ? 91 : 1, 180)}m` } : {}),
    ...(pick.oneIn(3) ? { wrong: `${pick.whole(0, 100)}%` } : {}),
  };
}
