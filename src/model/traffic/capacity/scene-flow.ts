import type { Micros, RunStreams } from '../../../kernel/index.js';
import { destinationOf, sharesAt } from '../destination.js';
import type { Demand } from './demand.js';
import type { CapacityPlan } from './plan.js';
import { RequestFlow } from './request-flow.js';
import { type RequestGroup, routesOf, type Scene } from './scene.js';

/** The requests of whom, and what they may wait for. */
export interface Cast {
  readonly plan: CapacityPlan;
  readonly groups: readonly RequestGroup[];
  /** Names of the populations. */
  readonly populations: readonly string[];
}

/** Where requests go is looked up in the scene of the moment. */
export interface Stage {
  scene(): Scene;
  /** How far the clock of the flow is behind that of the run. */
  skipped(): Micros;
}

/**
 * A flow of all requests at the rates of a scene, not begun yet. Its classes are the groups; its routes are numbered by group and
 * place, and the last one leads nowhere.
 */
export function openFlow(
  { plan, groups, populations }: Cast,
  stage: Stage,
  streams: RunStreams,
  now: Micros,
): RequestFlow {
  const scene = stage.scene();
  const classes = groups.map(({ population, kind, store }) => ({
    name: `${kind} of ${populations[population]} in store ${store}`,
    ...plan.clients[population]!,
  }));
  const demand = demandOf(groups, scene.receptions[0]!.length, stage);
  const routes = routesOf(scene);
  const flow = new RequestFlow({ stations: plan.stations, classes, routes, demand, streams, now });
  scene.rates.forEach((rate, group) => {
    flow.setRate(group, rate);
  });
  return flow;
}

function demandOf(groups: readonly RequestGroup[], places: number, stage: Stage): Demand {
  const nowhere = groups.length * places;
  const answersOf = (group: number) => stage.scene().answers[groups[group]!.population]!;
  return {
    routeOf: (group, at, place) => {
      const destination = destinationOf(answersOf(group), at + stage.skipped(), place);
      return destination === undefined ? nowhere : group * places + destination;
    },
    shares: (group, at) => {
      const shares = new Array<number>(nowhere + 1).fill(0);
      let rest = 1;
      sharesAt(answersOf(group), at + stage.skipped()).forEach((share, destination) => {
        shares[group * places + destination] = share;
        rest -= share;
      });
      shares[nowhere] = Math.max(0, rest);
      return shares;
    },
  };
}
