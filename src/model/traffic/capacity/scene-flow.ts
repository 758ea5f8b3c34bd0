import type { Micros, RunStreams } from '../../../kernel/index.js';
import { destinationOf, sharesAt } from '../destination.js';
import type { Demand } from './demand.js';
import type { Flow } from './flow.js';
import { FluidFlow } from './fluid-flow.js';
import type { CapacityPlan } from './plan.js';
import { type FlowOptions, RequestFlow } from './request-flow.js';
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

/** Time is worked on in pieces no longer than this where requests are told by rates. */
const step: Micros = 100_000;

/** A flow of all requests at the rates of a scene, not begun yet: one by one or by rates, as the plan has it. */
export function openFlow(cast: Cast, stage: Stage, streams: RunStreams, now: Micros): Flow {
  const options = optionsOf(cast, stage, streams, now);
  return begun(
    cast.plan.by === 'rates' ? new FluidFlow({ ...options, step }) : new RequestFlow(options),
    stage,
  );
}

/** The same, one by one in any case. */
export function openRequestFlow(cast: Cast, stage: Stage, streams: RunStreams, now: Micros): RequestFlow {
  return begun(new RequestFlow(optionsOf(cast, stage, streams, now)), stage);
}

function begun<AnyFlow extends Flow>(flow: AnyFlow, stage: Stage): AnyFlow {
  stage.scene().rates.forEach((rate, group) => {
    flow.setRate(group, rate);
  });
  return flow;
}

/** Its classes are the groups; its routes are numbered by group and place, and the last one leads nowhere. */
function optionsOf(
  { plan, groups, populations }: Cast,
  stage: Stage,
  streams: RunStreams,
  now: Micros,
): FlowOptions {
  const scene = stage.scene();
  const classes = groups.map(({ population, kind, store }) => ({
    name: `${kind} of ${populations[population]} in store ${store}`,
    ...plan.clients[population]!,
  }));
  return {
    stations: plan.stations,
    classes,
    routes: routesOf(scene),
    demand: demandOf(groups, scene.receptions[0]!.length, stage),
    streams,
    now,
  };
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
