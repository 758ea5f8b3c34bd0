import type { Timeline } from '../../data/timeline.js';
import type { Answer, RequestKind } from '../../trace.js';
import type { Route } from './demand.js';

/** Requests of one kind of one population that use one store. */
export interface RequestGroup {
  /** Numbers of the population and of the store. */
  readonly population: number;
  readonly kind: RequestKind;
  readonly store: number;
}

/** What the requests of a group meet in a region, or in a second stack there. */
export interface Reception {
  readonly route: Route;
  /** Where what is written is committed. */
  readonly timeline?: Timeline | undefined;
  /** Whether the acknowledgement comes in time. */
  readonly inTime: boolean;
}

/** What requests meet, and where they go, between two events. */
export interface Scene {
  /** By region. */
  readonly conditions: readonly ('ok' | 'refused' | 'silent')[];
  /** By group, by place: the regions, and after them, where any has a second stack, the second stacks of all of them. */
  readonly receptions: readonly (readonly Reception[])[];
  /** By population. */
  readonly answers: readonly (readonly Answer[])[];
  /** By group, requests first made in a microsecond. */
  readonly rates: readonly number[];
}

/** Where nobody is asked at all: a name without an address. */
const nowhere: Route = { stations: [], meets: 'refused', errorShare: 0 };

/** Routes by group and place, and last the one to nowhere. */
export function routesOf({ receptions }: Scene): Route[] {
  return [...receptions.flatMap((own) => own.map(({ route }) => route)), nowhere];
}

/** Whether nothing is different for requests between two scenes. */
export function sameScenes(a: Scene, b: Scene): boolean {
  return (
    a.conditions.every((one, region) => one === b.conditions[region]) &&
    a.answers.every((one, population) => one === b.answers[population]) &&
    a.rates.every((one, group) => one === b.rates[group]) &&
    sameReceptions(a, b)
  );
}

/** Whether requests of a group meet the same in two scenes. */
export function sameReceptions(a: Scene, b: Scene): boolean {
  return a.receptions.every((own, group) =>
    own.every((one, region) => {
      const other = b.receptions[group]![region]!;
      return (
        one.timeline === other.timeline && one.inTime === other.inTime && sameRoute(one.route, other.route)
      );
    }),
  );
}

function sameRoute(a: Route, b: Route): boolean {
  return (
    a.meets === b.meets &&
    a.errorShare === b.errorShare &&
    a.stations.length === b.stations.length &&
    a.stations.every((station, i) => station === b.stations[i])
  );
}
