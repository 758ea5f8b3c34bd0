import type { Micros } from '../../../kernel/index.js';
import type { Demand, Route } from './demand.js';
import { erlangC } from './erlang.js';
import type { FlowClass } from './flow.js';
import type { Station } from './station.js';
import { blockedShare } from './stationary.js';

/** What there is to see of a flow at an instant. */
export interface FlowView<AnyStation> {
  readonly now: Micros;
  readonly stations: readonly AnyStation[];
  readonly classes: readonly Requests[];
  readonly routes: readonly Route[];
  readonly demand: Demand;
}

type Requests = Pick<FlowClass, 'options' | 'rate'>;

/** Attempts per microsecond in balance. */
export interface Balance {
  /** That each station is asked for. */
  readonly rates: readonly number[];
  /** Share of them that each sheds. */
  readonly shed: readonly number[];
  /** By class and route: attempts after so many failures (index). */
  readonly attempts: readonly (readonly (readonly number[])[])[];
  /** By class: whether its budget holds retries back. */
  readonly isHeldBack: readonly boolean[];
}

/** More rounds change nothing that matters. */
const mostRounds = 300;
/** Requests that are shed more rarely than this do not make a difference. */
export const negligible = 1e-9;

/**
 * The load that retries make of the present rates: the least fixed point of what is shed or fails and what is tried again for it,
 * as if attempts met the stations independently of each other. Time-outs of those who wait are left out.
 *
 * @param shedShare what a station sheds at a rate, per microsecond
 */
export function balanceOf<AnyStation>(
  flow: FlowView<AnyStation>,
  shedShare: (station: AnyStation, rate: number) => number,
): Balance {
  const allowed = flow.classes.map(() => 1);
  let shed = flow.stations.map(() => 0);
  for (let round = 0; ; round++) {
    const attempts = flow.classes.map((_, klass) => attemptsOf(flow, klass, shed, allowed[klass]!));
    const rates = stationRates(flow, attempts, shed);
    const next = flow.stations.map((station, index) => shedShare(station, rates[index]!));
    const isSettled = next.every((share, i) => Math.abs(share - shed[i]!) < negligible / 10);
    const isWithin = flow.classes.map((own, klass) => holdBack(own, attempts[klass]!, allowed, klass));
    if ((isSettled && isWithin.every(Boolean)) || round === mostRounds)
      return { rates, shed: next, attempts, isHeldBack: allowed.map((share) => share < 1) };
    shed = next;
  }
}

/** Whether each station serves more than comes, and has no more waiting than an M/M/c queue has on average. */
export function isQuiet(flow: FlowView<Station>): boolean {
  const none = flow.stations.map(() => 0);
  const first = flow.classes.map((_, klass) => attemptsOf(flow, klass, none, 0));
  const rates = stationRates(flow, first, none);
  return flow.stations.every((station, index) => {
    const use = rates[index]! / station.capacityAt(flow.now);
    if (!(use < 1)) return rates[index] === 0 && station.waiting === 0;
    if (station.waiting === 0) return true;
    return station.waiting <= (erlangC(station.servers, use * station.servers) * use) / (1 - use) + 1;
  });
}

/** Attempts of a class by route and failures so far, of which a share is allowed after each failure. */
function attemptsOf(
  flow: FlowView<unknown>,
  klass: number,
  shed: readonly number[],
  allowed: number,
): number[][] {
  const { rate, options } = flow.classes[klass]!;
  return flow.demand.shares(klass, flow.now).map((share, route) => {
    const attempts = [rate * share];
    const again = allowed * failingShare(flow.routes[route]!, shed);
    for (let failures = 0; failures < options.retry.attempts && attempts[failures]! * again > 0; failures++)
      attempts.push(attempts[failures]! * again);
    return attempts;
  });
}

function failingShare({ meets, stations, errorShare }: Route, shed: readonly number[]): number {
  if (meets !== 'served') return 1;
  return 1 - stations.reduce((left, station) => left * (1 - shed[station]!), 1 - errorShare);
}

function stationRates(
  flow: FlowView<unknown>,
  attempts: Balance['attempts'],
  shed: readonly number[],
): number[] {
  const rates = flow.stations.map(() => 0);
  for (const ofClass of attempts) {
    ofClass.forEach((ofRoute, route) => {
      const { stations, meets } = flow.routes[route]!;
      if (meets !== 'served') return;
      let rate = sumOf(ofRoute);
      for (const station of stations) {
        rates[station]! += rate;
        rate *= 1 - shed[station]!;
      }
    });
  }
  return rates;
}

/** What a station sheds: beyond its limit, and of the rest where there is no place. */
export function shedShare({ limit, servers, options, clock }: Station, rate: number, now: Micros): number {
  if (rate === 0) return 0;
  const admitted = limit ? Math.min(rate, limit.rate) : rate;
  const load = (admitted * options.service.mean) / clock.speedAt(now);
  return 1 - (admitted / rate) * (1 - blockedShare(servers, load, options.queue));
}

/** Keeps retries to what the budget of a class brings; whether they already are. */
function holdBack(own: Requests, attempts: number[][], allowed: number[], klass: number): boolean {
  const { budget } = own.options.retry;
  if (!budget) return true;
  const retries = sumOf(attempts.map((ofRoute) => sumOf(ofRoute.slice(1))));
  const brought = budget.ratio * own.rate;
  if (retries <= brought * (1 + negligible)) return true;
  allowed[klass]! *= brought / retries;
  return false;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
