import type { Micros } from '../../../kernel/index.js';
import type { Demand, Route } from './demand.js';
import { erlangC } from './erlang.js';
import type { RequestClass } from './request-class.js';
import type { Station } from './station.js';

/** What there is to see of a flow at an instant. */
export interface FlowView {
  readonly now: Micros;
  readonly stations: readonly Station[];
  readonly classes: readonly RequestClass[];
  readonly routes: readonly Route[];
  readonly demand: Demand;
}

/** Attempts per microsecond that each station is asked for, when none is a retry. */
export function offeredRates({ now, stations, classes, routes, demand }: FlowView): number[] {
  const rates = stations.map(() => 0);
  classes.forEach(({ rate }, klass) => {
    if (rate === 0) return;
    demand.shares(klass, now).forEach((share, route) => {
      const { stations: visited, meets } = routes[route]!;
      if (meets !== 'served') return;
      for (const station of visited) rates[station]! += rate * share;
    });
  });
  return rates;
}

/** Whether each station serves more than comes, and has no more waiting than an M/M/c queue has on average. */
export function isQuiet(flow: FlowView): boolean {
  const rates = offeredRates(flow);
  return flow.stations.every((station, index) => {
    const use = rates[index]! / station.capacityAt(flow.now);
    if (!(use < 1)) return rates[index] === 0 && station.waiting === 0;
    if (station.waiting === 0) return true;
    return station.waiting <= (erlangC(station.servers, use * station.servers) * use) / (1 - use) + 1;
  });
}
