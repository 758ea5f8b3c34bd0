import type { Scenario } from '../../src/scenario/schema.js';
import type { Cast, Fault } from './cast.js';
import type { Choices } from './choices.js';

/** Faults of what recoveries lean on, and harm that only an earlier state helps against. */
export function draftMishaps(pick: Choices, cast: Cast, scenario: Scenario): Fault[] {
  const effects = effectsOn(pick, scenario);
  return Array.from({ length: pick.whole(0, 3) }, (_, index) => ({
    ...timed(pick, cast, pick.one(effects), scenario.crews !== undefined),
    name: `mishap-${index}`,
  }));
}

function effectsOn(
  pick: Choices,
  { data, regions, runbooks = {}, services = {}, credentials = {} }: Scenario,
): Fault[] {
  const single = Object.entries(data).filter(([, { primary }]) => primary !== undefined);
  const steps = Object.values(runbooks).flatMap((book) => book.steps);
  const used = Object.keys(services).filter(
    (name) =>
      steps.some(({ needs = [], whileDown }) => needs.includes(name) || isInstead(whileDown, name)) ||
      Object.values(credentials).some(({ from }) => from === name),
  );
  const begun = Object.entries(runbooks).filter(([, { when }]) => when.at === undefined);
  const starved = steps.flatMap(({ does }) => does?.scale ?? []);
  const sized = Object.keys(regions).filter((name) => regions[name]!.capacity !== undefined);
  const names = Object.keys(regions);
  return [
    ...single.map(([store, { backups }]): Fault => harm(pick, store, backups !== undefined)),
    ...single.map(([store]): Fault => ({ destroy: store })),
    ...used.map((service): Fault => ({ lose: service })),
    ...begun.map(([book]): Fault => ({ alarm: book })),
    ...starved.map((region): Fault => ({ starve: region })),
    ...sized.map((region): Fault => ({ throttle: region, speed: `${pick.whole(1, 99)}%` })),
    { [pick.one(['lose', 'destroy', 'crash'] as const)]: pick.some(names, 2) },
    { lose: pick.one(names) },
    { destroy: pick.one(names) },
  ];
}

function isInstead(whileDown: unknown, name: string): boolean {
  return typeof whileDown === 'object' && whileDown !== null && 'use' in whileDown && whileDown.use === name;
}

function harm(pick: Choices, corrupt: string, noticeable: boolean): Fault {
  return {
    corrupt,
    share: `${pick.whole(1, 100)}%`,
    ...(pick.oneIn(4) ? {} : { harm: pick.one(['altered', 'deleted', 'encrypted'] as const) }),
    ...(noticeable && !pick.oneIn(5) ? { noticed: pick.quantity(0, 3_600_000) } : {}),
  };
}

/** Once, again and again, or by the calendar; mended by a crew, or in parts. */
function timed(pick: Choices, { horizon }: Cast, effect: Fault, hasCrew: boolean): Fault {
  const half = horizon * 30_000;
  const lasts = () => pick.quantity(1, half);
  // What is harmed stays so until it is restored.
  const ends = effect.corrupt === undefined;
  const crew = ends && hasCrew && pick.oneIn(2) ? { crew: 'field' } : {};
  const strikes = pick.oneIn(4) ? { strikes: pick.one(['all', 'standing'] as const) } : {};
  const length = () => (ends ? { for: pick.oneIn(4) ? [lasts(), lasts()] : lasts(), ...crew } : {});
  switch (pick.one(['once', 'once', 'again', 'planned'] as const)) {
    case 'once': {
      const over = length();
      return {
        ...effect,
        at: pick.quantity(0, half),
        ...(pick.oneIn(4) && !('crew' in over) ? {} : over),
        ...strikes,
      };
    }
    case 'again':
      return {
        ...effect,
        every: pick.quantity(30_000, half),
        ...length(),
        ...(pick.oneIn(3) ? { from: 'start' as const } : {}),
        ...(pick.oneIn(3) ? { starts: 'up' as const } : {}),
        ...strikes,
      };
    case 'planned': {
      const lasting = ends ? { for: `${pick.whole(1, 20)}m`, ...crew } : {};
      const at = pick.oneIn(3)
        ? { every: '1d', at: `${pick.whole(10, 23)}:00` }
        : { every: `${pick.whole(21, 200)}m` };
      return { ...effect, calendar: at, ...lasting, ...strikes };
    }
  }
}
