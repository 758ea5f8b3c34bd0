import type { Scenario } from '../../src/scenario/schema.js';
import { actionsOn, copiesOf, type Subjects } from './actions.js';
import type { Cast, Part } from './cast.js';
import type { Choices } from './choices.js';
import { draftDependencies } from './dependencies.js';
import { draftDetection } from './detection.js';
import { draftRoles } from './people.js';
import { draftBookSteps } from './steps.js';

type Book = Part<'runbooks'>[string];
type Books = Pick<Scenario, 'runbooks' | 'roles' | 'services' | 'credentials'>;

/** Runbooks for what may happen, with their people and what they lean on. */
export function draftRunbooks(pick: Choices, cast: Cast, scenario: Scenario): Books {
  const dependencies = draftDependencies(pick, cast);
  const scaled = Object.entries(scenario.regions).flatMap(([name, { capacity }]) => (capacity ? [name] : []));
  const served = Object.keys(scenario.data).filter((name) => scenario.data[name]!.preset !== undefined);
  const taken = [...Object.keys(scenario.failover ?? {}), ...served];
  const subjects: Subjects = { regions: cast.regions, scaled, data: scenario.data, taken };
  const watched = new Set(taken);
  const runbooks = Object.fromEntries(
    pick.some(['leave', 'mend', 'drill'], 1).map((name): [string, Book] => {
      const when = draftTrigger(pick, cast, subjects, watched);
      if (when.primaryLost !== undefined) watched.add(when.primaryLost);
      return [name, draftBook(pick, when, subjects, dependencies, cast.limits.without)];
    }),
  );
  return { runbooks, roles: draftRoles(pick), ...dependencies };
}

function draftBook(
  pick: Choices,
  when: Book['when'],
  subjects: Subjects,
  { services, credentials }: ReturnType<typeof draftDependencies>,
  without: readonly string[] = [],
): Book {
  const readiness = pick.oneIn(3) ? draftReadiness(pick) : {};
  const planned = when.at !== undefined;
  const steps = draftBookSteps(pick, {
    regions: subjects.regions,
    stores: Object.keys(subjects.data),
    services: Object.keys(services),
    credentials: Object.keys(credentials),
    items: Object.keys(readiness),
    actions: actionsOn(pick, subjects, planned).filter((one) => !without.some((kind) => kind in one)),
    planned,
  });
  const required = new Set(steps.flatMap(({ requires = [] }) => requires));
  const used = Object.entries(readiness).filter(([name]) => required.has(name));
  return {
    when,
    steps,
    ...(used.length > 0 ? { readiness: Object.fromEntries(used) } : {}),
    ...(!planned && pick.oneIn(3) ? { callOff: false } : {}),
  };
}

function draftTrigger(
  pick: Choices,
  cast: Cast,
  subjects: Subjects,
  watched: ReadonlySet<string>,
): Book['when'] {
  const region = pick.one(cast.regions);
  const { data } = subjects;
  const lossy = Object.keys(data).filter((name) => copiesOf(data[name]!).length > 1 && !watched.has(name));
  const harmed = Object.keys(data).filter((name) => data[name]!.backups !== undefined);
  const ways: (() => Book['when'])[] = [
    () => ({ lost: region }),
    () => ({ failing: region }),
    () => ({ unhealthy: region }),
    () => ({ at: pick.quantity(0, cast.horizon * 30_000) }),
    ...lossy.map((store) => () => ({
      primaryLost: store,
      ...(pick.oneIn(2) ? { detect: draftDetection(pick, cast, data[store]!) } : {}),
    })),
    ...harmed.map((store) => () => ({ corrupt: store })),
  ];
  return pick.one(ways)();
}

function draftReadiness(pick: Choices): NonNullable<Book['readiness']> {
  const drifting = () => ({
    drifts: `${pick.whole(1, 400)}d`,
    ...(pick.oneIn(2) ? { drilled: `${pick.whole(1, 90)}d` } : {}),
  });
  return Object.fromEntries(
    pick.some(['quota', 'image'], 1).map((name) => [
      name,
      {
        ...(pick.oneIn(2) ? { missing: `${pick.whole(0, 100)}%` } : drifting()),
        repair: pick.quantity(0, 3_600_000),
      },
    ]),
  );
}
