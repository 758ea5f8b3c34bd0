import type { Micros } from '../../../kernel/index.js';
import { balanceOf, type FlowView } from './balance.js';
import type { ClosedFor } from './flow.js';
import type { FluidClass } from './fluid-class.js';
import type { FluidStation } from './fluid-station.js';
import { fullBackoff, spreadOf } from './retry.js';

/** A flow by rates that has not begun. */
export interface OpenedFluid extends FlowView<FluidStation> {
  readonly classes: readonly FluidClass[];
}

/**
 * Begins with the requests that wait for a retry or an answer in balance, at the least fixed point of failures and attempts.
 *
 * @throws RangeError if a station is asked for more than it can serve, and all may wait
 */
export function openFluid(flow: OpenedFluid, closedFor: ClosedFor): void {
  const { classes, demand, now } = flow;
  const balance = balanceOf(flow, (station, rate) => shedShare(station, rate, now));
  classes.forEach((own, klass) => {
    own.follow(demand.shares(klass, now));
    if (balance.isHeldBack[klass]) own.useUpBudget();
    balance.attempts[klass]!.forEach((byFailures, route) => {
      byFailures.forEach((rate, failures) => {
        if (rate > 0) place(flow, klass, route, failures, rate, closedFor(route));
      });
    });
    own.tally.carried = own.tally.inProgress;
  });
}

/** What a station sheds at a rate that has long been so. */
function shedShare(station: FluidStation, rate: number, now: number): number {
  const capacity = station.capacity(now, now + 1);
  const { name, queue, limit } = station.options;
  const admitted = Math.min(rate, limit?.rate ?? rate);
  if (admitted >= capacity && queue === Number.POSITIVE_INFINITY) {
    const use = admitted / capacity;
    throw new RangeError(
      `${name} is asked for ${use} of what it can serve: its queue would grow without end`,
    );
  }
  return rate > 0 ? 1 - Math.min(admitted, capacity) / rate : 0;
}

/** Attempts of a class that are on their way when so many in a microsecond have long been made. */
function place(
  { classes, routes, demand, now }: OpenedFluid,
  klass: number,
  route: number,
  failures: number,
  rate: number,
  closedFor: Micros,
): void {
  const own = classes[klass]!;
  const { tally, pending, options } = own;
  const { meets } = routes[route]!;
  const stay = meets === 'silent' ? options.timeout : 0;
  if (stay === Number.POSITIVE_INFINITY) return;
  // How old a request is, at the mean, when it has failed so often and waited for its next attempt.
  const spread = spreadOf(options.retry.jitter).mean;
  let age = 0;
  let wait = 0;
  for (let failure = 1; failure <= failures; failure++) {
    wait = fullBackoff(options.retry, failure) * spread;
    age += stay + wait;
  }
  const reached = meets === 'served' || wait === 0 ? 1 : shareWithin(closedFor - age + wait, wait);
  if (failures > 0 && reached > 0)
    tally.inProgress += pending.fill({ route, failures, bucket: -1, amount: rate * reached }, now);
  const time = Math.max(0, Math.min(stay, closedFor - age));
  if (time === 0) return;
  const left = rate * time;
  tally.inProgress += left;
  const shares = own.follow(demand.shares(klass, now));
  own.watched.push({ klass, route, failures, bucket: -1, from: now - time, to: now, shares, alive: 1, left });
}

function shareWithin(time: Micros, whole: Micros): number {
  return Math.max(0, Math.min(1, time / whole));
}
